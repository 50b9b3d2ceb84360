#include "engine/discover/mined_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "engine/discover/count_pieces.h"
#include "engine/discover/kept_words.h"
#include "engine/lexicon/lexicon_writer.h"
#include "engine/lexicon/redundancy.h"
#include "engine/lexicon/word_selection.h"
#include "io/error.h"

namespace ciku {
namespace {

// The name of the pass in a work folder.
constexpr const char* kRankWords = "rank words";

// Words are what occurs again.
constexpr uint64_t kLeastUnitCount = 2;
// No corpus has as many symbols. Sums and products of counts in later passes stay below 2^64.
constexpr uint64_t kMostAddedCounts = uint64_t{1} << 50;

}  // namespace

bool NeedsMeasuring(const MineOptions& options) {
  return options.statistics || options.selection.NeedsMeasuring() || NeedMeasuring(options.columns);
}

bool NeedsDivision(const MineOptions& options, bool usual) {
  return (options.statistics && usual) || options.selection.NeedsDivision() ||
         NeedDivision(options.columns);
}

WordChoice::WordChoice(const MineOptions& options, size_t memory, const Normalizer* normalizer)
    : filter_(options.filter, memory / 8, normalizer, options.lexicon_format) {
  if (options.add_counts.empty()) return;
  added_ = Lexicon::Load(options.add_counts, memory / 8, options.lexicon_format);
  if (added_.total() > kMostAddedCounts) {
    throw InputError(Printable(options.add_counts) + ": the counts add up to more than 2^50");
  }
}

MinedWords::MinedWords(const MineOptions& options, const Storage& storage)
    : selection_(options.selection),
      rules_(options.text.rules.value_or(Rules::kNlpZero)),
      top_(options.top),
      needs_measuring_(NeedsMeasuring(options)),
      needs_words_(options.statistics || options.selection.NeedsWords() ||
                   NeedMeasuring(options.columns) || NeedDivision(options.columns)),
      needs_division_{NeedsDivision(options, false), NeedsDivision(options, true)},
      storage_(storage) {}

uint64_t MinedWords::Rank(const WordChoice& choice, const WordRule& rule, size_t memory,
                          const CounterConfig& ranking, const VisitAll& visit_all,
                          UnitCounts* units) {
  ranking_config_ = ranking;
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

void MinedWords::Hold(const Symbols& symbols, const MemoryPlan& plan) {
  held_.emplace(symbols, plan.statistics - plan.ranking);
  ranking_->ForEach([&](std::string_view word, uint64_t count) {
    symbols.AreSymbols(word) ? held_->Add(word, count) : left_out_.Add(word);
  });
  held_->Encode();
}

void MinedWords::Record() const {
  WorkFolder* const folder = storage_.work();
  if (folder == nullptr || !folder->hands_on()) return;
  const Json state = {{"words", KeepWords(*held_, folder)},
                      {"left_out", left_out_.words},
                      {"left_out_example", left_out_.example},
                      {"spilled_bytes", spilled_before_ + ranking_->spilled_bytes()}};
  RecordInPlaceOf(folder, kRankWords, state, kCutPieces, {"counters"});
}

bool MinedWords::Restore(const Symbols& symbols, const MemoryPlan& plan) {
  if (storage_.work() == nullptr) return false;
  const Json& saved = storage_.work()->Find(kRankWords);
  if (saved.is_null()) return false;
  held_.emplace(symbols, plan.statistics - plan.ranking);
  ForEachKeptWord(*storage_.work(), saved.at("words"),
                  [&](std::string_view word, uint64_t count) { held_->Add(word, count); });
  held_->Encode();
  left_out_ = {CountIn(saved, "left_out"), saved.at("left_out_example")};
  spilled_before_ = CountIn(saved, "spilled_bytes");
  return true;
}

void MinedWords::Measure(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
                         Observer* observer) {
  SweepMeter meter;
  observer->Sweep(kMeasureWords, corpus.total_bytes(), meter, &storage_, [&] {
    MeasureWords(corpus, symbols, *held_, plan, storage_, &meter, &measured_);
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
  figures_.added_left_out = left_out_;
  figures_.spilled_bytes += spilled_before_ + measured_.spilled_bytes;
  if (ranking_) figures_.spilled_bytes += ranking_->spilled_bytes();
  symbols_ = std::move(symbols);
  if (held_) selected_ = SelectWords(*held_, measured_.of, selection_);
  size_ = std::min(top_, held_ ? selected_.size() : ranking_->size());
}

uint64_t MinedWords::Total() {
  uint64_t total = 0;
  if (held_) {
    for (size_t i = 0; i < size_; ++i) total += held_->count(selected_[i]);
    return total;
  }
  // The words can be merged from spilled files only once, so they are ranked again.
  WordRanking again(ranking_config_);
  ranking_->ForEach(top_, [&](std::string_view word, uint64_t count) {
    total += count;
    again.Add(word, count);
  });
  figures_.spilled_bytes += again.spilled_bytes();
  ranking_.emplace(std::move(again));
  return total;
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

WordList MinedLexicon::List() {
  WordList list({words_->measured(), words_->divided()});
  list.set_rules(words_->rules());
  ForEach([&](const MinedWord& word) { list.Add(word.text, word.count, word.statistics); });
  return list;
}

WrittenWords MinedLexicon::Write(const LexiconLayout& layout,
                                 const std::function<void(std::string_view)>& write) {
  const uint64_t total = NeedsTotal(layout.format) ? words_->Total() : 0;
  LexiconWriter writer(layout, {words_->measured(), words_->divided()}, write, total);
  ForEach([&](const MinedWord& word) { writer.Add(word.text, word.count, word.statistics); });
  return writer.written();
}

void MinedLexicon::Save(const std::string& path, std::optional<LexiconFormat> format) {
  LexiconLayout layout = LayoutFor(path, format);
  layout.statistics = measured() && HoldsColumns(layout.format);
  SaveLexicon(path, [&](const WriteText& write) { return Write(layout, write); });
}

}  // namespace ciku
