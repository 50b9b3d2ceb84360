#include "engine/discover/unigram_model.h"

#include <algorithm>
#include <numeric>

#include "engine/discover/kept_runs.h"

namespace ciku {

UnigramModel::UnigramModel(const UnigramWords& words) {
  std::vector<uint32_t> order(words.size());
  std::iota(order.begin(), order.end(), 0);
  Trie trie(words.coded(), order);
  constexpr double kNoWordEnds = -std::numeric_limits<double>::infinity();
  const double log_total = words.LogTotal();
  nodes_.resize(trie.cells());
  for (Trie::State state = 0; state < trie.cells(); ++state) {
    const uint32_t word = trie.WordAt(state);
    const double score = word == Trie::kNone ? kNoWordEnds : words.LogProbability(word, log_total);
    nodes_[state] = {trie.BaseOf(state), trie.Parent(state), score};
  }
  words_ = trie.TakeWords();
}

// Tries words from one place to others, and a symbol that is no word if nothing reaches its end.
class RunDivider::Start {
 public:
  Start(Place* places, size_t at) : places_(places), at_(at), sum_(places[at].score) {}

  void Reach(size_t end, UnigramModel::State state, double score) {
    const double sum = sum_ + score;
    if (sum > places_[end].score) places_[end] = {sum, static_cast<uint32_t>(at_), state};
  }

  void ReachNext() {
    if (places_[at_ + 1].score == kNotReached) Reach(at_ + 1, UnigramModel::kRoot, kNoWord);
  }

 private:
  Place* const places_;
  const size_t at_;
  const double sum_;
};

void RunDivider::Begin(size_t size) {
  if (places_.size() <= size) places_.resize(size + 1);
  places_[0] = {0, 0, 0};
  for (size_t end = 1; end <= size; ++end) places_[end].score = kNotReached;
}

template <typename LimitAt, typename Reached>
double RunDivider::DivideWithin(const UnigramModel& model, std::span<const SymbolId> symbols,
                                size_t size, const LimitAt& limit_at, const Reached& reached) {
  Begin(size);
  for (size_t at = 0; at < size; ++at) {
    model.Prefetch(symbols, at + kAhead);
    Start start(places_.data(), at);
    size_t last = at;
    model.ForEachWord(symbols.first(limit_at(at)), at,
                      [&](size_t end, UnigramModel::State state, double score) {
                        start.Reach(end, state, score);
                        last = end;
                      });
    reached(at, last);
    start.ReachNext();
  }
  return places_[size].score;
}

double RunDivider::Divide(const UnigramModel& model, std::span<const SymbolId> symbols, size_t size,
                          bool whole) {
  // Only a word that begins at 0 can be the whole run.
  const auto limit_at = [&](size_t at) { return whole || at > 0 ? size : size - 1; };
  return DivideWithin(model, symbols, size, limit_at, [](size_t, size_t) {});
}

double RunDivider::DivideAgain(const UnigramModel& model, std::span<const SymbolId> symbols,
                               size_t size, uint8_t* longest) {
  const auto limit_at = [&](size_t at) {
    return longest[at] == KeptRuns::kNoLimit ? size : std::min(size, at + longest[at]);
  };
  const auto reached = [&](size_t at, size_t last) {
    longest[at] = static_cast<uint8_t>(std::min<size_t>(last - at, KeptRuns::kNoLimit));
  };
  return DivideWithin(model, symbols, size, limit_at, reached);
}

}  // namespace ciku
