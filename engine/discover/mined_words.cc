#include "engine/discover/mined_words.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/lexicon/lexicon_writer.h"
#include "engine/lexicon/redundancy.h"
#include "engine/lexicon/word_selection.h"
#include "io/lexicon_file.h"
#include "io/text_output.h"

namespace ciku {
namespace {

// Words are what occurs again.
constexpr uint64_t kLeastUnitCount = 2;

}  // namespace

WordChoice::WordChoice(const FilterOptions& filter, const std::string& add_counts, size_t memory,
                       const Normalizer* normalizer)
    : filter_(filter, memory / 8, normalizer) {
  if (!add_counts.empty()) added_ = Lexicon::Load(add_counts, memory / 8);
}

MinedWords::MinedWords(const MineOptions& options, const Storage& storage)
    : selection_(options.selection),
      top_(options.top),
      statistics_(options.statistics),
      storage_(storage) {}

uint64_t MinedWords::Rank(const WordChoice& choice, const WordRule& rule, size_t memory,
                          const CounterConfig& ranking, const VisitAll& visit_all,
                          UnitCounts* units) {
  ranking_.emplace(ranking);
  const auto rank = [&](std::string_view word, uint64_t count) {
    if (choice.filter().Wants(word)) ranking_->Add(word, count);
  };
  if (rule.drop_redundant) {
    RankIrredundant(rule, memory, ranking, visit_all, rank);
  } else {
    visit_all(rule.min_count, rank);
  }
  if (units != nullptr) {
    units->ForEach(std::max(rule.min_count, kLeastUnitCount), choice.added(), rank);
  }
  return ranking_->size();
}

void MinedWords::RankIrredundant(const WordRule& rule, size_t memory, const CounterConfig& ranking,
                                 const VisitAll& visit_all, const WordVisit& rank) {
  // Whether a word is redundant depends on all words, including those that are not wanted.
  RedundancyFilter redundancy(memory, ranking);
  visit_all(rule.min_count,
            [&](std::string_view word, uint64_t count) { redundancy.Add(word, count); });
  redundancy.Run();
  redundancy.ForEach(rank);
  spilled_before_ = redundancy.spilled_bytes();
}

bool MinedWords::needs_measuring() const { return statistics_ || selection_.NeedsMeasuring(); }

bool MinedWords::needs_division(bool usual) const {
  return (statistics_ && usual) || selection_.NeedsDivision();
}

bool MinedWords::needs_words() const { return statistics_ || selection_.NeedsWords(); }

void MinedWords::Hold(const Symbols& symbols, const MemoryPlan& plan) {
  held_.emplace(symbols, plan.statistics - plan.ranking);
  ranking_->ForEach([&](std::string_view word, uint64_t count) { held_->Add(word, count); });
  held_->Encode();
}

void MinedWords::Measure(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
                         Observer* observer) {
  SweepMeter meter;
  observer->Sweep("measure words", corpus.total_bytes(), meter, &storage_, [&] {
    measured_ = MeasureWords(corpus, symbols, *held_, plan, storage_, &meter);
    return Figures{{"spilled_bytes", measured_.spilled_bytes}};
  });
  measured_all_ = true;
}

void MinedWords::Score(const WordScores& scores) {
  measured_.of.resize(held_->size());
  SetScores(scores, *held_, &measured_.of);
  divided_ = true;
}

void MinedWords::Finish(const MineFigures& figures, std::unique_ptr<const Symbols> symbols) {
  figures_ = figures;
  figures_.spilled_bytes += spilled_before_ + ranking_->spilled_bytes() + measured_.spilled_bytes;
  symbols_ = std::move(symbols);
  if (held_) selected_ = SelectWords(*held_, measured_.of, selection_);
  size_ = std::min(top_, held_ ? selected_.size() : ranking_->size());
}

void MinedWords::ForEach(const std::function<void(const MinedWord&)>& visit) {
  if (held_) return ForEachHeld(visit);
  const auto visit_word = [&](std::string_view word, uint64_t count) { visit({word, count}); };
  ranking_->ForEach(top_, visit_word);
}

void MinedWords::ForEachHeld(const std::function<void(const MinedWord&)>& visit) const {
  std::string text;
  for (size_t i = 0; i < size_; ++i) {
    const uint32_t number = selected_[i];
    text.clear();
    held_->AppendUtf8(number, &text);
    visit({text, held_->count(number), measured_.of.empty() ? nullptr : &measured_.of[number]});
  }
}

MinedLexicon::MinedLexicon(std::unique_ptr<MinedWords> words) : words_(std::move(words)) {}
MinedLexicon::MinedLexicon(MinedLexicon&&) noexcept = default;
MinedLexicon& MinedLexicon::operator=(MinedLexicon&&) noexcept = default;
MinedLexicon::~MinedLexicon() = default;

uint64_t MinedLexicon::size() const { return words_->size(); }
bool MinedLexicon::measured() const { return words_->measured(); }
const MineFigures& MinedLexicon::figures() const { return words_->figures(); }

void MinedLexicon::ForEach(const std::function<void(const MinedWord&)>& visit) {
  words_->ForEach(visit);
}

void MinedLexicon::Write(LexiconFormat format, bool columns,
                         const std::function<void(std::string_view)>& write) {
  std::string line;
  if (columns) AppendStatisticsHeader(format, words_->divided(), &line);
  write(line);
  ForEach([&](const MinedWord& word) {
    line.clear();
    if (columns && word.statistics != nullptr) {
      AppendLexiconLine(format, word.text, word.count, *word.statistics, words_->divided(), &line);
    } else {
      AppendLexiconLine(format, word.text, word.count, &line);
    }
    write(line);
  });
}

void MinedLexicon::Save(const std::string& path, LexiconFormat format) {
  TextOutput output(path);
  Write(format, measured() && HoldsStatistics(format),
        [&](std::string_view text) { output.Write(text); });
  output.Commit();
}

}  // namespace ciku
