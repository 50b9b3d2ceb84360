#include "engine/discover/unigram.h"

#include <fmt/core.h>

#include <bit>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "engine/count/dense_counter.h"
#include "engine/discover/count_units.h"
#include "engine/discover/dictionary_words.h"
#include "engine/discover/divide_runs.h"
#include "engine/discover/mined_words.h"
#include "engine/discover/prune_words.h"
#include "engine/discover/seeds.h"
#include "engine/lexicon/added_counts.h"
#include "engine/sweep/job.h"
#include "engine/text/run_split_rule.h"
#include "io/error.h"

namespace ciku {
namespace {

// The name under which a work folder holds the words after the last finished step.
constexpr const char* kWords = "unigram words";

std::vector<double> Defaults(std::initializer_list<double> first, size_t order) {
  std::vector<double> values(first);
  values.resize(order - 1, values.back());
  return values;
}

void CheckThresholds(const char* option, const std::vector<double>& thresholds, size_t order) {
  if (thresholds.size() + 1 == order) return;
  throw UsageError(
      fmt::format("{}: {} thresholds do not fit --order {}: one is needed for each "
                  "length from 2 on",
                  option, thresholds.size(), order));
}

// Throws UsageError if n-grams were left out that seeds depend on: seeds themselves, or neighbours
// of seeds. A neighbour that occurs once adds nothing to a boundary entropy (NeighbourSum).
void CheckHolds(const NgramCounts& counts, const UnigramOptions& options) {
  constexpr uint64_t kMostLeftOut = 2;
  const CountsFile& file = counts.file();
  if (file.min_count() <= kMostLeftOut) {
    return file.CheckHolds(LeastSeedCount(options, counts.total("symbols")), "--seed-count");
  }
  throw UsageError(
      fmt::format("{}: was merged with --min-count {} and lacks rare neighbours of words, which "
                  "--method unigram needs; --min-count {} is the most that it allows",
                  Printable(file.path()), file.min_count(), kMostLeftOut));
}

void Check(const UnigramOptions& options, const MiningRun& run) {
  CheckThresholds("--seed-entropy", options.seed_entropy, options.order);
  CheckThresholds("--min-gain", options.min_gain, options.order);
  if (run.has_counts()) CheckHolds(run.counts(), options);
  if (run.symbols().units() != nullptr) return;
  if (run.has_counts()) {
    throw UsageError(Printable(run.counts().file().path()) +
                     ": was counted without units; count again with --rules units");
  }
  throw UsageError(
      "--method unigram needs --rules units, by which numbers, Latin words and punctuation "
      "separate "
      "runs");
}

// The passes from the seeds to the words that are left.
class UnigramPasses {
 public:
  // Run and options must outlive the passes.
  UnigramPasses(const MiningRun& run, const UnigramOptions& options,
                std::optional<LexiconFormat> dictionary_format)
      : run_(run), options_(options), dictionary_format_(dictionary_format) {}

  void Run() {
    Restore();
    Step(SeedPasses(), [&] { FindAllSeeds(); });
    if (!options_.dictionary.empty()) Step({kCountDictionaryWords}, [&] { AddDictionary(); });
    for (size_t round = 0; round < options_.rounds; ++round) {
      for (size_t pass = 0; pass < options_.passes; ++pass) {
        const bool last = round + 1 == options_.rounds && pass + 1 == options_.passes;
        const std::string name = DivisionName(++divisions_);
        Step({name}, [&] { Divide(name, last); });
      }
      Step({}, [&] { Prune(); });
    }
  }

  const UnigramWords& words() const { return words_; }

  // What the last division tells about the words.
  WordScores TakeScores() {
    return {std::move(words_), std::move(stretches_), std::move(gains_), options_.min_gain};
  }

  MineFigures figures() const {
    MineFigures figures;
    figures.input = seeds_.input;
    figures.symbols = seeds_.symbols;
    figures.distinct = number_of_seeds_;
    if (!HasLongWord()) figures.too_high = too_high_;
    figures.not_in_runs = not_in_runs_;
    figures.strong = words_.size();
    figures.pieces = tokens_;
    figures.spilled_bytes = seeds_.spilled_bytes;
    if (run_.has_counts()) {
      figures.uncounted_inputs = CountMissingInputs(run_.corpus(), run_.counts().file());
    }
    figures.terms = kUnigramTerms;
    figures.threads = run_.plan().sweep.threads;
    figures.block_size = run_.plan().sweep.reader.limits.block_size;
    return figures;
  }

 private:
  // Takes a step, unless an earlier run has. Records the words that are left, in place of what the
  // passes `used_up` have recorded.
  template <typename Work>
  void Step(const std::vector<std::string>& used_up, const Work& work) {
    if (++steps_ <= recorded_steps_) return;
    work();
    WorkFolder* const folder = run_.storage().work();
    if (folder == nullptr) return;
    const Json state = {{"steps", steps_},
                        {"words", words_.Save(folder)},
                        {"tokens", tokens_},
                        {"seeds", number_of_seeds_},
                        {"too_high", too_high_},
                        {"not_in_runs", not_in_runs_.words},
                        {"not_in_runs_example", not_in_runs_.example},
                        {"symbols", seeds_.symbols},
                        {"spilled_bytes", seeds_.spilled_bytes},
                        {"input", DescribeInput(seeds_.input)},
                        {"values", SaveValues(folder)}};
    Json states = {{kWords, state}};
    for (const std::string& pass : used_up) states[pass] = nullptr;
    folder->Record(states);
  }

  void Restore() {
    if (run_.storage().work() == nullptr) return;
    const Json& saved = run_.storage().work()->Find(kWords);
    if (saved.is_null()) return;
    recorded_steps_ = CountIn(saved, "steps");
    words_ = UnigramWords::Restore(*run_.storage().work(), saved.at("words"));
    tokens_ = CountIn(saved, "tokens");
    number_of_seeds_ = CountIn(saved, "seeds");
    too_high_ = saved.at("too_high");
    not_in_runs_ = {CountIn(saved, "not_in_runs"), saved.at("not_in_runs_example")};
    seeds_.symbols = CountIn(saved, "symbols");
    seeds_.spilled_bytes = CountIn(saved, "spilled_bytes");
    seeds_.input = InputFiguresFrom(saved.at("input"));
    RestoreValues(saved.at("values"));
  }

  // The stretches and gains of the words, as far as they are known.
  Json SaveValues(WorkFolder* folder) const {
    EntryWriter<uint64_t> writer(folder->Create());
    WriteCounts(stretches_, &writer);
    std::vector<uint64_t> bits;
    for (const double gain : gains_) bits.push_back(std::bit_cast<uint64_t>(gain));
    WriteCounts(bits, &writer);
    return folder->NameOf(writer.Finish());
  }

  void RestoreValues(const Json& saved) {
    const BlockFile file = run_.storage().work()->OpenBlockFile(saved);
    stretches_.resize(words_.size());
    ReadCounts(file, 0, &stretches_);
    std::vector<uint64_t> bits(words_.size());
    ReadCounts(file, 1, &bits);
    gains_.clear();
    for (const uint64_t gain : bits) gains_.push_back(std::bit_cast<double>(gain));
  }

  void FindAllSeeds() {
    words_ = FindSeeds(run_, options_, &seeds_, &kept_);
    if (!HasLongWord()) {
      const bool rare = seeds_.most_frequent_pair < seeds_.least_count;
      too_high_ = seeds_.most_frequent_pair == 0 ? "" : rare ? "--seed-count" : "--seed-entropy";
    }
    // With counts from a file, the size of the text is not known before the first division.
    if (run_.has_counts() && options_.rounds * options_.passes == 1) ReadText();
    number_of_seeds_ = words_.size();
  }

  // Adds the words of the dictionary. Those that are no seeds are counted first.
  void AddDictionary() {
    Dictionary dictionary = ReadDictionary(options_.dictionary, dictionary_format_, run_.symbols(),
                                           run_.plan().pairs / 8);
    not_in_runs_ = std::move(dictionary.not_in_runs);
    SweepMeter meter;
    run_.observer()->Sweep(kCountDictionaryWords, run_.corpus().total_bytes(), meter, nullptr, [&] {
      CountOccurrences(SweepNamed(kCountDictionaryWords), &dictionary.words, &meter);
      return Figures{{"words", uint64_t{dictionary.words.size()}}};
    });
    words_ = Merged(words_, dictionary.words);
    number_of_seeds_ = words_.size();
  }

  DivisionSweep SweepNamed(const std::string& name) const {
    return {name, run_.corpus(), run_.symbols(), run_.plan().sweep, run_.storage(), run_.strict()};
  }

  void ReadText() {
    SweepMeter meter;
    run_.observer()->Sweep("read text", run_.corpus().total_bytes(), meter, nullptr, [&] {
      Sweep(run_.corpus(), run_.plan().sweep, *MakeRunSplitRule(run_.symbols(), {}), &meter,
            [](const Text&) {});
      return Figures{{"records", meter.records.load()}};
    });
    seeds_.input = InputFigures(meter);
  }

  // Divides all runs and counts the words anew. A word that is never a token has no probability
  // from then on, and goes. The last division also finds stretches.
  void Divide(const std::string& name, bool last) {
    SweepMeter meter;
    const auto divide = [&] {
      DivisionSweep sweep = SweepNamed(name);
      if (last) sweep.text_bytes = seeds_.input.text_bytes;
      const UnigramModel model(words_);
      CheckMemory(model, last);
      Division division =
          kept_ ? DivideRuns(kept_.get(), model, words_.size(), sweep.config.threads, last)
                : DivideRuns(sweep, model, words_.size(), &meter);
      if (seeds_.input.text_bytes == 0) seeds_.input = InputFigures(meter);
      tokens_ = division.tokens;
      TakeCounts(&division, &words_);
      stretches_ = std::move(division.stretches);
      gains_.clear();
      return Figures{{"tokens", tokens_}, {"words", uint64_t{words_.size()}}};
    };
    if (kept_) {
      run_.observer()->Pass(name, divide);
    } else {
      run_.observer()->Sweep(name, run_.corpus().total_bytes(), meter, nullptr, divide);
    }
  }

  // Throws UsageError if the words take too much memory for a division.
  void CheckMemory(const UnigramModel& model, bool last) {
    const auto fits = [&](const MemoryPlan& plan) {
      const size_t division = DivisionMemory(model, plan.sweep.threads, last);
      return words_.bytes() + model.bytes() + division + (kept_ ? kept_->bytes() : 0) <= plan.pairs;
    };
    if (!fits(run_.plan())) kept_.reset();
    if (!fits(run_.plan())) run_.Refuse(fmt::format("{} words", words_.size()), fits);
  }

  // Drops, all at once, words that are rare or gain too little over their parts.
  void Prune() {
    run_.observer()->Pass("drop words", [&] {
      gains_ = GainsOf(words_, run_.plan().sweep.threads);
      std::vector<uint8_t> keeps(words_.size());
      for (size_t word = 0; word < words_.size(); ++word) {
        keeps[word] = words_.stays(word) || Earns(word) ? 1 : 0;
      }
      Keep(keeps);
      return Figures{{"words", uint64_t{words_.size()}}};
    });
  }

  // Whether a word of two symbols or more is frequent enough and gains enough.
  bool Earns(size_t word) const {
    return words_.count(word) >= 2 && gains_[word] >= options_.min_gain[words_.Length(word) - 2];
  }

  // Whether there is a word of two symbols or more.
  bool HasLongWord() const {
    for (size_t word = 0; word < words_.size(); ++word) {
      if (words_.Length(word) > 1) return true;
    }
    return false;
  }

  // Removes the words for which keeps[word] is 0, and what is known of them.
  void Keep(const std::vector<uint8_t>& keeps) {
    words_.Keep(keeps);
    KeepValues(keeps, &stretches_);
    KeepValues(keeps, &gains_);
  }

  const MiningRun& run_;
  const UnigramOptions& options_;
  const std::optional<LexiconFormat> dictionary_format_;
  SeedFigures seeds_;
  uint64_t number_of_seeds_ = 0;
  // The option whose threshold is too high for long words, if there are none; "" if there are no
  // two symbols side by side.
  std::string too_high_ = "--min-gain";
  NotInRuns not_in_runs_;
  UnigramWords words_;
  std::unique_ptr<KeptRuns> kept_;  // null if later sweeps read the corpus
  // By word; empty as long as they are not known.
  std::vector<uint64_t> stretches_;
  std::vector<double> gains_;
  size_t divisions_ = 0;
  uint64_t steps_ = 0;
  uint64_t recorded_steps_ = 0;
  uint64_t tokens_ = 0;
};

// Calls visit(word, count) for the words that occur at least `min_count` times, with the counts of
// `added`, and leave_out(word) for the words of `added` that no run can hold.
void ForEachUnigramWord(const UnigramWords& words, const Symbols& symbols, uint64_t min_count,
                        const Lexicon& added, const WordVisit& visit,
                        const std::function<void(std::string_view)>& leave_out) {
  AddedCounts additions(added);
  const auto add = [&](std::string_view word, uint64_t count) {
    if (count >= min_count) visit(word, count);
  };
  std::string text;
  for (size_t word = 0; word < words.size(); ++word) {
    text.clear();
    for (const SymbolId id : words.At(word)) symbols.AppendUtf8(id, &text);
    add(text, words.count(word) + additions.Take(text));
  }
  additions.ForEachLeft([&](std::string_view word, uint64_t count) {
    symbols.AreSymbols(word) ? add(word, count) : leave_out(word);
  });
}

}  // namespace

std::vector<double> UnigramOptions::DefaultEntropies(size_t order) {
  return Defaults({0.3, 0.6, 1.0, 1.5}, order);
}

std::vector<double> UnigramOptions::DefaultGains(size_t order) {
  return Defaults({3, 6.5, 12, 18, 22, 26, 30}, order);
}

std::string DivisionName(size_t number) { return fmt::format("{} {}", kDivideRuns, number); }

Json DescribeThresholds(const UnigramOptions& options) {
  Json described = {{"order", options.order},       {"seed_entropy", options.seed_entropy},
                    {"min_gain", options.min_gain}, {"rounds", options.rounds},
                    {"passes", options.passes},     {"min_count", options.min_count}};
  if (options.seed_count) described["seed_count"] = *options.seed_count;
  if (!options.dictionary.empty()) described["dictionary"] = options.dictionary;
  if (options.only_new) described["only_new"] = true;
  return described;
}

void ReadThresholds(const Json& named, UnigramOptions* options) {
  named.at("--order").get_to(options->order);
  named.at("--seed-entropy").get_to(options->seed_entropy);
  named.at("--min-gain").get_to(options->min_gain);
  named.at("--rounds").get_to(options->rounds);
  named.at("--passes").get_to(options->passes);
  named.at("--min-count").get_to(options->min_count);
}

WordRule WordRuleOf(const UnigramOptions& options, uint64_t /*tokens*/) {
  return {.min_count = options.min_count};
}

std::unique_ptr<Method> MakeMethodOf(const UnigramOptions& /*options*/, const Symbols& /*symbols*/,
                                     const MemoryPlan& /*plan*/) {
  return nullptr;
}

MinedLexicon RunUnigramPasses(MiningRun* run, const MineOptions& options, const WordChoice& choice,
                              const Storage& storage, Observer* observer) {
  const auto& unigram = std::get<UnigramOptions>(options.method);
  Check(unigram, *run);
  UnigramPasses passes(*run, unigram, options.lexicon_format);
  passes.Run();

  const std::unique_ptr<UnitCounts> units = UnitsListed(*run, options);
  auto words = std::make_unique<MinedWords>(options, storage);
  observer->Pass("rank words", [&] {
    // With units, those of the added words are listed by UnitCounts.
    const auto leave_out = [&](std::string_view word) {
      if (units == nullptr) words->left_out()->Add(word);
    };
    const auto visit_all = [&](uint64_t min_count, const WordVisit& visit) {
      ForEachUnigramWord(passes.words(), run->symbols(), min_count, choice.added(), visit,
                         leave_out);
    };
    const WordRule rule = WordRuleOf(unigram, 0);
    const CounterConfig ranking{run->plan().ranking, run->plan().sweep.threads, storage.spills()};
    const uint64_t ranked =
        words->Rank(choice, rule, run->plan().strong, ranking, visit_all, units.get());
    if (words->needs_words()) words->Hold(run->symbols(), run->plan());
    return Figures{{"words", ranked}};
  });
  if (words->needs_measuring()) {
    words->Measure(run->corpus(), run->symbols(), run->plan(), observer);
  }
  const MineFigures figures = passes.figures();
  if (words->needs_division(true)) words->Score(passes.TakeScores());
  words->Finish(figures, run->TakeSymbols());
  return MinedLexicon(std::move(words));
}

}  // namespace ciku
