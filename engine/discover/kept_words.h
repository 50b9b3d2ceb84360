// Ranked words in a work folder, so that later passes need neither rank nor count them again.
#ifndef CIKU_ENGINE_DISCOVER_KEPT_WORDS_H_
#define CIKU_ENGINE_DISCOVER_KEPT_WORDS_H_

#include "engine/lexicon/word_ranking.h"
#include "engine/lexicon/word_table.h"
#include "io/json.h"
#include "io/output/work_folder.h"

namespace ciku {

// Writes the words of the table, in their order, to a block file. Returns the value that a manifest
// has to hold for ForEachKeptWord. Throws IoError.
Json KeepWords(const WordTable& words, WorkFolder* folder);

// Calls visit(word, count) for the words in their order. Throws CorruptionError.
void ForEachKeptWord(const WorkFolder& folder, const Json& saved, const WordVisit& visit);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_KEPT_WORDS_H_
