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

  // Loads the state after the two symbols at `start`, if there are so many, into the cache.
  void Prefetch(std::span<const SymbolId> symbols, size_t start) const {
    if (start + 1 >= symbols.size()) return;
    const size_t first = nodes_[kRoot].base + symbols[start];
    if (first >= nodes_.size()) return;
    const State second = nodes_[first].base + symbols[start + 1];
    if (second < nodes_.size()) __builtin_prefetch(&nodes_[second]);
  }

  // Finds words in the symbols from `start` on. Calls visit(end, state, score) for the words that
  // begin there, the shortest first.
  template <typename Visit>
  void ForEachWord(std::span<const SymbolId> symbols, size_t start, const Visit& visit) const {
    const Node* const nodes = nodes_.data();
    const size_t states = nodes_.size();
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

  std::vector<Node> nodes_;
  std::vector<uint32_t> words_;  // by state
};

// Finds the most probable division of runs into words, by the algorithm of Viterbi: the largest sum
// of scores, added from the left, from 0; of equal sums the first found, where starts are tried
// from left to right and, at one start, shorter words first. Not safe for use by two threads at
// once.
class RunDivider {
 public:
  // Divides a run, the first `size` of the symbols; those after it are only looked at ahead of
  // time. Unless `whole`, the run is divided into words of which none is the whole run. A symbol
  // that is no word stands alone, with a score of kNoWord, if nothing else reaches its end. Returns
  // the sum of the scores. O(size times length of the longest word).
  double Divide(const UnigramModel& model, std::span<const SymbolId> symbols, size_t size,
                bool whole = true);

  // The same for a whole run that may have been divided before, by these words and maybe others.
  // longest[i] is at least the length of the longest word that begins at symbol i, or
  // KeptRuns::kNoLimit; it is set anew.
  double DivideAgain(const UnigramModel& model, std::span<const SymbolId> symbols, size_t size,
                     uint8_t* longest);

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
  // How many starts ahead of its turn the first pair of symbols is loaded into the cache: most of
  // the time of a division goes into waiting for these.
  static constexpr size_t kAhead = 4;

  static constexpr double kNotReached = -std::numeric_limits<double>::infinity();

  class Start;

  // Prepares the places of a run of `size` symbols.
  void Begin(size_t size);

  // Divides a run into words that end at limit_at(start) at most. Calls reached(start, end) with
  // the end of the longest path from each start.
  template <typename LimitAt, typename Reached>
  double DivideWithin(const UnigramModel& model, std::span<const SymbolId> symbols, size_t size,
                      const LimitAt& limit_at, const Reached& reached);

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
