#include "engine/discover/unigram_model.h"

#include <numeric>

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

double RunDivider::Divide(const UnigramModel& model, std::span<const SymbolId> symbols, size_t size,
                          bool whole) {
  if (places_.size() <= size) places_.resize(size + 1);
  Place* const places = places_.data();
  places[0] = {0, 0, 0};
  for (size_t end = 1; end <= size; ++end) places[end].score = kNotReached;
  const std::span<const SymbolId> run = symbols.first(size);
  for (size_t start = 0; start < size; ++start) {
    model.Prefetch(symbols, start + kAhead);
    const double score = places[start].score;
    const auto reach = [&](size_t end, UnigramModel::State state, double more) {
      if (score + more > places[end].score) {
        places[end] = {score + more, static_cast<uint32_t>(start), state};
      }
    };
    model.ForEachWord(run, start, [&](size_t end, UnigramModel::State state, double more) {
      if (whole || end - start < size) reach(end, state, more);
    });
    if (places[start + 1].score == kNotReached) reach(start + 1, UnigramModel::kRoot, kNoWord);
  }
  return places[size].score;
}

}  // namespace ciku
