// Words that others explain as well are dropped (S5597, by the principle of least entropy).
//
// Words of two symbols or more are looked at, the longest first, of equal length in the order of
// their code points. Let T be the total count of the dictionary as it stands, w included. w is
// taken out and tokenized by the rest (tokenizer.h, joining of letters included), all
// log-probabilities over T, a part that is not in the dictionary having ln n = -100. With d = ln
// p(w) - the sum of ln p(part), subtracted part by part, w is dropped where d < (symbols of w) - 1,
// and its count is added to each of its parts, a part met twice getting it twice; else w is put
// back.
#ifndef CIKU_ENGINE_LEXICON_REDUNDANCY_H_
#define CIKU_ENGINE_LEXICON_REDUNDANCY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "engine/count/spilled_runs.h"

namespace ciku {

// For one thread at a time, except for Add.
class RedundancyFilter {
 public:
  // Sorts words as `sorting` says, on whose threads it works. All words together may take `memory`
  // bytes while it runs.
  RedundancyFilter(size_t memory, const CounterConfig& sorting);
  ~RedundancyFilter();

  // Adds a word in UTF-8 of up to kLongestStretch symbols; each word once. For any number of
  // threads. Throws as ExternalCounter::Add.
  void Add(std::string_view word, uint64_t count);

  // Ends the adding and drops what is redundant. O(sum over the words of their length times that of
  // the longest part). Throws UsageError where the words, or parts that are no words yet, do not
  // fit the memory.
  void Run();

  // Calls visit(word, count) for the words that are left, on all threads and in no order.
  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) const;

  uint64_t spilled_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_REDUNDANCY_H_
