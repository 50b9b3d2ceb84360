// Chooses and sorts words by what is known about them.
#ifndef CIKU_ENGINE_LEXICON_WORD_SELECTION_H_
#define CIKU_ENGINE_LEXICON_WORD_SELECTION_H_

#include <cstdint>
#include <vector>

#include "engine/lexicon/word_table.h"
#include "engine/lexicon/words.h"

namespace ciku {

// Throws UsageError if the options name a statistic that does not exist.
void CheckSelection(const SelectionOptions& options);

// Returns the numbers of the words that are wanted, in the order asked for; equal words keep the
// order of the table. Words without the statistic to sort by come last, and after these those whose
// value is no finite number, which meets no threshold either. `statistics` are by word number; they
// may be empty if none is needed. O(n log n).
std::vector<uint32_t> SelectWords(const WordTable& words,
                                  const std::vector<WordStatistics>& statistics,
                                  const SelectionOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_SELECTION_H_
