// Options that subcommands have in common.
#ifndef CIKU_ENGINE_COMMANDS_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/commands/input_options.h"
#include "engine/commands/report.h"
#include "engine/sweep/job.h"
#include "engine/sweep/resources.h"
#include "engine/text/alphabet.h"
#include "engine/text/text_options.h"
#include "io/names.h"

namespace ciku {

// CLI11 takes "[x,y]" for a list of two values. Hiding the bracket, before the arguments are
// parsed, prevents that; what the program and its subcommands have for options then gets the values
// as they were. To be called when all options have been added.
void HideBrackets(CLI::App* program, std::vector<std::string>* arguments);

// The options of every command that reads a corpus.
struct RunOptions {
  InputChoice input;
  Resources resources = DefaultResources();
  StorageOptions storage;
  bool quiet = false;
  std::string report;

  // What RunReported() needs for a command that writes these results.
  Report::Request Reported(std::vector<std::string> results) const {
    return {quiet, report, std::move(results)};
  }
};

// Adds the options for inputs, resources, work folder and report to a subcommand. `options` must
// outlive the parsing.
void AddRunOptions(CLI::App* command, RunOptions* options);

// Add --memory, --threads and --temp-dir; --quiet and --report; and --report alone. For commands
// that read no corpus. All arguments must outlive the parsing.
void AddResourceOptions(CLI::App* command, Resources* resources, StorageOptions* storage);
void AddReportOptions(CLI::App* command, bool* quiet, std::string* report);
void AddReportOption(CLI::App* command, std::string* report);

// Adds --work-dir, which is returned, and the options that belong to it.
CLI::Option* AddWorkOptions(CLI::App* command, RunOptions* options);

// Adds --checkpoint-interval.
CLI::Option* AddCheckpointOption(CLI::App* command, double* seconds);

// Adds --alphabet, --normalize, --lower, --rules and --strict.
void AddTextOptions(CLI::App* command, TextOptions* options);

// Adds --normalize and --lower.
void AddFoldingOptions(CLI::App* command, Folding* folding);

// Adds --color, which takes effect at once.
void AddColorOption(CLI::App* command);

void AddAlphabetOption(CLI::App* command, Alphabet* alphabet);
void AddStrictOption(CLI::App* command, bool* strict);

// Makes an option take a size in bytes from `least` to `most`, written 512M or 2G (units are powers
// of 1024).
CLI::Option* TakesSize(CLI::Option* option, uint64_t least, uint64_t most = uint64_t{1} << 62);

// Makes an option take a whole number, from `least` to `most`.
CLI::Option* TakesCount(CLI::Option* option, uint64_t least,
                        uint64_t most = std::numeric_limits<uint64_t>::max());

// Reads "I/N", with I from 1 to N and N up to `most`. Returns nothing if the text is something
// else.
std::optional<std::pair<uint64_t, uint64_t>> ParseShare(std::string_view text, uint64_t most);

// Makes an option take one of these names, in any case.
CLI::Option* TakesName(CLI::Option* option, const std::vector<std::string>& names);

// Returns the name of a value; an empty text for one that is not set.
template <typename Value, size_t kSize>
std::string NameIn(const Named<Value> (&table)[kSize], const Value& value) {
  return std::string(NameOf(table, value));
}
template <typename Value, size_t kSize>
std::string NameIn(const Named<Value> (&table)[kSize], const std::optional<Value>& value) {
  return value ? NameIn(table, *value) : "";
}

// Adds an option that takes the name of a value, in any case, and sets *value to it. Returns the
// option. The table and *value must outlive the command.
template <typename Target, typename Value, size_t kSize>
CLI::Option* AddNamedOption(CLI::App* command, const char* option, Target* value,
                            const Named<Value> (&table)[kSize], const char* description) {
  std::vector<std::string> names;
  for (const Named<Value>& each : table) names.emplace_back(each.name);
  const auto set = [value, &table](const std::string& name) { *value = *ValueNamed(table, name); };
  return TakesName(command->add_option_function<std::string>(option, set, description), names)
      ->default_function([value, &table] { return NameIn(table, *value); });
}

// Makes an option take a finite number from `least` to `most`.
CLI::Option* TakesNumber(CLI::Option* option, double least,
                         double most = std::numeric_limits<double>::max());

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_OPTIONS_H_
