// A filter that drops pairs of words that cannot be frequent.
//
// Nearly all pairs of words that occur near each other do so too rarely to be linked, and counting
// each of them would take most of the time and memory. So pairs are first counted in buckets by
// their hash: a pair is at most as frequent as its bucket. With several times more buckets than
// there can be frequent pairs, few other pairs pass and have to be counted one by one.
#ifndef CIKU_ENGINE_TEMPLATES_PAIR_SIEVE_H_
#define CIKU_ENGINE_TEMPLATES_PAIR_SIEVE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/count/hash.h"
#include "engine/sweep/per_thread.h"

namespace ciku {

// Any number of threads may add pairs, each in its own Local; one thread calls Close(); then any
// number of threads may call Passes().
class PairSieve {
 public:
  // For pairs with a share of more than `min_proba` of all pairs. Takes at most `memory` bytes if
  // that is enough for the least number of buckets.
  PairSieve(double min_proba, size_t memory, size_t threads)
      : bits_(BitsFor(min_proba, memory / (threads + 1))) {}

  // One thread's part.
  class Local {
   public:
    explicit Local(unsigned bits) : bits_(bits), buckets_(size_t{1} << bits) {}

    void Add(uint64_t key) {
      waiting_[waiting_size_++] = static_cast<uint32_t>(BucketOf(key, bits_));
      if (waiting_size_ == waiting_.size()) AddWaiting();
    }

   private:
    friend class PairSieve;

    // A loop that does nothing else lets the cache misses overlap.
    void AddWaiting() {
      for (size_t i = 0; i < waiting_size_; ++i) {
        uint32_t& bucket = buckets_[waiting_[i]];
        bucket += bucket != kMost ? 1 : 0;
      }
      waiting_size_ = 0;
    }

    unsigned bits_;
    std::vector<uint32_t> buckets_;
    std::array<uint32_t, 512> waiting_;
    size_t waiting_size_ = 0;
  };
  Local& local() { return locals_.local(); }

  // Ends the adding. From now on pairs pass that may have occurred at least `least` times.
  void Close(uint64_t least) {
    for (Local& local : locals_) local.AddWaiting();
    passes_.assign(((size_t{1} << bits_) + 63) / 64, 0);
    for (size_t i = 0; i < size_t{1} << bits_; ++i) {
      uint64_t sum = 0;
      bool is_full = false;
      for (const Local& local : locals_) {
        sum += local.buckets_[i];
        is_full |= local.buckets_[i] == kMost;
      }
      if (is_full || sum >= least) passes_[i / 64] |= uint64_t{1} << i % 64;
    }
    locals_.clear();
  }

  // Whether a pair may have occurred often enough.
  bool Passes(uint64_t key) const {
    const size_t bucket = BucketOf(key, bits_);
    return (passes_[bucket / 64] >> bucket % 64 & 1) != 0;
  }

 private:
  static constexpr uint32_t kMost = std::numeric_limits<uint32_t>::max();
  // The number of buckets for each pair that can be frequent.
  static constexpr double kBucketsForEach = 4;
  static constexpr unsigned kLeastBits = 12;
  static constexpr unsigned kMostBits = 26;

  static unsigned BitsFor(double min_proba, size_t memory) {
    const double wanted = std::min(kBucketsForEach / min_proba, 1e9);
    const auto bits = static_cast<unsigned>(std::bit_width(static_cast<uint64_t>(wanted)));
    const auto fitting = static_cast<unsigned>(std::bit_width(memory / sizeof(uint32_t)));
    return std::clamp(std::min(bits, fitting - 1), kLeastBits, kMostBits);
  }

  static size_t BucketOf(uint64_t key, unsigned bits) {
    return static_cast<size_t>(HashOf(key) >> (64 - bits));
  }

  const unsigned bits_;
  PerThread<Local> locals_{[this] { return Local(bits_); }};
  std::vector<uint64_t> passes_;  // a bit for each bucket
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PAIR_SIEVE_H_
