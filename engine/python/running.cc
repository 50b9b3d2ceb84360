#include "engine/python/running.h"

#include <ciku/stopping.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace py = pybind11;

namespace ciku {
namespace {

// How often signals and progress are looked at.
constexpr std::chrono::milliseconds kInterval{50};

// What is told about a pass.
struct Progress {
  std::string pass;
  uint64_t done = 0;
  uint64_t total = 0;
};

// Keeps what the working thread is doing, for another thread.
class ProgressKeeper : public Observer {
 public:
  void Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
             const Storage* /*spills*/, const std::function<Figures()>& pass) override {
    Begin({name, 0, total_bytes}, &meter);
    const Ending ending(this);
    pass();
    Complete();
  }

  void Pass(const std::string& name, const std::function<Figures()>& pass) override {
    Begin({name, 0, 0}, nullptr);
    const Ending ending(this);
    pass();
  }

  // Returns what is new: beginnings and ends of passes, and how far the present one has got.
  std::deque<Progress> News() {
    const std::lock_guard lock(mutex_);
    std::deque<Progress> news = std::exchange(news_, {});
    if (meter_ != nullptr) news.push_back(Present());
    return news;
  }

 private:
  // The meter may be gone when the pass has ended, however that is.
  struct Ending {
    explicit Ending(ProgressKeeper* given) : keeper(given) {}
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;
    ~Ending() { keeper->End(); }
    ProgressKeeper* const keeper;
  };

  void Begin(Progress pass, const SweepMeter* meter) {
    const std::lock_guard lock(mutex_);
    now_ = std::move(pass);
    meter_ = meter;
    complete_ = false;
    news_.push_back(now_);
  }

  // A few bytes, such as those of an index, need not be read.
  void Complete() {
    const std::lock_guard lock(mutex_);
    complete_ = true;
  }

  void End() {
    const std::lock_guard lock(mutex_);
    if (meter_ != nullptr) news_.push_back(Present());
    meter_ = nullptr;
  }

  Progress Present() const {
    const bool all = complete_ && now_.total > 0;
    return {now_.pass, all ? now_.total : meter_->bytes.load(), now_.total};
  }

  std::mutex mutex_;
  Progress now_;
  const SweepMeter* meter_ = nullptr;  // of the present pass; null if it has none
  bool complete_ = false;              // the pass has read all
  std::deque<Progress> news_;
};

// A thread that does the work.
class Worker {
 public:
  Worker(Observer* observer, const std::function<void(Observer*)>& work)
      : thread_([this, observer, &work] {
          const StopScope stopping(&stop_);
          try {
            work(observer);
          } catch (...) {
            error_ = std::current_exception();
          }
          const std::lock_guard lock(mutex_);
          ended_ = true;
          end_.notify_one();
        }) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Stops the work and waits for its end. The work may itself wait for Python's lock.
  ~Worker() {
    stop_ = true;
    const py::gil_scoped_release release;
    thread_.join();
  }

  // Waits a moment. Returns true if the work has ended.
  bool WaitForEnd() {
    const py::gil_scoped_release release;
    std::unique_lock lock(mutex_);
    return end_.wait_for(lock, kInterval, [this] { return ended_; });
  }

  // Throws what the work has thrown. To be called after its end.
  void Rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::atomic<bool> stop_ = false;
  std::exception_ptr error_;
  std::mutex mutex_;
  std::condition_variable end_;
  bool ended_ = false;
  std::thread thread_;  // comes last: it uses all others
};

void Tell(const py::object& progress, ProgressKeeper* keeper) {
  if (progress.is_none()) return;
  for (const Progress& news : keeper->News()) progress(news.pass, news.done, news.total);
}

}  // namespace

void RunJob(const py::object& progress, const std::function<void(Observer*)>& work) {
  ProgressKeeper keeper;
  Worker worker(&keeper, work);
  while (!worker.WaitForEnd()) {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    Tell(progress, &keeper);
  }
  worker.Rethrow();
  Tell(progress, &keeper);
}

}  // namespace ciku
