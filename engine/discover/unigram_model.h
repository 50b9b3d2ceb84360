// A unigram model of text: words and their probabilities.
#ifndef CIKU_ENGINE_DISCOVER_UNIGRAM_MODEL_H_
#define CIKU_ENGINE_DISCOVER_UNIGRAM_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/discover/unigram_words.h"

namespace ciku {

// A trie of words with their scores: ln n - ln T, where n is a word's count and T the sum of all
// counts. Immutable; safe to share between threads.
class UnigramModel {
 public:
  using State = uint32_t;
  static constexpr State kRoot = 0;

  // Copies what it needs of the words.
  explicit UnigramModel(const UnigramWords& words);

  // All states are numbers below this.
  size_t states() const { return nodes_.size(); }

  // The bytes that the model takes.
  size_t bytes() const { return nodes_.size() * (sizeof(Node) + sizeof(words_[0])); }

  // The word that ends at a state; UnigramWords::size() or more if there is none.
  uint32_t WordAt(State state) const { return words_[state]; }

  // Finds words in the symbols from `start` on. Calls visit(end, state, score) for the words that
  // begin there, the shortest first.
  template <typename Visit>
  void ForEachWord(std::span<const SymbolId> symbols, size_t start, const Visit& visit) const {
    const Node* const nodes = nodes_.data();
    const size_t states = nodes_.size();
    Prefetch(symbols, start);
    State state = kRoot;
    for (size_t at = start; at < symbols.size(); ++at) {
      const State next = nodes[state].base + symbols[at];
      if (next >= states || nodes[next].parent != state) return;
      state = next;
      visit(at + 1, state, nodes[state].score);
    }
  }

 private:
  // A state's children are at base + symbol and name it as their parent.
  struct Node {
    uint32_t base;
    uint32_t parent;
    double score;  // -infinity if no word ends here
  };

  // How many starts ahead of its turn the first pair of symbols is looked up.
  static constexpr size_t kAhead = 4;

  // Loads the state after two symbols at a later start into the cache: most of the time of a
  // division goes into waiting for these.
  void Prefetch(std::span<const SymbolId> symbols, size_t start) const {
    if (start + kAhead + 1 >= symbols.size()) return;
    const size_t first = nodes_[kRoot].base + symbols[start + kAhead];
    if (first >= nodes_.size()) return;
    const State second = nodes_[first].base + symbols[start + kAhead + 1];
    if (second < nodes_.size()) __builtin_prefetch(&nodes_[second]);
  }

  std::vector<Node> nodes_;
  std::vector<uint32_t> words_;  // by state
};

// Finds the most probable division of runs into words, by the algorithm of Viterbi: the largest sum
// of scores, added from the left, from 0; of equal sums the first found, where starts are tried
// from left to right and, at one start, shorter words first. Not safe for use by two threads at
// once.
class RunDivider {
 public:
  // Divides a run. A symbol that is no word stands alone if nothing else reaches its end; its score
  // is kNoWord then. Returns the sum of the scores.
  template <typename Model>
  double Divide(const Model& model, std::span<const SymbolId> run) {
    if (places_.size() <= run.size()) places_.resize(run.size() + 1);
    Place* const places = places_.data();
    places[0] = {0, 0, 0};
    for (size_t end = 1; end <= run.size(); ++end) places[end].score = kNotReached;
    for (size_t start = 0; start < run.size(); ++start) {
      const double score = places[start].score;
      const auto reach = [&](size_t end, uint32_t state, double more) {
        if (score + more > places[end].score) {
          places[end] = {score + more, static_cast<uint32_t>(start), state};
        }
      };
      model.ForEachWord(run, start, reach);
      if (places[start + 1].score == kNotReached) reach(start + 1, UnigramModel::kRoot, kNoWord);
    }
    return places[run.size()].score;
  }

  // Calls visit(begin, end, state) for the words of the last division of a run of `size` symbols,
  // from right to left. The state of a symbol that is no word is the root.
  template <typename Visit>
  void ForEachBackward(size_t size, const Visit& visit) const {
    for (size_t end = size; end > 0; end = places_[end].begin) {
      visit(size_t{places_[end].begin}, end, places_[end].state);
    }
  }

  static constexpr double kNoWord = -100;

 private:
  static constexpr double kNotReached = -std::numeric_limits<double>::infinity();

  // Between two symbols: the best sum up to there, and the word that ends there.
  struct Place {
    double score;
    uint32_t begin;
    uint32_t state;
  };

  std::vector<Place> places_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_UNIGRAM_MODEL_H_
