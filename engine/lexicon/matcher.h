// Finds all occurrences of many words in one pass over a text (Aho and Corasick).
//
// At each position the automaton is in the state of the longest text that ends there and that some
// word begins with. The failure links lead from it to the states of all shorter such texts. So it
// is enough to count one visit at each position and, in the end, to add up the counts along the
// failure links: this gives the frequency of every beginning of every word.
#ifndef CIKU_ENGINE_LEXICON_MATCHER_H_
#define CIKU_ENGINE_LEXICON_MATCHER_H_

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

  // Takes words as Trie does. All codes, also those in texts, must be below `codes`.
  Automaton(const CodedWords& words, std::span<const uint32_t> sorted)
      : Automaton(Trie(words, sorted), CodesOf(words)) {}
  Automaton(Trie trie, size_t codes);

  // The bytes that an automaton takes for each cell of the trie. It takes more while it is built.
  static constexpr size_t kBytesForEachCell = 32;

  // All states are numbers below this. Some of these numbers are unused.
  size_t cells() const { return failures_.size(); }

  // Runs from the root over codes and stores the state after each code in `states`. The code 0
  // stands for separators and for symbols that are in no word. O(size).
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

  // The failure link of a state: the state of the longest text that some word begins with and that
  // this state's text ends with.
  State Failure(State state) const { return failures_[state]; }

  // All states except the root, those nearest to it first.
  const std::vector<State>& states() const { return states_; }

  // Turns the number of visits of each state into the frequency of the state's text.
  void SumUp(std::vector<uint64_t>* visits) const;

 private:
  static constexpr uint32_t kRootNode = 0;

  void AddNodes(const Trie& trie);

  // The part of a state that is needed to step to it. A state that has children also has a node.
  // There are fewer nodes, so they lie close together in memory.
  struct Cell {
    uint32_t parent = Trie::kNone;  // the node of the parent
    // The node in which to look for the next code: the state's own node or, because leaves have
    // none, that of the first state along the failure links that has one.
    uint32_t resume = kRootNode;
  };
  // The part of a state that is needed to step from it.
  struct Node {
    uint32_t base = 0;
    // The node in which to look next if this one has no such child. The steps of the root are in a
    // table of their own.
    uint32_t failure = kRootNode;
    // A bit for each child, chosen by the lowest six bits of its code. Most states have few
    // children, so this saves most lookups of other codes, which would go to random places in
    // memory.
    uint64_t children = 0;
  };

  // The state that follows the root by a code, or the root itself, and the node in which to look
  // next.
  struct Next {
    State state = Trie::kRoot;
    uint32_t resume = kRootNode;
  };

  static uint64_t BitOf(uint32_t code) { return uint64_t{1} << (code & 63); }

  std::vector<Cell> cells_;  // by state; the last one is not the child of any state
  std::vector<Node> nodes_;
  std::vector<State> states_;
  std::vector<State> failures_;
  std::vector<Next> from_root_;  // by code
};

// Tells which words end at each position. Immutable; safe to share between threads.
class Matcher {
 public:
  // Takes words as Trie does. Words of fewer than `least` symbols are left out.
  Matcher(const CodedWords& words, std::span<const uint32_t> sorted, size_t least = 1);

  static constexpr size_t kBytesForEachCell = Automaton::kBytesForEachCell + 4;
  static constexpr size_t kBytesForEachWord = 8;

  const Automaton& automaton() const { return automaton_; }

  // Longest: the longest word that ends where the automaton is in this state. Shorter: the longest
  // other word that this word ends with. Trie::kNone if there is none.
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
