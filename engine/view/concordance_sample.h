// A few occurrences of each word, chosen from all of them.
#ifndef CIKU_ENGINE_VIEW_CONCORDANCE_SAMPLE_H_
#define CIKU_ENGINE_VIEW_CONCORDANCE_SAMPLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/view/concordance.h"

namespace ciku {

// Keeps, of each word, the occurrences with the least hashes. The hash of an occurrence is that of
// the word and of how many of the word's occurrences came before. For one thread at a time.
class ConcordanceSample {
 public:
  // Keeps up to `size` occurrences of each word.
  ConcordanceSample(const std::vector<std::string>& words, uint64_t size);

  // The most bytes that the sample takes if texts take `columns` columns on each side.
  static size_t Memory(size_t words, uint64_t size, size_t columns);

  // Whether the word's occurrence with this number, from 0 on, belongs to the sample so far. To be
  // called for all of them, in order.
  bool Takes(uint32_t word, uint64_t number);

  // Adds the occurrence for which Takes has just returned true. `place` is its number among the
  // occurrences of all words.
  void Add(const ConcordanceLine& line, uint64_t place);

  // Calls visit(line, place) for the sample, in the order of the corpus.
  void ForEach(const std::function<void(const ConcordanceLine&, uint64_t place)>& visit) const;

 private:
  struct Kept {
    uint64_t hash = 0;
    uint64_t place = 0;
    ConcordanceLine line;  // but for its texts
    std::string texts;     // the left one, then the right one
    size_t left_size = 0;
  };

  static bool IsLess(const Kept& a, const Kept& b) { return a.hash < b.hash; }

  const uint64_t size_;
  std::vector<uint64_t> seeds_;          // by word
  std::vector<std::vector<Kept>> kept_;  // by word: a heap, with the greatest hash first
  uint64_t taken_ = 0;                   // the hash of the occurrence that was taken last
};

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_CONCORDANCE_SAMPLE_H_
