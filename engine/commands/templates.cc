#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/templates/count_words.h"
#include "engine/templates/link_runs.h"
#include "engine/templates/skip_grams.h"
#include "engine/templates/template_grower.h"
#include "engine/templates/template_list.h"
#include "engine/templates/template_plan.h"
#include "io/error.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

constexpr Named<PathWeight> kWeights[] = {{"path", PathWeight::kPath},
                                          {"sentence", PathWeight::kSentence}};
constexpr Named<TemplateFormat> kTemplateFormats[] = {{"tsv", TemplateFormat::kTsv},
                                                      {"jsonl", TemplateFormat::kJsonLines}};

struct TemplatesOptions {
  RunOptions run;
  Alphabet alphabet = Alphabet::kBasic;
  bool strict = false;
  bool tokenized = false;
  TokenizerChoice tokenizer;
  TemplateOptions templates;
  TemplateChoice choice;
  TemplateFormat format = TemplateFormat::kTsv;
  std::string output = "-";
};

// What the counts depend on besides the inputs and the lexicon. What of the templates is listed,
// and how, may change when a run is gone on with.
Json DescribeOptions(const TemplatesOptions& options) {
  const TemplateOptions& templates = options.templates;
  return {{"alphabet", AlphabetName(options.alphabet)},
          {"strict", options.strict},
          {"tokenized", options.tokenized},
          {"window", templates.window},
          {"min_proba", templates.min_proba},
          {"min_pmi", templates.min_pmi},
          {"weight", NameOf(kWeights, templates.weight)},
          {"min_count", templates.min_count}};
}

// The number of paths for people: all of it, or its size where that is too long.
std::string ReadablePaths(const BigCount& paths) {
  if (paths <= std::numeric_limits<uint64_t>::max()) {
    return ReadableCount(static_cast<uint64_t>(paths));
  }
  return fmt::format("over 2^{}", msb(paths));
}

// The search: its passes, and what holds between them.
class TemplateSearch {
 public:
  // `options` must outlive it.
  explicit TemplateSearch(const TemplatesOptions& options)
      : options_(options),
        output_(options.output),
        report_("templates", options.run.quiet, options.run.report, options.output),
        job_(options.run),
        corpus_(OpenCorpus(options.run, storage().spills, &report_)) {
    const Resources& resources = options.run.resources;
    report_.options() = DescribeOptions(options);
    Json about = NamedAsOptions(report_.options());
    report_.options().update(DescribeResources(resources));
    if (!options.tokenized) {
      tokenizer_.emplace(MakeTokenizer(options.tokenizer, resources.memory, &report_, &about));
    }
    plan_ = TemplatePlan::Make(resources, corpus_, tokenizer_ ? tokenizer_->bytes() : 0);
    job_.Begin("templates", about, corpus_);
  }

  void Run() {
    const TokenRuns runs(options_.alphabet, tokenizer_ ? &*tokenizer_ : nullptr);
    // The sweep over the corpus: text -> runs of tokens, which are what is read from here on, and
    // counts of their words.
    SweepWords(runs);
    // Words that occur often enough to matter have numbers from here on; all others are alike.
    RankWords();
    // Sweeps over the runs: a sieve of their pairs; those that may be frequent enough, exactly; of
    // these, links.
    SweepSkipGrams();
    // Runs with links, and the number of their paths, of which everything is a share.
    SweepPaths();
    // Sweeps over what is left of the runs: prefixes of templates, a word longer each time.
    GrowTemplates();
    List();
  }

 private:
  const TemplateOptions& thresholds() const { return options_.templates; }
  const Storage& storage() const { return job_.storage(); }

  CounterConfig Share(size_t memory) const {
    return {memory, options_.run.resources.threads, storage().spills};
  }

  void SweepWords(const TokenRuns& runs) {
    report_.Sweep(kCountWords, corpus_.total_bytes(), meter_, storage().spills, [&] {
      words_ = CountWords(corpus_, runs, thresholds().window, plan_.sweep, plan_.words, storage(),
                          options_.strict, &meter_);
      return Json{{"records", meter_.records.load()},
                  {"runs", words_.totals.runs},
                  {"tokens", words_.totals.tokens}};
    });
  }

  void RankWords() {
    report_.Pass("rank words", [&] {
      const LeastWords least = LeastWordsOf(words_.totals, thresholds());
      vocabulary_.emplace(words_.counter.get(), least.in_template, plan_.vocabulary);
      reach_ = {vocabulary_->SizeOf(least.in_link), thresholds().window};
      const uint64_t spilled = words_.counter->spilled_bytes();
      words_.counter.reset();
      return Json{{"words", vocabulary_->size() - 1}, {"spilled_bytes", spilled}};
    });
  }

  void SweepSkipGrams() {
    links_ = RecordedLinks(thresholds(), storage());
    if (links_) return;
    const size_t threads = options_.run.resources.threads;
    std::optional<PairSieve> sieve;
    std::unique_ptr<SkipGramCounter> counter;
    report_.Pass("sieve skip-grams", [&] {
      sieve.emplace(thresholds().min_proba, plan_.sieve, threads);
      SieveSkipGrams(words_.runs, *vocabulary_, reach_, threads, &*sieve);
      sieve->Close(LeastSkipGram(words_.totals, thresholds()));
      return Json{{"run_bytes", words_.runs.bytes()}};
    });
    report_.Pass("count skip-grams", [&] {
      counter = CountSkipGrams(words_.runs, *vocabulary_, reach_, *sieve, Share(plan_.skip_grams));
      sieve.reset();
      return Json{{"skip_grams", words_.totals.skip_grams}};
    });
    report_.Pass("weigh skip-grams", [&] {
      links_.emplace(WeighSkipGrams(counter.get(), *vocabulary_, words_.totals, thresholds(),
                                    plan_.links, storage()));
      return Json{{"links", links_->size()}, {"spilled_bytes", counter->spilled_bytes()}};
    });
  }

  void SweepPaths() {
    report_.Pass(kCountPaths, [&] {
      linked_ = LinkRuns(words_.runs, *vocabulary_, *links_, thresholds().weight,
                         Share(plan_.steps / 2), storage());
      words_.runs = {};
      links_.reset();
      return Json{{"linked_tokens", linked_.links}, {"paths", linked_.paths.str()}};
    });
  }

  void GrowTemplates() {
    const BigCount total = thresholds().weight == PathWeight::kPath
                               ? linked_.paths
                               : BigCount(words_.totals.runs) << kVoteBits;
    const PathWeight weight = thresholds().weight;
    const BigCount least = LeastCount(total, thresholds());
    const TemplateGrower::Config config{weight, least, plan_.prefixes, Share(plan_.steps)};
    const auto grown = [&] {
      return Json{{"prefixes", grower_->prefixes()},
                  {"templates", grower_->found().size()},
                  {"run_bytes", grower_->bytes_left()}};
    };
    report_.Pass("grow templates of 1", [&] {
      grower_.emplace(&linked_, config, storage());
      return grown();
    });
    while (grower_->prefixes() > 0) {
      report_.Pass(fmt::format("grow templates of {}", grower_->depth() + 1), [&] {
        grower_->Grow();
        return grown();
      });
    }
  }

  void List() {
    std::optional<TemplateList> list;
    report_.Pass("rank templates", [&] {
      list.emplace(*grower_, *vocabulary_, options_.choice, plan_.list);
      return Json{{"templates", list->size()}};
    });
    std::string line;
    for (size_t i = 0; i < list->size(); ++i) {
      line.clear();
      list->AppendLine(i, options_.format, thresholds().weight, &line);
      output_.Write(line);
    }
    output_.Commit();
    WriteReport(list->size());
    job_.Finish();
    WarnAll();
    Summarize(list->size());
  }

  void WriteReport(size_t templates) {
    report_.results() = {{"records", meter_.records.load()},
                         {"bad_records", meter_.bad_records.load()},
                         {"invalid_bytes", meter_.invalid_bytes.load()},
                         {"text_bytes", meter_.text_bytes.load()},
                         {"runs", words_.totals.runs},
                         {"tokens", words_.totals.tokens},
                         {"skip_grams", words_.totals.skip_grams},
                         {"paths", linked_.paths.str()},
                         {"templates", templates},
                         {"peak_memory", PeakMemory()},
                         {"peak_temporary_bytes", storage().spills->peak_bytes()}};
    report_.Write();
  }

  void WarnAll() {
    WarnOfInput(corpus_, meter_);
    if (words_.totals.runs == 0) {
      Warn("the inputs hold no tokens of this alphabet: there are no templates");
    }
    if (thresholds().weight == PathWeight::kPath && words_.totals.runs > 1 &&
        linked_.most_paths * 2 > linked_.paths) {
      Warn(
          fmt::format("one run has {} of {} paths and drowns all others; --weight sentence gives "
                      "each run one vote",
                      ReadablePaths(linked_.most_paths), ReadablePaths(linked_.paths)));
    }
  }

  void Summarize(size_t templates) {
    Note(
        options_.run.quiet,
        fmt::format("{} records, {} runs of {} tokens, {} paths\n{} templates\n"
                    "{} of text in {:.1f} s, {} peak memory",
                    ReadableCount(meter_.records), ReadableCount(words_.totals.runs),
                    ReadableCount(words_.totals.tokens), ReadablePaths(linked_.paths),
                    ReadableCount(templates), ReadableBytes(static_cast<double>(meter_.text_bytes)),
                    report_.seconds(), ReadableBytes(static_cast<double>(PeakMemory()))));
  }

  const TemplatesOptions& options_;
  TextOutput output_;
  Report report_;
  Job job_;
  const Corpus corpus_;
  std::optional<Tokenizer> tokenizer_;  // none where the text is tokenized
  TemplatePlan plan_;
  SweepMeter meter_;
  CountedWords words_;
  std::optional<Vocabulary> vocabulary_;
  PairReach reach_;
  std::optional<WordLinks> links_;
  LinkedRuns linked_;
  std::optional<TemplateGrower> grower_;
};

void AddTokenOptions(CLI::App* command, const std::shared_ptr<TemplatesOptions>& options) {
  AddAlphabetOption(command, &options->alphabet);
  AddStrictOption(command, &options->strict);
  AddTokenizerOptions(command, &options->tokenizer);
  AddTokenizedOption(command, &options->tokenized,
                     "The inputs are tokens separated by spaces; one that holds other characters "
                     "than the alphabet's separates what comes before from what comes after");
}

void AddThresholdOptions(CLI::App* command, const std::shared_ptr<TemplatesOptions>& options) {
  TemplateOptions& templates = options->templates;
  TakesCount(
      command->add_option("--window", templates.window, "How many tokens apart linked words may be")
          ->capture_default_str(),
      1, kWidestWindow);
  TakesNumber(
      command
          ->add_option("--min-proba", templates.min_proba,
                       "The probability that a link, among all pairs of words in the window, "
                       "and a template, among all paths, are over")
          ->capture_default_str(),
      std::numeric_limits<double>::min())
      ->type_name("P");
  TakesNumber(command
                  ->add_option("--min-pmi", templates.min_pmi,
                               "The pointwise mutual information that a link is over, in nats")
                  ->capture_default_str(),
              std::numeric_limits<double>::lowest());
  AddNamedOption(
      command, "--weight", &templates.weight, kWeights,
      "What is counted: path (every path through the links of a run of words), or sentence "
      "(the paths of a run share one vote, in units of 2^-63, so that one long run cannot "
      "drown all others) (default: path)");
  TakesCount(command->add_option("--min-count", templates.min_count,
                                 "The least count of a template, in paths or votes"),
             1);
}

void AddListOptions(CLI::App* command, const std::shared_ptr<TemplatesOptions>& options) {
  TakesCount(command
                 ->add_option("--min-words", options->choice.min_words,
                              "The least number of words in a template")
                 ->capture_default_str(),
             1);
  command->add_flag("--no-trivial", options->choice.no_trivial,
                    "Leaves out templates of a single word between two gaps");
  TakesCount(command->add_option("--top", options->choice.top,
                                 "Lists only so many templates, the first ones"),
             1);
  AddNamedOption(
      command, "--format", &options->format, kTemplateFormats,
      "tsv (template<TAB>count, words and gaps separated by spaces, a gap written [X]) or "
      "jsonl ({\"template\":[null,\"是\",null,\"的\"],\"count\":12}) (default: tsv)");
}

}  // namespace

void AddTemplatesCommand(CLI::App* program) {
  const auto options = std::make_shared<TemplatesOptions>();
  CLI::App* const command =
      program->add_subcommand("templates", "Find the sentence templates of a corpus");
  command->footer(
      "Example: templates of two words and more, by the corpus's own lexicon\n"
      "  ciku mine corpus/ --method ngram -o lexicon.tsv\n"
      "  ciku templates corpus/ --lexicon lexicon.tsv --min-words 2 -o templates.tsv");
  AddRunOptions(command, &options->run);
  command->get_option("INPUT")->required(false);
  command->add_option("-o,--output", options->output, "The templates, the most frequent first")
      ->type_name("FILE");
  AddTokenOptions(command, options);
  AddThresholdOptions(command, options);
  AddListOptions(command, options);
  command->callback([options] {
    if (options->run.inputs.empty()) options->run.inputs = {"-"};
    TemplateSearch(*options).Run();
  });
}

}  // namespace ciku
