// Options that subcommands have in common.
#ifndef CIKU_ENGINE_COMMANDS_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/commands/report.h"
#include "engine/discover/memory_plan.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_selection.h"
#include "engine/text/alphabet.h"
#include "io/corpus.h"
#include "io/lexicon_file.h"

namespace ciku {

// What every command that reads a corpus is told.
struct RunOptions {
  std::vector<std::string> inputs;
  InputOptions input;
  Resources resources = DefaultResources();
  std::string temp_directory = DefaultTempDirectory();
  std::string work_directory;  // empty where the run is not to be resumed
  bool restart = false;
  bool keep = false;
  double checkpoint_interval = 30;  // seconds
  bool quiet = false;
  std::string report;
};

// Adds the options for inputs and resources to a subcommand. `options` must outlive the parsing.
void AddRunOptions(CLI::App* command, RunOptions* options);

// Adds --alphabet and --strict.
void AddTextOptions(CLI::App* command, Alphabet* alphabet, bool* strict);

// Makes an option take a size in bytes, written 512M or 2G (of 1024), from `least` on.
CLI::Option* TakesSize(CLI::Option* option, uint64_t least, uint64_t most = uint64_t{1} << 62);

// Makes an option take a whole number, from `least` to `most`.
CLI::Option* TakesCount(CLI::Option* option, uint64_t least,
                        uint64_t most = std::numeric_limits<uint64_t>::max());

// Makes an option take one of these names.
CLI::Option* TakesName(CLI::Option* option, const std::vector<std::string>& names);

// Makes an option take a finite number, from `least` on.
CLI::Option* TakesNumber(CLI::Option* option, double least);

// Adds the options for what is written of a lexicon, and how.
void AddLexiconOptions(CLI::App* command, LexiconFormat* format, uint64_t* top,
                       FilterOptions* filter);

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

// Throws ValidationError where no word could have one of these lengths.
void CheckLengths(const LengthRange& lengths);

// Opens the inputs, noting in the report how much of standard input or pipes had to be kept in
// `spills`.
Corpus OpenCorpus(const RunOptions& options, SpillFolder* spills, Report* report);

// Warns of what is wrong with the inputs without being an error: no text, bad records, invalid
// bytes.
void WarnOfInput(const Corpus& corpus, const SweepMeter& meter);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_OPTIONS_H_
