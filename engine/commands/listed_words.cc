#include "engine/commands/listed_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/discover/pieces.h"
#include "engine/lexicon/redundancy.h"

namespace ciku {
namespace {

uint64_t WriteRanked(const LexiconOptions& options, WordRanking* words, TextOutput* output) {
  const uint64_t written = std::min(words->size(), options.top);
  std::string line;
  words->ForEach(options.top, [&](std::string_view word, uint64_t count) {
    line.clear();
    AppendLexiconLine(options.format, word, count, &line);
    output->Write(line);
  });
  return written;
}

uint64_t WriteHeld(const LexiconOptions& options, const StatisticsOptions& statistics,
                   const ListedWords& words, TextOutput* output) {
  const std::vector<uint32_t> selected =
      SelectWords(*words.held, words.measured.of, statistics.selection);
  const uint64_t written = std::min<uint64_t>(selected.size(), options.top);
  std::string line;
  if (statistics.columns) AppendStatisticsHeader(options.format, &line);
  output->Write(line);
  for (size_t i = 0; i < written; ++i) {
    const uint32_t number = selected[i];
    const uint64_t count = words.held->count(number);
    std::string word;
    words.held->AppendUtf8(number, &word);
    line.clear();
    if (statistics.columns) {
      AppendLexiconLine(options.format, word, count, words.measured.of[number], &line);
    } else {
      AppendLexiconLine(options.format, word, count, &line);
    }
    output->Write(line);
  }
  return written;
}

}  // namespace

WordChoice::WordChoice(const LexiconOptions& options, size_t memory, const Normalizer* normalizer)
    : filter_(options.filter, memory / 8, normalizer) {
  if (!options.add_counts.empty()) added_counts_ = Dictionary::Load(options.add_counts, memory / 8);
}

void WordChoice::Rank(const WordRule& rule, size_t memory, const CounterConfig& ranking,
                      const std::function<void(const WordVisit&)>& visit_all,
                      ListedWords* words) const {
  words->ranking.emplace(ranking);
  const auto rank = [&](std::string_view word, uint64_t count) {
    if (filter_.Wants(word)) words->ranking->Add(word, count);
  };
  if (!rule.drop_redundant) return visit_all(rank);
  // What is redundant shows among all words alone.
  RedundancyFilter redundancy(memory, ranking);
  visit_all([&](std::string_view word, uint64_t count) { redundancy.Add(word, count); });
  redundancy.Run();
  redundancy.ForEach(rank);
  words->spilled_before = redundancy.spilled_bytes();
}

ListedWords RankListed(const MethodOptions& method, const WordChoice& choice,
                       const StatisticsOptions& statistics, const Symbols& symbols,
                       const MemoryPlan& plan, const Storage& storage, PieceCounts* pieces,
                       std::unique_ptr<Joints>* joints, Report* report) {
  ListedWords words;
  report->Pass("rank words", [&] {
    const WordRule rule = RuleFor(method, pieces->pieces + choice.added_counts().total());
    const CounterConfig ranking{plan.ranking, plan.sweep.threads, storage.spills};
    const auto visit_all = [&](const WordVisit& visit) {
      ForEachWord(pieces, symbols, **joints, rule.min_count, choice.added_counts(), visit);
    };
    choice.Rank(rule, plan.strong, ranking, visit_all, &words);
    joints->reset();
    Json ranked = {{"words", words.ranking->size()},
                   {"spilled_bytes", pieces->counters->spilled_bytes()}};
    if (statistics.NeedWords()) words.held.emplace(HoldWords(&*words.ranking, symbols, plan));
    return ranked;
  });
  return words;
}

void MeasureWords(const StatisticsOptions& options, const Corpus& corpus, const Symbols& symbols,
                  const MemoryPlan& plan, const Storage& storage, Report* report,
                  ListedWords* words) {
  if (!options.NeedStatistics()) return;
  SweepMeter measuring;
  report->Sweep("measure words", corpus.total_bytes(), measuring, storage.spills, [&] {
    words->measured = MeasureWords(corpus, symbols, *words->held, plan, storage, &measuring);
    return Json{{"spilled_bytes", words->measured.spilled_bytes}};
  });
}

void WriteLexicon(const LexiconOptions& options, const StatisticsOptions& statistics,
                  ListedWords* words, Report* report, TextOutput* output) {
  report->Pass("write lexicon", [&] {
    const uint64_t written = words->held ? WriteHeld(options, statistics, *words, output)
                                         : WriteRanked(options, &*words->ranking, output);
    report->results()["words"] = written;
    return Json{{"words", written}};
  });
}

}  // namespace ciku
