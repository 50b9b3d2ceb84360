// Finds all occurrences of many words in one pass over a text (Aho and Corasick).
//
// At each position the automaton is in the state of the longest text up to there that some word
// begins with. The states of all shorter ones follow along the failure links, so that counting one
// visit for each position, and adding counts up along these links in the end, gives the frequency
// of every beginning of every word.
#ifndef CIKU_ENGINE_LEXICON_MATCHER_H_
#define CIKU_ENGINE_LEXICON_MATCHER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/lexicon/trie.h"

namespace ciku {

// A trie with failure links. Immutable; safe to share between threads.
class Automaton {
 public:
  using State = Trie::State;

  // As Trie. There are codes below `codes`, also in texts.
  Automaton(const CodedWords& words, std::span<const uint32_t> sorted)
      : Automaton(Trie(words, sorted), CodesOf(words)) {}
  Automaton(Trie trie, size_t codes);

  // What an automaton takes for each cell of the trie, and more while it is made.
  static constexpr size_t kBytesForEachCell = 32;

  // States are numbers below this, not all of which are used.
  size_t cells() const { return failures_.size(); }

  // Runs from the root over codes, 0 being that of symbols that are in no word and of separators,
  // and says in which state each leaves it. O(size).
  void Run(std::span<const uint32_t> codes, State* states) const;

  // Calls visit(state) for the states along a word, code by code.
  template <typename Visit>
  void ForEachStateOf(const CodedWords& words, uint32_t word, const Visit& visit) const {
    State state = from_root_[words.At(word, 0)].state;
    visit(state);
    for (size_t i = 1; i < words.Length(word); ++i) {
      state = nodes_[cells_[state].resume].base + words.At(word, i);
      visit(state);
    }
  }

  // The state of the longest text that this one's ends with and some word begins with.
  State Failure(State state) const { return failures_[state]; }

  // All states but the root, those nearest to it first.
  const std::vector<State>& states() const { return states_; }

  // Makes visits of states frequencies of the texts they stand for.
  void SumUp(std::vector<uint64_t>* visits) const;

 private:
  static constexpr uint32_t kRootNode = 0;

  void AddNodes(const Trie& trie);

  // What is to be known of a state to go on to it. States that have children have a node besides,
  // which are fewer, and close together in memory.
  struct Cell {
    uint32_t parent = Trie::kNone;  // a node
    // From which node to look for the next code: its own, or, since leaves have none, that of the
    // first state along the failure links that has one.
    uint32_t resume = kRootNode;
  };
  // What is to be known of it to go on from it.
  struct Node {
    uint32_t base = 0;
    // From where to look next when it has no such child. The root's are in a table of their own.
    uint32_t failure = kRootNode;
    // A bit for each child, by its code. Most states have few children, and this spares most looks
    // for others, which would be anywhere in memory.
    uint64_t children = 0;
  };

  // The state that follows the root by a code, or the root itself, and from where to look then.
  struct Next {
    State state = Trie::kRoot;
    uint32_t resume = kRootNode;
  };

  static uint64_t BitOf(uint32_t code) { return uint64_t{1} << (code & 63); }

  std::vector<Cell> cells_;  // by state; the last is nobody's child
  std::vector<Node> nodes_;
  std::vector<State> states_;
  std::vector<State> failures_;
  std::vector<Next> from_root_;  // by code
};

// Which words end where. Immutable; safe to share between threads.
class Matcher {
 public:
  // As Trie. Words of fewer than `least` symbols are left out.
  Matcher(const CodedWords& words, std::span<const uint32_t> sorted, size_t least = 1);

  static constexpr size_t kBytesForEachCell = Automaton::kBytesForEachCell + 4;
  static constexpr size_t kBytesForEachWord = 8;

  const Automaton& automaton() const { return automaton_; }

  // The longest word that ends where the automaton is in this state, and the longest word that a
  // word ends with besides itself; Trie::kNone where there is none.
  uint32_t Longest(Automaton::State state) const { return longest_[state]; }
  uint32_t Shorter(uint32_t word) const { return words_[word].shorter; }
  uint32_t Length(uint32_t word) const { return words_[word].length; }

 private:
  Matcher(const CodedWords& words, Trie trie, size_t least);

  struct Word {
    uint32_t shorter = Trie::kNone;
    uint32_t length = 0;
  };

  std::vector<uint32_t> longest_;  // by state
  std::vector<Word> words_;
  Automaton automaton_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_MATCHER_H_
