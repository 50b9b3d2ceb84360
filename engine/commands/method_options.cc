#include "engine/commands/method_options.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/commands/options.h"

namespace ciku {
namespace {

constexpr const char* kPairCut = "pair-cut";
constexpr const char* kNgram = "ngram";

void AddPairOptions(CLI::App* command, PairCutOptions* options) {
  TakesNumber(command
                  ->add_option("--min-pmi", options->min_pmi,
                               "The least pointwise mutual information of a strong pair, in nats")
                  ->capture_default_str(),
              std::numeric_limits<double>::lowest());
  TakesNumber(
      command->add_option("--smoothing", options->smoothing, "Added to all counts in that measure")
          ->capture_default_str(),
      0)
      ->type_name("G");
}

void AddNgramOptions(CLI::App* command, MethodOptions* options) {
  NgramOptions& ngram = options->ngram;
  CLI::Option* const order = TakesCount(
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
    options->min_count_named = command->count("--min-count") > 0;
    options->order_named = !order->empty();
    options->thresholds_named = !thresholds->empty();
    options->pair.min_count = ngram.min_count = options->min_count;
    if (thresholds->empty()) ngram.thresholds = NgramOptions::DefaultThresholds(ngram.order);
  });
}

}  // namespace

void AddMethodOptions(CLI::App* command, MethodOptions* options) {
  TakesName(command
                ->add_option("--method", options->name,
                             "How words are found: pair-cut cuts text where two neighbours do "
                             "not hold together; ngram, where no n-gram that does covers both")
                ->capture_default_str(),
            {kPairCut, kNgram});
  TakesCount(command
                 ->add_option("--min-count", options->min_count,
                              "The least count of a strong pair or n-gram, and of a word")
                 ->capture_default_str(),
             1);
  AddPairOptions(command, &options->pair);
  AddNgramOptions(command, options);
}

Json DescribeMethod(const MethodOptions& options) {
  Json described = {{"method", options.name}, {"min_count", options.min_count}};
  if (options.name == kNgram) {
    described.update({{"order", options.ngram.order}, {"thresholds", options.ngram.thresholds}});
  } else {
    described.update({{"min_pmi", options.pair.min_pmi}, {"smoothing", options.pair.smoothing}});
  }
  return described;
}

Json NamedAsOptions(const Json& described) {
  Json named = Json::object();
  for (const auto& [key, value] : described.items()) {
    std::string name = "--" + key;
    std::replace(name.begin(), name.end(), '_', '-');
    named[name] = value;
  }
  return named;
}

std::unique_ptr<Method> MakeMethod(const MethodOptions& options, const Symbols& symbols,
                                   const MemoryPlan& plan) {
  if (options.name == kNgram) return MakeNgramCut(symbols, plan, options.ngram);
  return MakePairCut(symbols, plan, options.pair);
}

}  // namespace ciku
