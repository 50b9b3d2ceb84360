// Which words are listed, and in which order, by what is known of them.
#ifndef CIKU_ENGINE_LEXICON_WORD_SELECTION_H_
#define CIKU_ENGINE_LEXICON_WORD_SELECTION_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/lexicon/word_table.h"
#include "io/lexicon_file.h"
#include "io/names.h"

namespace ciku {

// What words can be sorted by. Entropy is the lesser of the two.
enum class SortKey {
  kCount,
  kWord,
  kFrequency,
  kDocuments,
  kCohesion,
  kLeftEntropy,
  kRightEntropy,
  kEntropy
};

inline constexpr Named<SortKey> kSortKeys[] = {{"count", SortKey::kCount},
                                               {"word", SortKey::kWord},
                                               {"frequency", SortKey::kFrequency},
                                               {"documents", SortKey::kDocuments},
                                               {"cohesion", SortKey::kCohesion},
                                               {"left-entropy", SortKey::kLeftEntropy},
                                               {"right-entropy", SortKey::kRightEntropy},
                                               {"entropy", SortKey::kEntropy}};

struct SelectionOptions {
  // The least of what is listed. A word without cohesion is not measured by it.
  double min_entropy = std::numeric_limits<double>::lowest();
  double min_cohesion = std::numeric_limits<double>::lowest();
  uint64_t min_documents = 0;
  SortKey sort = SortKey::kCount;

  // Whether words have to be measured for it.
  bool NeedsStatistics() const;
};

// The numbers of the words that are wanted, the greatest first by the key, words themselves in the
// order of their code points, those without cohesion last; of equal ones those first that are so in
// the table. `statistics` are by number; they may be empty where they are not needed.
std::vector<uint32_t> SelectWords(const WordTable& words,
                                  const std::vector<WordStatistics>& statistics,
                                  const SelectionOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_SELECTION_H_
