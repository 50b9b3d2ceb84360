#include "engine/commands/method_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "engine/commands/options.h"

namespace ciku {
namespace {

constexpr const char* kPairCut = "pair-cut";
constexpr const char* kWordFinder = "word-finder";
constexpr const char* kNgram = "ngram";

// Which methods have an option.
const std::vector<std::pair<const char*, std::vector<std::string>>>& OptionsOfMethods() {
  static const std::vector<std::pair<const char*, std::vector<std::string>>> kOptions = {
      {"--min-count", {kPairCut, kNgram}},
      {"--min-pmi", {kPairCut, kWordFinder}},
      {"--smoothing", {kPairCut}},
      {"--min-proba", {kWordFinder}},
      {"--order", {kNgram}},
      {"--thresholds", {kNgram}}};
  return kOptions;
}

void AddPairOptions(CLI::App* command, MethodOptions* options) {
  TakesNumber(
      command->add_option_function<double>(
          "--min-pmi",
          [options](double min_pmi) { options->pair.min_pmi = options->finder.min_pmi = min_pmi; },
          "The pointwise mutual information that a strong pair has at least (pair-cut), or "
          "is over (word-finder), in nats (default: 0 and 1)"),
      std::numeric_limits<double>::lowest());
  TakesNumber(command
                  ->add_option("--smoothing", options->pair.smoothing,
                               "Added to all counts in that measure")
                  ->capture_default_str(),
              0)
      ->type_name("G");
  TakesNumber(command
                  ->add_option("--min-proba", options->finder.min_proba,
                               "The probability that a strong pair, or a word, is over "
                               "(word-finder)")
                  ->capture_default_str(),
              std::numeric_limits<double>::min())
      ->type_name("P");
}

void AddNgramOptions(CLI::App* command, MethodOptions* options) {
  NgramOptions& ngram = options->ngram;
  TakesCount(
      command->add_option("--order", ngram.order, "The longest n-grams that --method ngram weighs")
          ->capture_default_str(),
      2, kMaxOrder);
  CLI::Option* const thresholds =
      command
          ->add_option("--thresholds", ngram.thresholds,
                       "The least cohesion of n-grams of 1, 2, ... symbols, in nats; as many as "
                       "--order says (default: 0,2,4,...)")
          ->delimiter(',')
          ->type_name("X,X,...");
  command->parse_complete_callback([=, &ngram] {
    for (const auto& [option, methods] : OptionsOfMethods()) {
      if (command->count(option) > 0) options->named.emplace_back(option);
    }
    options->pair.min_count = ngram.min_count = options->min_count;
    if (thresholds->empty()) ngram.thresholds = NgramOptions::DefaultThresholds(ngram.order);
  });
}

}  // namespace

void AddMethodOptions(CLI::App* command, MethodOptions* options) {
  TakesName(command
                ->add_option("--method", options->name,
                             "How words are found: pair-cut cuts text where two neighbours do "
                             "not hold together; ngram, where no n-gram that does covers both; "
                             "word-finder as pair-cut, but drops words that others explain")
                ->capture_default_str(),
            {kPairCut, kNgram, kWordFinder});
  TakesCount(command
                 ->add_option("--min-count", options->min_count,
                              "The least count of a strong pair or n-gram, and of a word "
                              "(pair-cut, ngram)")
                 ->capture_default_str(),
             1);
  AddPairOptions(command, options);
  AddNgramOptions(command, options);
}

bool MethodOptions::Has(const char* option) const {
  return std::find(named.begin(), named.end(), option) != named.end();
}

void CheckMethodOptions(const MethodOptions& options) {
  for (const auto& [option, methods] : OptionsOfMethods()) {
    const bool belongs = std::find(methods.begin(), methods.end(), options.name) != methods.end();
    if (belongs || !options.Has(option)) continue;
    throw CLI::ValidationError(option, fmt::format("means nothing to --method {}, but to {}",
                                                   options.name, fmt::join(methods, " and ")));
  }
}

Json DescribeMethod(const MethodOptions& options) {
  Json described = {{"method", options.name}};
  if (options.name == kWordFinder) {
    described.update(
        {{"min_proba", options.finder.min_proba}, {"min_pmi", options.finder.min_pmi}});
    return described;
  }
  described["min_count"] = options.min_count;
  if (options.name == kNgram) {
    described.update({{"order", options.ngram.order}, {"thresholds", options.ngram.thresholds}});
  } else {
    described.update({{"min_pmi", options.pair.min_pmi}, {"smoothing", options.pair.smoothing}});
  }
  return described;
}

MethodOptions MethodFrom(const Json& named, MethodOptions options) {
  options.name = named.at("--method").get<std::string>();
  CheckMethodOptions(options);
  if (options.name == kWordFinder) {
    if (!options.Has("--min-proba"))
      options.finder.min_proba = named.at("--min-proba").get<double>();
  } else if (!options.Has("--min-count")) {
    options.min_count = CountIn(named, "--min-count");
  }
  return options;
}

WordRule RuleFor(const MethodOptions& options, uint64_t pieces) {
  if (options.name == kWordFinder) {
    return {.min_count = LeastWordCount(pieces, options.finder.min_proba), .drop_redundant = true};
  }
  return {.min_count = options.min_count};
}

std::unique_ptr<Method> MakeMethod(const MethodOptions& options, const Symbols& symbols,
                                   const MemoryPlan& plan) {
  if (options.name == kNgram) return MakeNgramCut(symbols, plan, options.ngram);
  if (options.name == kWordFinder) return MakeWordFinder(symbols, plan, options.finder);
  return MakePairCut(symbols, plan, options.pair);
}

}  // namespace ciku
