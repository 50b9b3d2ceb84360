// A dictionary whose words the unigram method takes for seeds that it never drops.
#ifndef CIKU_ENGINE_DISCOVER_DICTIONARY_WORDS_H_
#define CIKU_ENGINE_DISCOVER_DICTIONARY_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/discover/divide_runs.h"
#include "engine/discover/mine.h"
#include "engine/discover/unigram_words.h"
#include "engine/text/symbols.h"
#include "io/lexicons/lexicon_format.h"

namespace ciku {

// The words of a dictionary, and those that no run holds, because units and other characters than
// symbols separate runs.
struct Dictionary {
  UnigramWords words;
  NotInRuns not_in_runs;  // in the order of lexicons, before folding
};

// Reads the words of a lexicon that consist of nothing but symbols, after folding. They have no
// counts yet, and stay. (A word of symbols may still be or hold a unit, which the rules find; it is
// then never counted.) Throws as Lexicon::Load, which gets `memory` and `format`; and UsageError if
// there is no word that a run may hold.
Dictionary ReadDictionary(const std::string& path, std::optional<LexiconFormat> format,
                          const Symbols& symbols, size_t memory);

// Counts all occurrences of these words in runs, overlapping ones included, and sets their counts.
// The sweep finds no stretches. Throws as DivideRuns.
void CountOccurrences(const DivisionSweep& sweep, UnigramWords* words, SweepMeter* meter);

// Returns the words that are in a or in b. Words in both have the count that they have in a; words
// of b stay.
UnigramWords Merged(const UnigramWords& a, const UnigramWords& b);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_DICTIONARY_WORDS_H_
