#include "engine/commands/method_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "engine/count/ngram_key.h"
#include "engine/discover/methods.h"
#include "engine/discover/ngram_counts.h"
#include "engine/sweep/job.h"
#include "io/error.h"
#include "io/json.h"

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

void Take(const GivenMethod& given, UnigramOptions* options) {
  Set(given.min_count, &options->min_count);
  if (given.order) {
    options->seed_entropy = UnigramOptions::DefaultEntropies(*given.order);
    options->min_gain = UnigramOptions::DefaultGains(*given.order);
  }
  Set(given.order, &options->order);
  if (given.seed_count) options->seed_count = given.seed_count;
  Set(given.seed_entropy, &options->seed_entropy);
  Set(given.min_gain, &options->min_gain);
  Set(given.rounds, &options->rounds);
  Set(given.passes, &options->passes);
  Set(given.dictionary, &options->dictionary);
  if (given.only_new && !given.dictionary) throw CLI::RequiresError("--only-new", "--dictionary");
  options->only_new = given.only_new;
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
      {"--min-count",
       {"unigram", "pair-cut", "ngram"},
       [](Given of) { return of.min_count.has_value(); }},
      {"--min-pmi", {"pair-cut", "word-finder"}, [](Given of) { return of.min_pmi.has_value(); }},
      {"--smoothing", {"pair-cut"}, [](Given of) { return of.smoothing.has_value(); }},
      {"--min-proba", {"word-finder"}, [](Given of) { return of.min_proba.has_value(); }},
      {"--order", {"unigram", "ngram"}, [](Given of) { return of.order.has_value(); }},
      {"--thresholds", {"ngram"}, [](Given of) { return of.thresholds.has_value(); }},
      {"--seed-count", {"unigram"}, [](Given of) { return of.seed_count.has_value(); }},
      {"--seed-entropy", {"unigram"}, [](Given of) { return of.seed_entropy.has_value(); }},
      {"--min-gain", {"unigram"}, [](Given of) { return of.min_gain.has_value(); }},
      {"--rounds", {"unigram"}, [](Given of) { return of.rounds.has_value(); }},
      {"--passes", {"unigram"}, [](Given of) { return of.passes.has_value(); }},
      {"--dictionary", {"unigram"}, [](Given of) { return of.dictionary.has_value(); }},
      {"--only-new", {"unigram"}, [](Given of) { return of.only_new; }}};
  return kOptions;
}

bool Belongs(const MethodOption& option, const std::string& method) {
  return std::find(option.methods.begin(), option.methods.end(), method) != option.methods.end();
}

// Throws ValidationError if an option was given that the method does not have.
void CheckGiven(const GivenMethod& given, const std::string& name) {
  for (const MethodOption& option : OptionsOfMethods()) {
    if (Belongs(option, name) || !option.is_given(given)) continue;
    const std::string methods = fmt::format("{}", fmt::join(option.methods, " and "));
    const std::string others =
        given.name ? "not of " + name : "and no method has all the options that are given";
    throw CLI::ValidationError(
        fmt::format("{} is an option of --method {}, {}", option.name, methods, others));
  }
}

void AddPairOptions(CLI::App* command, GivenMethod* given) {
  TakesNumber(
      command
          ->add_option("--min-pmi", given->min_pmi,
                       "The pointwise mutual information of strong pairs, in nats: they have at "
                       "least this much (pair-cut) or more (word-finder)")
          ->default_str("0 for pair-cut, 1 for word-finder"),
      std::numeric_limits<double>::lowest());
  TakesNumber(
      command
          ->add_option("--smoothing", given->smoothing,
                       "Added to all counts for the pointwise mutual information (pair-cut)")
          ->default_str("0"),
      0)
      ->type_name("G");
  TakesNumber(
      command
          ->add_option("--min-proba", given->min_proba,
                       "The probability that a strong pair, and a word, exceeds (word-finder)")
          ->default_str("1e-07"),
      std::numeric_limits<double>::min(), 1)
      ->type_name("P");
}

// Takes finite numbers, separated by commas.
void TakesNumbers(CLI::Option* option) {
  option->delimiter(',')->allow_extra_args(false);  // an input may follow
  TakesNumber(option, std::numeric_limits<double>::lowest())->type_name("X,X,...");
}

void AddNgramOptions(CLI::App* command, GivenMethod* given) {
  TakesCount(command
                 ->add_option("--order", given->order,
                              "The length of the longest words (unigram), or of the longest "
                              "n-grams that are weighed (ngram); at most 8")
                 ->default_str("8 for unigram, 4 for ngram"),
             2, kMaxOrder);
  TakesNumbers(command
                   ->add_option("--thresholds", given->thresholds,
                                "The least cohesion of n-grams, in nats; one number for each "
                                "length, 1, 2, ..., up to --order "
                                "(ngram)")
                   ->default_str("0,2,4,..."));
}

void AddUnigramOptions(CLI::App* command, GivenMethod* given) {
  TakesCount(command
                 ->add_option("--seed-count", given->seed_count,
                              "The least count of the n-grams to begin with (unigram)")
                 ->default_str("a 25 millionth of the symbols, but at least 2"),
             1);
  TakesNumbers(command
                   ->add_option("--seed-entropy", given->seed_entropy,
                                "The least boundary entropy of these n-grams, in nats; one number "
                                "for each length, 2, 3, ..., "
                                "up to --order")
                   ->default_str("0.3,0.6,1,1.5,1.5,..."));
  TakesNumbers(command
                   ->add_option("--min-gain", given->min_gain,
                                "The least gain of a word: by how much, in nats, the logarithm of "
                                "its probability exceeds "
                                "that of its parts, for words of 2, 3, ... symbols; one number for "
                                "each length up to --order "
                                "(unigram)")
                   ->default_str("3,6.5,12,18,22,26,30"));
  TakesCount(command
                 ->add_option("--rounds", given->rounds,
                              "How often words that gain too little are dropped (unigram)")
                 ->default_str("3"),
             1, 100);
  TakesCount(command
                 ->add_option("--passes", given->passes,
                              "How often text is divided in each round (unigram)")
                 ->default_str("2"),
             1, 100);
  command
      ->add_option(
          "--dictionary", given->dictionary,
          "A lexicon whose words are taken for granted (unigram): text is divided by them, too, "
          "and they are never dropped. Words that hold a unit, such as a number, cannot be found")
      ->type_name("LEXICON");
  command->add_flag("--only-new", given->only_new,
                    "Lists only words that are not in the dictionary: those that it does not "
                    "explain");
}

}  // namespace

void AddMethodOptions(CLI::App* command, GivenMethod* given) {
  std::vector<std::string> names;
  for (const MethodOptions& method : AllMethods()) names.emplace_back(MethodName(method));
  TakesName(
      command
          ->add_option(
              "--method", given->name,
              "How words are found: unigram divides text into the words that make it most probable "
              "and drops words that explain too little of it; pair-cut cuts text between two "
              "neighbours that do not hold together; ngram cuts where no n-gram that holds "
              "together "
              "covers both neighbours; word-finder works like pair-cut but drops words that other "
              "words explain")
          ->default_str("unigram, or the first of these that has all the options that are given"),
      names);
  TakesCount(command
                 ->add_option("--min-count", given->min_count,
                              "The least count of a word that is listed; also of a strong pair "
                              "(pair-cut) and of an n-gram that holds together (ngram)")
                 ->default_str("1 for unigram, 10 for pair-cut and ngram"),
             1);
  AddUnigramOptions(command, given);
  AddPairOptions(command, given);
  AddNgramOptions(command, given);
}

std::string MethodNameOf(const GivenMethod& given) {
  if (given.name) return *given.name;
  const auto fits = [&](const std::string& method) {
    const auto& options = OptionsOfMethods();
    return std::all_of(options.begin(), options.end(), [&](const MethodOption& option) {
      return Belongs(option, method) || !option.is_given(given);
    });
  };
  for (const MethodOptions& method : AllMethods()) {
    const std::string name(MethodName(method));
    if (fits(name)) return name;
  }
  return std::string(MethodName(MethodOptions()));
}

void NoteMethod(const GivenMethod& given, bool quiet) {
  const std::string name = MethodNameOf(given);
  if (given.name || name == MethodName(MethodOptions())) return;
  for (const MethodOption& option : OptionsOfMethods()) {
    if (!option.is_given(given) || Belongs(option, "unigram")) continue;
    return Note(quiet, fmt::format("{}: the words are found by --method {}", option.name, name));
  }
}

MethodOptions MakeMethodOptions(const GivenMethod& given) {
  const auto methods = AllMethods();
  const std::string name = MethodNameOf(given);
  const auto named = std::find_if(methods.begin(), methods.end(),
                                  [&](const auto& method) { return MethodName(method) == name; });
  return WithGiven(*named, given);
}

MethodOptions MethodForCounts(const std::string& counts, GivenMethod given) {
  const size_t order = NgramCounts(counts).order();
  const size_t usual = NgramOptions().order;
  if (MethodNameOf(given) == "ngram" && !given.order && order >= 2) {
    given.order = std::min(order, usual);
  }
  return MakeMethodOptions(given);
}

void CheckAgrees(const GivenMethod& given, const MethodOptions& weighed, const std::string& path) {
  const std::string name = MethodName(weighed);
  GivenMethod asked = given;
  asked.name = given.name.value_or(name);
  const Json has = NamedAsOptions(DescribeMethod(weighed));
  const Json asks = NamedAsOptions(DescribeMethod(MakeMethodOptions(asked)));
  const auto check = [&](const std::string& option) {
    if (asks.at(option) == has.at(option)) return;
    throw UsageError(fmt::format(
        "{}: was weighed with {} {}, not {}; weigh the counts again, or leave the option out",
        Printable(path), option, PlainText(has.at(option)), PlainText(asks.at(option))));
  };
  check("--method");
  for (const MethodOption& option : OptionsOfMethods()) {
    if (option.is_given(given)) check(option.name);
  }
}

void WarnOfRules(const MethodOptions& method, Rules rules, const std::string& path) {
  if (rules == UsualRules(method)) return;
  Warn(fmt::format("{} was counted with --rules {}; --method {} usually goes with --rules {}",
                   Printable(path), RulesName(rules), MethodName(method),
                   RulesName(UsualRules(method))));
}

MethodOptions WithGiven(MethodOptions method, const GivenMethod& given) {
  CheckGiven(given, MethodName(method));
  std::visit([&](auto& of) { Take(given, &of); }, method);
  return method;
}

}  // namespace ciku
