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

namespace ciku {

// The method as it was given on the command line: its name, and the thresholds that were given.
struct GivenMethod {
  std::string name = "pair-cut";
  std::optional<uint64_t> min_count;
  std::optional<double> min_pmi;
  std::optional<double> smoothing;
  std::optional<double> min_proba;
  std::optional<size_t> order;
  std::optional<std::vector<double>> thresholds;
};

// Adds --method and the options of all methods. `given` must outlive the parsing.
void AddMethodOptions(CLI::App* command, GivenMethod* given);

// The method's options: the defaults, and what was given. Throws ValidationError if an option was
// given that means nothing to the method.
MethodOptions MakeMethodOptions(const GivenMethod& given);

// The same in place of a method's own options: thresholds that were given have precedence.
MethodOptions WithGiven(MethodOptions method, const GivenMethod& given);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_
