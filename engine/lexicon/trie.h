// A trie of words as two arrays (Aoe's double array): one addition and one comparison a step.
//
// Words are sequences of codes, small dense numbers from 1 on for symbols. The child of a state by
// a code is the cell at the state's base plus the code, if that cell names the state as its parent.
// Bases are chosen so that children of different states fall into different cells.
#ifndef CIKU_ENGINE_LEXICON_TRIE_H_
#define CIKU_ENGINE_LEXICON_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ciku {

// Words as codes, one after the other in memory; their numbers are their places. Read backwards
// where `reversed` says so.
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

// The numbers of the words in the order of their codes.
std::vector<uint32_t> SortWords(const CodedWords& words);

// How many states a trie of these words has, the root included. `sorted` is what SortWords said.
uint64_t CountStates(const CodedWords& words, std::span<const uint32_t> sorted);

// Immutable; safe to share between threads.
class Trie {
 public:
  using State = uint32_t;
  static constexpr State kRoot = 0;
  static constexpr State kNone = ~State{0};  // no state, or no word

  Trie() = default;

  // Takes words that are not empty, each once, and what SortWords said of them. While a trie is
  // made it takes up to kBuildBytes for each cell and kBuildBytesForEachWord.
  Trie(const CodedWords& words, std::span<const uint32_t> sorted);

  static constexpr size_t kBuildBytes = 28;
  static constexpr size_t kBuildBytesForEachWord = 32;

  // The state after one code more; kNone where no word goes on like that.
  State Step(State state, uint32_t code) const {
    const State next = cells_[state].base + code;
    return next < cells_.size() && cells_[next].parent == state ? next : kNone;
  }

  // The word that ends at a state; kNone where none does.
  uint32_t WordAt(State state) const { return words_[state]; }

  // The state before a state that is not the root, and the code that leads from there to it, that
  // being its number less the base of the state before.
  State Parent(State state) const { return cells_[state].parent; }
  uint32_t BaseOf(State state) const { return cells_[state].base; }
  uint32_t CodeOf(State state) const { return state - cells_[Parent(state)].base; }

  // States are numbers below this, not all of which are used.
  size_t cells() const { return cells_.size(); }

  // What an automaton takes away from a trie: all states but the root, those nearest to it first,
  // and the words by state.
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
