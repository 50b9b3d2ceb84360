#include "engine/discover/mine.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/discover/count_units.h"
#include "engine/discover/cut_pieces.h"
#include "engine/discover/methods.h"
#include "engine/discover/mined_words.h"
#include "engine/discover/mining_run.h"
#include "engine/discover/score_words.h"
#include "engine/discover/unigram.h"
#include "engine/lexicon/lexicon_layout.h"
#include "engine/lexicon/word_selection.h"
#include "engine/sweep/job.h"
#include "io/error.h"
#include "io/lexicons/lexicon_file.h"

namespace ciku {
namespace {

// Everything, besides the inputs, that the lexicon depends on.
Json AboutLexicon(const MineOptions& options, const Symbols& symbols) {
  Json about = JobOptions(options.text);
  about.update(NamedAsOptions(DescribeMethod(options.method)));
  if (std::holds_alternative<UnigramOptions>(options.method)) {
    // These only choose what is listed.
    about.erase("--min-count");
    about.erase("--only-new");
    if (options.lexicon_format && about.contains("--dictionary")) {
      about["--lexicon-format"] = LexiconFormatName(*options.lexicon_format);
    }
  }
  // Messages show the first difference. The table of symbols comes last because it tells little.
  about["the table of symbols"] = ChecksumText(symbols.Checksum());
  return about;
}

// Throws UsageError if units are to be listed where there are none, or where they would need
// statistics.
void CheckUnits(const MineOptions& options, const Symbols& symbols) {
  if (!options.units_listed) return;
  if (symbols.units() == nullptr) {
    throw UsageError("--units-listed needs --rules units, which find Latin words and numbers");
  }
  if (options.statistics || options.selection.NeedsWords() || NeedMeasuring(options.columns) ||
      NeedDivision(options.columns)) {
    throw UsageError(
        "--units-listed: Latin words and numbers have no statistics; leave out --stats, thresholds "
        "and --columns of statistics, and --sort except by count");
  }
}

// Throws UsageError if pieces were left out that may be words by this rule.
void CheckHolds(const CountsFile& pieces, const WordRule& rule, const MineOptions& options) {
  const bool by_count = !std::holds_alternative<WordFinderOptions>(options.method);
  pieces.CheckHolds(rule.min_count, by_count ? "--min-count" : "--min-proba");
  // With an added count, a piece that was left out might be a word.
  if (!options.add_counts.empty()) pieces.CheckHolds(1, "--add-counts");
}

// Ranks pieces that an earlier run has cut. This is the end of the main job.
MinedLexicon MineFromPieces(const MineOptions& options, const Resources& resources,
                            const Storage& storage, Observer* observer) {
  auto words = std::make_unique<MinedWords>(options, storage);
  if (options.units_listed) {
    throw UsageError("units cannot be listed if pieces were cut before: the corpus is not read");
  }
  if (words->needs_words()) {
    throw UsageError(
        "words cannot be measured, or sorted by more than their counts, if pieces were cut before: "
        "the corpus is not read");
  }
  const CountsFile pieces = OpenPieces(options.pieces);
  if (std::string_view(MethodName(MethodOfPieces(pieces))) != MethodName(options.method)) {
    throw UsageError(Printable(options.pieces) + ": was cut by another method");
  }
  const Folding folding = FoldingOf(pieces);
  const std::optional<Normalizer> normalizer =
      folding.any() ? std::optional<Normalizer>(folding) : std::nullopt;
  const WordChoice choice(options, resources.memory, normalizer ? &*normalizer : nullptr);
  MineFigures figures = FiguresOfPieces(pieces);
  observer->Pass("rank words", [&] {
    const CounterConfig ranking{resources.memory / 4, resources.threads, storage.spills()};
    const auto visit_all = [&](uint64_t min_count, const WordVisit& visit) {
      ForEachWord(pieces, min_count, choice.added(), ranking.threads, visit);
    };
    const WordRule rule = WordRuleFor(options.method, figures.pieces + choice.added().total());
    CheckHolds(pieces, rule, options);
    return Figures{{"words", words->Rank(choice, rule, resources.memory / 4, ranking, visit_all)}};
  });
  words->Finish(figures);
  return MinedLexicon(std::move(words));
}

}  // namespace

MinedLexicon RunPasses(MiningRun* run, const MineOptions& options, const WordChoice& choice,
                       const Storage& storage, Observer* observer) {
  // Sweep 1: shards -> blocks -> runs of symbols -> count maps of each thread -> sorted spilled
  // runs.
  if (run->counted() == nullptr) run->Count();
  // Merge and weigh. From here on, counts are exact and complete. Nothing depends on how the work
  // was divided, or on whether counts or joints come from a file.
  run->Weigh();
  // Sweep 2: the same runs, cut at weak joints -> maps of pieces of each thread -> sorted spilled
  // runs.
  run->CutIntoPieces();

  // Merge: pieces that occur often enough are words, in the order of the lexicon. Words that are to
  // be measured or sorted by something else are loaded into memory.
  const std::unique_ptr<UnitCounts> units = UnitsListed(*run, options);
  auto words = std::make_unique<MinedWords>(options, storage);
  observer->Pass("rank words", [&] {
    if (words->needs_words() && words->Restore(run->symbols(), run->plan())) {
      return Figures{{"words", uint64_t{words->held().size()}}};
    }
    PieceCounts* const pieces = run->pieces();
    const auto visit_all = [&](uint64_t min_count, const WordVisit& visit) {
      ForEachWord(pieces, run->symbols(), run->joints(), min_count, choice.added(), visit);
    };
    const WordRule rule = WordRuleFor(options.method, pieces->pieces + choice.added().total());
    const CounterConfig ranking{run->plan().ranking, run->plan().sweep.threads, storage.spills()};
    const uint64_t ranked =
        words->Rank(choice, rule, run->plan().strong, ranking, visit_all, units.get());
    run->FreeJoints();
    if (words->needs_words()) {
      words->Hold(run->symbols(), run->plan());
      words->Record();
    }
    return Figures{{"words", ranked}, {"spilled_bytes", pieces->spilled_bytes()}};
  });

  // Another sweep, if scores are wanted: the corpus is divided into these words.
  if (words->needs_division(false)) words->Score(ScoreWords(*run, words->held()));
  // Sweep 3, if statistics are wanted: all occurrences of these words and their neighbours.
  if (words->needs_measuring()) {
    words->Measure(run->corpus(), run->symbols(), run->plan(), observer);
  }
  words->Finish(run->figures(), run->TakeSymbols());
  return MinedLexicon(std::move(words));
}

MinedLexicon Mine(const Corpus& corpus, const MineOptions& given, const Resources& resources,
                  const Storage& storage, Observer* observer) {
  MineOptions options = given;
  if (!options.text.rules) options.text.rules = UsualRules(options.method);
  if (const auto* unigram = std::get_if<UnigramOptions>(&options.method)) {
    if (unigram->only_new) options.filter.excluded.push_back(unigram->dictionary);
  }
  CheckSelection(options.selection);
  if (!options.pieces.empty()) return MineFromPieces(options, resources, storage, observer);
  MiningRun run(corpus, options.method, resources, storage, observer);
  if (!options.joints.empty()) {
    run.OpenJoints(options.joints);
  } else if (!options.counts.empty()) {
    run.OpenCounts(options.counts);
  } else {
    run.RankSymbols(options.text);
  }
  CheckUnits(options, run.symbols());
  const WordChoice choice(options, resources.memory, run.symbols().normalizer());
  if (run.counted() != nullptr) {
    run.Begin("words", run.AboutPieces(), choice.bytes());
  } else {
    run.Begin("mine", AboutLexicon(options, run.symbols()), choice.bytes());
  }
  if (std::holds_alternative<UnigramOptions>(options.method)) {
    return RunUnigramPasses(&run, options, choice, storage, observer);
  }
  return RunPasses(&run, options, choice, storage, observer);
}

}  // namespace ciku
