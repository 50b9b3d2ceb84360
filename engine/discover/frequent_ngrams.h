// The n-grams of four symbols that are frequent enough to be in a seed.
#ifndef CIKU_ENGINE_DISCOVER_FREQUENT_NGRAMS_H_
#define CIKU_ENGINE_DISCOVER_FREQUENT_NGRAMS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/discover/ngram_filter.h"

namespace ciku {

// The length of the n-grams that decide which longer ones are counted.
constexpr size_t kShortOrder = 4;

// Tells how long a seed may be that begins at a symbol. It may say too much, for few symbols.
// Immutable; safe to share between threads.
template <typename Key>
class FrequentNgrams {
 public:
  // Takes the n-grams of four symbols that may be seeds, and those of them that may be in a longer
  // seed; and the length of the longest seeds.
  FrequentNgrams(const std::vector<Key>& seeds, const std::vector<Key>& in_longer, size_t order)
      : seeds_(seeds),
        in_longer_(in_longer),
        same_(seeds.size() == in_longer.size()),
        order_(order) {}

  // The most bytes for each n-gram, reached while the filters are made of the keys.
  static constexpr size_t kBytesForEach = 2 * (2 * sizeof(Key) + NgramFilter<Key>::kBytesForEach);

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
      links_ = ngrams_.same_ || ngrams_.in_longer_.MayHold(ngram) ? links_ + 1 : 0;
      return std::clamp(links_ + kShortOrder - 1, kShortOrder, ngrams_.order_);
    }

   private:
    const FrequentNgrams& ngrams_;
    size_t links_ = 0;  // n-grams in a row that may be in a longer seed, from here on
  };

 private:
  const NgramFilter<Key> seeds_;
  const NgramFilter<Key> in_longer_;
  const bool same_;
  const size_t order_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_FREQUENT_NGRAMS_H_
