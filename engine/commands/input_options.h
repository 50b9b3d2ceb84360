// Options for the inputs of a run: which files they are and how these are read.
#ifndef CIKU_ENGINE_COMMANDS_INPUT_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_INPUT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "engine/commands/report.h"
#include "engine/sweep/resources.h"
#include "io/input/corpus.h"

namespace ciku {

// The inputs that a command line names.
struct InputChoice {
  std::vector<std::string> paths;
  InputOptions options;

  // Whether any option names inputs.
  bool any() const {
    return !paths.empty() || !options.files_from.empty() || !options.sqlite.empty();
  }
};

// Adds INPUT... and the options for inputs. `choice` must outlive the parsing.
void AddInputOptions(CLI::App* command, InputChoice* choice);

// Adds the options for inputs without INPUT.
void AddReadingOptions(CLI::App* command, InputChoice* choice);

// The names of all these options.
std::vector<std::string> ReadingOptionNames();

// Whether somebody types an input, or a list of inputs. Progress would get in the way of that.
bool IsTyped(const InputChoice& choice);

// If no inputs were named, makes standard input the input, as if `inputs`, the option that takes
// them, had named it.
void DefaultToStandardInput(CLI::Option* inputs, InputChoice* choice);

// Opens the inputs, which the report keeps, warns of what seems odd in them, and reports how many
// bytes of standard input or pipes had to be kept. `results` are the files that the run will write;
// names that are empty do not count. Throws CLI::RequiredError if there are no inputs.
const Corpus& OpenCorpus(const InputChoice& choice, const std::vector<std::string>& results,
                         const Storage& storage, Report* report);

// Warns of faults in the inputs that are not errors: bad records, and bytes that are not valid
// UTF-8; `invalid` says what was done with these. Unless `quiet`, notes records that were passed
// over.
void WarnOfInput(const InputFigures& input, bool quiet,
                 const char* invalid = "each separates what is around it");

// Says, unless `quiet`, when it would pay to pack large inputs before they are read several times.
void AdvisePacking(const Corpus& corpus, bool quiet);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_INPUT_OPTIONS_H_
