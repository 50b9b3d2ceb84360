#include "engine/templates/find_templates.h"

#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/lexicon/about_tokenizer.h"
#include "engine/sweep/job.h"
#include "engine/templates/count_words.h"
#include "engine/templates/link_runs.h"
#include "engine/templates/skip_grams.h"
#include "engine/templates/template_grower.h"
#include "engine/templates/template_list.h"
#include "engine/templates/template_plan.h"
#include "engine/text/alphabet.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

// Everything, besides the inputs, that the counts depend on. The options that say which templates
// are listed, and in which format, may change when a run is resumed.
Json AboutTemplates(const TemplateOptions& options, const Tokenizer* tokenizer) {
  Json about = {{"--alphabet", AlphabetName(options.alphabet)},
                {"--strict", options.strict},
                {"--tokenized", tokenizer == nullptr},
                {"--window", options.window},
                {"--min-proba", options.min_proba},
                {"--min-pmi", options.min_pmi},
                {"--weight", NameOf(kPathWeights, options.weight)},
                {"--min-count", options.min_count}};
  if (tokenizer != nullptr) about.update(AboutTokenizer(*tokenizer));
  return about;
}

// The search: its passes, and the data that they hand on.
class TemplateSearch {
 public:
  // All arguments must outlive the search.
  TemplateSearch(const Corpus& corpus, const Corpus* searched, const TemplateOptions& options,
                 const Tokenizer* tokenizer, const Resources& resources, const Storage& storage,
                 Observer* observer)
      : corpus_(corpus),
        searched_(searched),
        options_(options),
        tokenizer_(tokenizer),
        resources_(resources),
        storage_(storage),
        observer_(observer),
        plan_(TemplatePlan::Make(resources, corpus, tokenizer)) {
    BeginJob("templates", AboutTemplates(options, tokenizer), corpus, storage, observer);
  }

  Templates Run() {
    const TokenRuns runs(options_.alphabet, tokenizer_);
    // The sweep over the corpus: text -> runs of tokens, which all later passes read, and counts of
    // words.
    SweepWords(corpus_, runs);
    // From here on, words that occur often enough to matter have numbers; all others are alike.
    RankWords();
    // Sweeps over the runs: a sieve of their pairs, then exact counts of the pairs that may be
    // frequent enough; some of these become links.
    SweepSkipGrams();
    // If another corpus is searched, its runs take the place of the first one's.
    if (searched_ != nullptr) {
      SweepWords(*searched_, runs);
      AddWords();
    }
    // Runs with links, and the number of their paths. Probabilities of templates are shares of it.
    SweepPaths();
    // Sweeps over what is left of the runs: prefixes of templates, which grow by a word in each
    // sweep.
    GrowTemplates();
    std::unique_ptr<const TemplateList> list = List();
    return {std::move(list), options_.weight, FiguresOfAll()};
  }

 private:
  CounterConfig Share(size_t memory) const {
    return {memory, resources_.threads, storage_.spills()};
  }

  void SweepWords(const Corpus& corpus, const TokenRuns& runs) {
    SweepMeter& meter = &corpus == searched_ ? searching_ : meter_;
    observer_->Sweep(kCountWords, corpus.total_bytes(), meter, &storage_, [&] {
      words_ = CountWords(corpus, runs, options_.window, plan_.sweep, plan_.words, storage_,
                          options_.strict, &meter);
      return Figures{{"records", meter.records.load()},
                     {"runs", words_.totals.runs},
                     {"tokens", words_.totals.tokens}};
    });
  }

  void RankWords() {
    observer_->Pass("rank words", [&] {
      const LeastWords least = LeastWordsOf(words_.totals, options_);
      vocabulary_.emplace(words_.counter.get(), least.in_template, plan_.vocabulary);
      reach_ = {vocabulary_->SizeOf(least.in_link), options_.window};
      const uint64_t spilled = words_.counter->spilled_bytes();
      words_.counter.reset();
      return Figures{{"words", uint64_t{vocabulary_->size() - 1}}, {"spilled_bytes", spilled}};
    });
  }

  // Adds the words that are templates by themselves where they are searched for.
  void AddWords() {
    observer_->Pass("add words", [&] {
      const LeastWords least = LeastWordsOf(words_.totals, options_);
      vocabulary_->Add(words_.counter.get(), least.in_template, plan_.vocabulary);
      words_.counter.reset();
      return Figures{{"words", uint64_t{vocabulary_->size() - 1}}};
    });
  }

  void SweepSkipGrams() {
    links_ = RecordedLinks(options_, storage_);
    if (links_) return;
    const size_t threads = resources_.threads;
    std::optional<PairSieve> sieve;
    std::unique_ptr<SkipGramCounter> counter;
    observer_->Pass("sieve skip-grams", [&] {
      sieve.emplace(options_.min_proba, plan_.sieve, threads);
      SieveSkipGrams(words_.runs, *vocabulary_, reach_, threads, &*sieve);
      sieve->Close(LeastSkipGram(words_.totals, options_));
      return Figures{{"run_bytes", words_.runs.bytes()}};
    });
    observer_->Pass("count skip-grams", [&] {
      counter = CountSkipGrams(words_.runs, *vocabulary_, reach_, *sieve, Share(plan_.skip_grams));
      sieve.reset();
      return Figures{{"skip_grams", words_.totals.skip_grams}};
    });
    observer_->Pass("weigh skip-grams", [&] {
      links_.emplace(WeighSkipGrams(counter.get(), *vocabulary_, words_.totals, options_,
                                    plan_.links, storage_));
      return Figures{{"links", uint64_t{links_->size()}},
                     {"spilled_bytes", counter->spilled_bytes()}};
    });
  }

  void SweepPaths() {
    observer_->Pass(kCountPaths, [&] {
      linked_ = LinkRuns(words_.runs, *vocabulary_, *links_, options_.weight,
                         Share(plan_.steps / 2), storage_);
      words_.runs = {};
      links_.reset();
      return Figures{{"linked_tokens", linked_.links}, {"paths", linked_.paths.str()}};
    });
  }

  void GrowTemplates() {
    const BigCount total = options_.weight == PathWeight::kPath
                               ? linked_.paths
                               : BigCount(words_.totals.runs) << kVoteBits;
    const PathWeight weight = options_.weight;
    const BigCount least = LeastCount(total, options_);
    const TemplateGrower::Config config{weight, least, plan_.prefixes, Share(plan_.steps)};
    const auto grown = [&] {
      return Figures{{"prefixes", uint64_t{grower_->prefixes()}},
                     {"templates", uint64_t{grower_->found().size()}},
                     {"run_bytes", grower_->bytes_left()}};
    };
    observer_->Pass("grow templates of 1", [&] {
      grower_.emplace(&linked_, config, storage_);
      return grown();
    });
    while (grower_->prefixes() > 0) {
      observer_->Pass(fmt::format("grow templates of {}", grower_->depth() + 1), [&] {
        grower_->Grow();
        return grown();
      });
    }
  }

  std::unique_ptr<const TemplateList> List() {
    std::unique_ptr<const TemplateList> list;
    observer_->Pass("rank templates", [&] {
      list = std::make_unique<TemplateList>(*grower_, *vocabulary_, options_, plan_.list);
      return Figures{{"templates", uint64_t{list->size()}}};
    });
    return list;
  }

  TemplateFigures FiguresOfAll() const {
    return {.input = InputFigures(searched_ == nullptr ? meter_ : searching_),
            .runs = words_.totals.runs,
            .tokens = words_.totals.tokens,
            .skip_grams = words_.totals.skip_grams,
            .paths = linked_.paths.str(),
            .most_paths = linked_.most_paths.str(),
            .drowned = options_.weight == PathWeight::kPath && words_.totals.runs > 1 &&
                       linked_.most_paths * 2 > linked_.paths};
  }

  const Corpus& corpus_;
  const Corpus* const searched_;  // null if it is the same
  const TemplateOptions& options_;
  const Tokenizer* const tokenizer_;  // null if the text is tokenized
  const Resources& resources_;
  const Storage& storage_;
  Observer* const observer_;
  const TemplatePlan plan_;
  SweepMeter meter_;
  SweepMeter searching_;
  CountedWords words_;
  std::optional<Vocabulary> vocabulary_;
  PairReach reach_;
  std::optional<WordLinks> links_;
  LinkedRuns linked_;
  std::optional<TemplateGrower> grower_;
};

}  // namespace

Templates FindTemplates(const Corpus& corpus, const TemplateOptions& options,
                        const Tokenizer* tokenizer, const Resources& resources,
                        const Storage& storage, Observer* observer) {
  return TemplateSearch(corpus, nullptr, options, tokenizer, resources, storage, observer).Run();
}

Templates FindTemplates(const Corpus& linked, const Corpus& searched,
                        const TemplateOptions& options, const Tokenizer* tokenizer,
                        const Resources& resources, const Storage& storage, Observer* observer) {
  if (storage.work() != nullptr) {
    throw UsageError("a work folder keeps the work on one corpus, and links come from another one");
  }
  return TemplateSearch(linked, &searched, options, tokenizer, resources, storage, observer).Run();
}

}  // namespace ciku
