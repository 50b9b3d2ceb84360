// A trie of words as a double array (Aoe): each step takes one addition and one comparison.
//
// Words are sequences of codes: symbols are numbered densely from 1 on. The child of a state by a
// code is the cell at the state's base plus the code, if that cell names the state as its parent.
// Bases are chosen so that children of different states fall into different cells.
#ifndef CIKU_ENGINE_LEXICON_TRIE_H_
#define CIKU_ENGINE_LEXICON_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ciku {

// Words as codes, one word after the other in memory. The number of a word is its position. Words
// are read backwards if `reversed` is true.
struct CodedWords {
  std::span<const uint32_t> codes;
  std::span<const uint64_t> ends;  // where the codes of each word end
  bool reversed = false;

  size_t size() const { return ends.size(); }
  uint64_t Begin(uint32_t word) const { return word == 0 ? 0 : ends[word - 1]; }
  size_t Length(uint32_t word) const { return ends[word] - Begin(word); }
  uint32_t At(uint32_t word, size_t i) const {
    return codes[reversed ? ends[word] - 1 - i : Begin(word) + i];
  }
};

// One more than the largest code.
size_t CodesOf(const CodedWords& words);

// The numbers of the words, sorted by the codes of the words.
std::vector<uint32_t> SortWords(const CodedWords& words);

// How many states a trie of these words has, including the root. `sorted` is the result of
// SortWords.
uint64_t CountStates(const CodedWords& words, std::span<const uint32_t> sorted);

// Immutable; safe to share between threads.
class Trie {
 public:
  using State = uint32_t;
  static constexpr State kRoot = 0;
  static constexpr State kNone = ~State{0};  // no state, or no word

  Trie() = default;

  // Takes distinct words that are not empty, and the result of SortWords. Building the trie takes
  // up to kBuildBytes for each cell and kBuildBytesForEachWord for each word.
  Trie(const CodedWords& words, std::span<const uint32_t> sorted);

  static constexpr size_t kBuildBytes = 28;
  static constexpr size_t kBuildBytesForEachWord = 40;

  // The state after one more code; kNone if no word goes on with it.
  State Step(State state, uint32_t code) const {
    const State next = cells_[state].base + code;
    return next < cells_.size() && cells_[next].parent == state ? next : kNone;
  }

  // The word that ends at a state; kNone if there is none.
  uint32_t WordAt(State state) const { return words_[state]; }

  // The parent of a state other than the root, the base of a state, and the code that leads from
  // the parent to the state: the state's number minus the parent's base.
  State Parent(State state) const { return cells_[state].parent; }
  uint32_t BaseOf(State state) const { return cells_[state].base; }
  uint32_t CodeOf(State state) const { return state - cells_[Parent(state)].base; }

  // All states are numbers below this. Some of these numbers are unused.
  size_t cells() const { return cells_.size(); }

  size_t bytes() const {
    return cells_.capacity() * sizeof(Cell) + words_.capacity() * sizeof(words_[0]) +
           by_depth_.capacity() * sizeof(by_depth_[0]);
  }

  // Parts that an automaton takes over: all states except the root, those nearest to it first, and
  // the words by state.
  std::vector<State> TakeStatesByDepth() { return std::move(by_depth_); }
  std::vector<uint32_t> TakeWords() { return std::move(words_); }

 private:
  friend class TrieBuilder;

  struct Cell {
    uint32_t base = 0;
    State parent = kNone;
  };

  std::vector<Cell> cells_;
  std::vector<uint32_t> words_;  // by state
  std::vector<State> by_depth_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TRIE_H_
