// Options for mining, and what is said of its result: for all commands that mine.
#ifndef CIKU_ENGINE_COMMANDS_MINE_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_MINE_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "engine/commands/lexicon_options.h"
#include "engine/commands/method_options.h"
#include "engine/commands/report.h"
#include "engine/discover/mine.h"
#include "io/output/text_output.h"

namespace ciku {

// What is mined, and how the lexicon is written.
struct MineChoice {
  MineOptions mine;
  GivenMethod method;
  LexiconOutput output;
  LexiconLayout layout;  // set by ChooseMining
};

// Adds the options for text, for the method and for the lexicon, with --output. `choice` must
// outlive the parsing.
void AddMineOptions(CLI::App* command, MineChoice* choice);

// Finds out what the options leave open. Throws ValidationError or UsageError if they contradict
// each other.
void ChooseMining(MineChoice* choice, bool quiet);

// Returns what was chosen, for a report.
Json ChosenMining(const MineChoice& choice);

// Writes a lexicon, commits the output, and reports what was found. Completes the report.
// `more` are further results for the report.
void WriteMined(const MineChoice& choice, MinedLexicon* lexicon, const Storage& storage, bool quiet,
                Report* report, TextOutput* output, const Json& more = {});

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_MINE_OPTIONS_H_
