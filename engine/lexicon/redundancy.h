// Drops words that other words explain as well (S5597, by the principle of least entropy).
//
// All words of two symbols or more are examined, the longest first; words of equal length in the
// order of their code points. Let w be the word and T the current total count of the dictionary,
// including w. w is taken out and tokenized by the other words (tokenizer.h, joining of letters
// included). All log-probabilities are relative to T; a part that is not in the dictionary has ln n
// = -100. Let d = ln p(w) - the sum of ln p(part), where the parts are subtracted one by one. If d
// < (symbols of w) - 1, w is dropped and its count is added to each of its parts; a part that
// occurs twice gets it twice. Otherwise w is put back.
#ifndef CIKU_ENGINE_LEXICON_REDUNDANCY_H_
#define CIKU_ENGINE_LEXICON_REDUNDANCY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "engine/count/spilled_runs.h"

namespace ciku {

// Any number of threads may call Add; all other calls must come from one thread at a time.
class RedundancyFilter {
 public:
  // Words are sorted within the budget of `sorting`; the filter also works on as many threads. All
  // words together may take `memory` bytes while the filter runs.
  RedundancyFilter(size_t memory, const CounterConfig& sorting);
  ~RedundancyFilter();

  // Adds a word in UTF-8 of up to kLongestStretch symbols. Each word must be added only once.
  // Throws as ExternalCounter::Add does.
  void Add(std::string_view word, uint64_t count);

  // Ends the adding and drops redundant words. O(the sum, over all words, of their length times the
  // length of the longest part). Throws UsageError if the words, or parts that become words, do not
  // fit the memory.
  void Run();

  // Calls visit(word, count) for the remaining words, on all threads and in no particular order.
  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) const;

  uint64_t spilled_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_REDUNDANCY_H_
