#include "engine/commands/method_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/commands/options.h"
#include "engine/count/ngram_key.h"
#include "engine/discover/methods.h"

namespace ciku {
namespace {

template <typename Value>
void Set(const std::optional<Value>& given, Value* value) {
  if (given) *value = *given;
}

// Set the options of each method that were given.
void Take(const GivenMethod& given, PairCutOptions* options) {
  Set(given.min_count, &options->min_count);
  Set(given.min_pmi, &options->min_pmi);
  Set(given.smoothing, &options->smoothing);
}

void Take(const GivenMethod& given, NgramOptions* options) {
  Set(given.min_count, &options->min_count);
  if (given.order) options->thresholds = NgramOptions::DefaultThresholds(*given.order);
  Set(given.order, &options->order);
  Set(given.thresholds, &options->thresholds);
}

void Take(const GivenMethod& given, WordFinderOptions* options) {
  Set(given.min_proba, &options->min_proba);
  Set(given.min_pmi, &options->min_pmi);
}

// The methods that an option belongs to, and whether it was given.
struct MethodOption {
  const char* name;
  std::vector<std::string> methods;
  bool (*is_given)(const GivenMethod&);
};

const std::vector<MethodOption>& OptionsOfMethods() {
  using Given = const GivenMethod&;
  static const std::vector<MethodOption> kOptions = {
      {"--min-count", {"pair-cut", "ngram"}, [](Given of) { return of.min_count.has_value(); }},
      {"--min-pmi", {"pair-cut", "word-finder"}, [](Given of) { return of.min_pmi.has_value(); }},
      {"--smoothing", {"pair-cut"}, [](Given of) { return of.smoothing.has_value(); }},
      {"--min-proba", {"word-finder"}, [](Given of) { return of.min_proba.has_value(); }},
      {"--order", {"ngram"}, [](Given of) { return of.order.has_value(); }},
      {"--thresholds", {"ngram"}, [](Given of) { return of.thresholds.has_value(); }}};
  return kOptions;
}

// Throws ValidationError if an option was given that the method does not have.
void CheckGiven(const GivenMethod& given, const std::string& name) {
  for (const MethodOption& option : OptionsOfMethods()) {
    const auto& methods = option.methods;
    const bool belongs = std::find(methods.begin(), methods.end(), name) != methods.end();
    if (belongs || !option.is_given(given)) continue;
    throw CLI::ValidationError(option.name, fmt::format("is an option of --method {1}, not of {0}",
                                                        name, fmt::join(methods, " and ")));
  }
}

void AddPairOptions(CLI::App* command, GivenMethod* given) {
  TakesNumber(
      command->add_option("--min-pmi", given->min_pmi,
                          "The pointwise mutual information, in nats, that a strong pair has at "
                          "least (pair-cut; default: 0) or exceeds (word-finder; default: 1)"),
      std::numeric_limits<double>::lowest());
  TakesNumber(
      command
          ->add_option(
              "--smoothing", given->smoothing,
              "Added to all counts when the pointwise mutual information is computed (pair-cut)")
          ->default_str("0"),
      0)
      ->type_name("G");
  TakesNumber(
      command
          ->add_option("--min-proba", given->min_proba,
                       "The probability that a strong pair, and a word, exceeds (word-finder)")
          ->default_str("1e-07"),
      std::numeric_limits<double>::min())
      ->type_name("P");
}

void AddNgramOptions(CLI::App* command, GivenMethod* given) {
  TakesCount(command
                 ->add_option("--order", given->order,
                              "The length of the longest n-grams that --method ngram weighs")
                 ->default_str("4"),
             2, kMaxOrder);
  command
      ->add_option("--thresholds", given->thresholds,
                   "The least cohesion of n-grams of 1, 2, ... symbols, in nats; one number for "
                   "each length up to --order (default: 0,2,4,...)")
      ->delimiter(',')
      ->type_name("X,X,...");
}

}  // namespace

void AddMethodOptions(CLI::App* command, GivenMethod* given) {
  std::vector<std::string> names;
  for (const MethodOptions& method : AllMethods()) names.emplace_back(MethodName(method));
  TakesName(
      command
          ->add_option(
              "--method", given->name,
              "How words are found: pair-cut cuts text between two neighbours that do not hold "
              "together; ngram cuts where no n-gram that holds together covers both neighbours; "
              "word-finder works like pair-cut but drops words that other words explain")
          ->capture_default_str(),
      names);
  TakesCount(command
                 ->add_option("--min-count", given->min_count,
                              "The least count of a strong pair or n-gram, and of a word "
                              "(pair-cut, ngram)")
                 ->default_str("10"),
             1);
  AddPairOptions(command, given);
  AddNgramOptions(command, given);
}

MethodOptions MakeMethodOptions(const GivenMethod& given) {
  const auto methods = AllMethods();
  const auto named = std::find_if(methods.begin(), methods.end(), [&](const auto& method) {
    return MethodName(method) == given.name;
  });
  return WithGiven(*named, given);
}

MethodOptions WithGiven(MethodOptions method, const GivenMethod& given) {
  CheckGiven(given, MethodName(method));
  std::visit([&](auto& of) { Take(given, &of); }, method);
  return method;
}

}  // namespace ciku
