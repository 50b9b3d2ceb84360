// Options for what is written of a lexicon, and how.
#ifndef CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_
#define CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_selection.h"
#include "io/lexicon_file.h"

namespace ciku {

struct LexiconOptions {
  FilterOptions filter;
  // A lexicon of an earlier run, whose counts are added; empty where there is none.
  std::string add_counts;
  uint64_t top = std::numeric_limits<uint64_t>::max();
  LexiconFormat format = LexiconFormat::kTsv;
};

// Adds the options. `options` must outlive the parsing.
void AddLexiconOptions(CLI::App* command, LexiconOptions* options);

// What is written of words besides their counts, and by what they are chosen and sorted.
struct StatisticsOptions {
  bool columns = false;
  SelectionOptions selection;

  bool NeedStatistics() const { return columns || selection.NeedsStatistics(); }
  // Whether all words have to be in memory.
  bool NeedWords() const { return NeedStatistics() || selection.sort != SortKey::kCount; }
};

// Adds the options for statistics of words.
void AddStatisticsOptions(CLI::App* command, StatisticsOptions* options);

// Throws ValidationError where the format has no room for statistics that are to be written.
void CheckStatistics(const StatisticsOptions& options, LexiconFormat format);

// Throws ValidationError where no word could have one of the lengths.
void CheckLexiconOptions(const LexiconOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_
