// An object for each thread.
//
// oneTBB's enumerable_thread_specific does the work, for pointers alone, so that it is compiled
// once and not for each type of object.
#ifndef CIKU_ENGINE_SWEEP_PER_THREAD_H_
#define CIKU_ENGINE_SWEEP_PER_THREAD_H_

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace ciku {

// A pointer for each thread, null at first.
class ThreadPointers {
 public:
  ThreadPointers();
  ThreadPointers(const ThreadPointers&) = delete;
  ThreadPointers& operator=(const ThreadPointers&) = delete;
  ~ThreadPointers();

  // The calling thread's pointer. Any number of threads may call this.
  void*& local();

  // Sets all pointers to null. No other call may be under way.
  void clear();

 private:
  struct Pointers;
  std::unique_ptr<Pointers> pointers_;
};

// Any number of threads may call local(); all other calls must come from one thread at a time,
// while no thread uses its object.
template <typename T>
class PerThread {
  // Objects of two threads never share a cache line.
  struct alignas(64) Slot {
    explicit Slot(const std::function<T()>& make) : object(make()) {}
    T object;
  };

 public:
  // `make` makes the object of a thread that calls local() for the first time, on that thread.
  explicit PerThread(std::function<T()> make = [] { return T(); }) : make_(std::move(make)) {}

  // The calling thread's object. Throws what `make` throws.
  T& local() {
    void*& own = pointers_.local();
    if (own == nullptr) [[unlikely]] {
      auto slot = std::make_unique<Slot>(make_);
      const std::lock_guard lock(mutex_);
      own = &slots_.emplace_back(std::move(slot))->object;
    }
    return *static_cast<T*>(own);
  }

  // Visits the objects of all threads, in no particular order.
  class Iterator {
   public:
    explicit Iterator(const std::unique_ptr<Slot>* at) : at_(at) {}

    T& operator*() const { return (*at_)->object; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const std::unique_ptr<Slot>* at_;
  };
  Iterator begin() const { return Iterator(slots_.data()); }
  Iterator end() const { return Iterator(slots_.data() + slots_.size()); }

  // Destroys all objects.
  void clear() {
    pointers_.clear();
    slots_.clear();
  }

 private:
  std::function<T()> make_;
  ThreadPointers pointers_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_PER_THREAD_H_
