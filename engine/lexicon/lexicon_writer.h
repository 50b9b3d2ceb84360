// Writes the words of a lexicon, with statistics or without.
#ifndef CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_
#define CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/lexicon/words.h"
#include "io/lexicon_format.h"

namespace ciku {

// True if the format has room for statistics.
bool HoldsStatistics(LexiconFormat format);

// Appends the line that comes before all words if a lexicon has statistics; JSON lines have none.
// `divided` says whether the statistics of a division of the corpus are written, too.
void AppendStatisticsHeader(LexiconFormat format, bool divided, std::string* out);

// Appends a word with its count and statistics as a line of a format that holds them.
void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       const WordStatistics& statistics, bool divided, std::string* out);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_
