// Options for the method that finds the words, and its thresholds.
#ifndef CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/discover/method_options.h"
#include "engine/text/text_options.h"

namespace ciku {

// The method that the command line names, if it does, and the thresholds that it gives.
struct GivenMethod {
  std::optional<std::string> name;
  std::optional<uint64_t> min_count;
  std::optional<double> min_pmi;
  std::optional<double> smoothing;
  std::optional<double> min_proba;
  std::optional<size_t> order;
  std::optional<std::vector<double>> thresholds;
  std::optional<uint64_t> seed_count;
  std::optional<std::vector<double>> seed_entropy;
  std::optional<std::vector<double>> min_gain;
  std::optional<size_t> rounds;
  std::optional<size_t> passes;
  std::optional<std::string> dictionary;
  bool only_new = false;
};

// Adds --method and the options of all methods. `given` must outlive the parsing.
void AddMethodOptions(CLI::App* command, GivenMethod* given);

// Returns the name of the method: the one that is given or, if none is, that of the first method
// that has all options that are given. This is unigram if no option says otherwise.
std::string MethodNameOf(const GivenMethod& given);

// Says, unless `quiet`, which method was chosen if options have chosen another than the default.
void NoteMethod(const GivenMethod& given, bool quiet);

// Returns the options of the method: the given ones, and defaults for the rest. Throws
// ValidationError if an option was given that the method does not have.
MethodOptions MakeMethodOptions(const GivenMethod& given);

// The same for counts of n-grams. If no order was given and the counts are of shorter n-grams than
// the method usually weighs, the method takes the longest of them.
MethodOptions MethodForCounts(const std::string& counts, GivenMethod given);

// Throws UsageError if an option was given that differs from how the joints in the file `path` were
// weighed.
void CheckAgrees(const GivenMethod& given, const MethodOptions& weighed, const std::string& path);

// Warns if counts, or joints, in the file `path` were made by other rules than the method's source
// has.
void WarnOfRules(const MethodOptions& method, Rules rules, const std::string& path);

// The same, but with the options of `method` instead of the defaults.
MethodOptions WithGiven(MethodOptions method, const GivenMethod& given);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_
