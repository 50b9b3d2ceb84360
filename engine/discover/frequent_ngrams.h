// The n-grams of four symbols that are frequent enough to be in a seed.
#ifndef CIKU_ENGINE_DISCOVER_FREQUENT_NGRAMS_H_
#define CIKU_ENGINE_DISCOVER_FREQUENT_NGRAMS_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/count/sorting_counter.h"
#include "engine/discover/ngram_filter.h"

namespace ciku {

// The length of the n-grams that decide which longer ones are counted.
constexpr size_t kShortOrder = 4;

// The n-grams of four symbols that may be seeds; and of these, those that may be in a longer seed.
// Several threads may add, each to parts of its own.
template <typename Key>
class FrequentKeys {
 public:
  // For up to `most` n-grams.
  explicit FrequentKeys(size_t most = 0) : most_(most), parts_(kSortedPartitions) {}

  // The bytes for each n-gram at most, while the vectors that hold them grow.
  static constexpr size_t kBytesForEach = 2 * sizeof(Key);

  void Add(size_t part, const Key& key, bool in_longer) {
    if (++size_ > most_) return;
    if (in_longer) ++size_in_longer_;
    (in_longer ? parts_[part].in_longer : parts_[part].others).push_back(key);
  }

  // How many were added. The keys are useless if these are more than `most`.
  size_t size() const { return size_; }
  size_t size_in_longer() const { return size_in_longer_; }

  // Calls visit(n-gram, whether it may be in a longer seed).
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Part& part : parts_) {
      for (const Key& key : part.in_longer) visit(key, true);
      for (const Key& key : part.others) visit(key, false);
    }
  }

 private:
  struct alignas(64) Part {
    std::vector<Key> in_longer;
    std::vector<Key> others;
  };

  size_t most_;
  std::atomic<size_t> size_ = 0;
  std::atomic<size_t> size_in_longer_ = 0;
  std::vector<Part> parts_;
};

// Tells how long a seed may be that begins at a symbol. It may say too much, for few symbols.
// Immutable; safe to share between threads.
template <typename Key>
class FrequentNgrams {
 public:
  // `order` is the length of the longest seeds.
  FrequentNgrams(const FrequentKeys<Key>& keys, size_t order)
      : seeds_(keys.size()), in_longer_(keys.size_in_longer()), order_(order) {
    keys.ForEach([&](const Key& key, bool in_longer) {
      seeds_.Add(key);
      if (in_longer) in_longer_.Add(key);
    });
  }

  // The bytes for each n-gram.
  static constexpr size_t kBytesForEach = 2 * NgramFilter<Key>::kBytesForEach;

  // Goes from right to left through the symbols of a run.
  class Scan {
   public:
    explicit Scan(const FrequentNgrams& ngrams) : ngrams_(ngrams) {}

    // Ends the run.
    void Clear() { links_ = 0; }

    // Takes the n-gram of four symbols that begins at the next symbol to the left. Returns the
    // length of the longest seed that may begin there; 0 if there is none.
    size_t Next(const Key& ngram) {
      if (!ngrams_.seeds_.MayHold(ngram)) {
        links_ = 0;
        return 0;
      }
      links_ = ngrams_.in_longer_.MayHold(ngram) ? links_ + 1 : 0;
      return std::clamp(links_ + kShortOrder - 1, kShortOrder, ngrams_.order_);
    }

   private:
    const FrequentNgrams& ngrams_;
    size_t links_ = 0;  // n-grams in a row that may be in a longer seed, from here on
  };

 private:
  NgramFilter<Key> seeds_;
  NgramFilter<Key> in_longer_;
  const size_t order_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_FREQUENT_NGRAMS_H_
