// Which method finds the words, and its thresholds.
#ifndef CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/discover/method.h"
#include "engine/discover/ngram_cut.h"
#include "engine/discover/pair_cut.h"
#include "engine/discover/pieces.h"
#include "engine/discover/word_finder.h"
#include "io/manifest.h"

namespace ciku {

struct MethodOptions {
  std::string name = "pair-cut";
  uint64_t min_count = 10;  // of a strong pair or n-gram, and of a word
  PairCutOptions pair;
  WordFinderOptions finder;
  NgramOptions ngram;
  std::vector<std::string> named;  // those of these options that were given

  bool Has(const char* option) const;
};

// Adds --method and the options of all methods. `options` must outlive the parsing.
void AddMethodOptions(CLI::App* command, MethodOptions* options);

// Throws ValidationError where an option was given that means nothing to the method.
void CheckMethodOptions(const MethodOptions& options);

// The method and its thresholds, and nothing of other methods, as in reports.
Json DescribeMethod(const MethodOptions& options);

// The same from the options under their names, which NamedAsOptions gave, for what is about words
// alone; thresholds that were given to `options` have precedence. Throws as CheckMethodOptions.
MethodOptions MethodFrom(const Json& named, MethodOptions options);

// Which of `pieces` pieces the method takes for words.
WordRule RuleFor(const MethodOptions& options, uint64_t pieces);

std::unique_ptr<Method> MakeMethod(const MethodOptions& options, const Symbols& symbols,
                                   const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_METHOD_OPTIONS_H_
