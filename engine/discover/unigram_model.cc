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

}  // namespace ciku
