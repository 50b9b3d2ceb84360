// Finds all occurrences of many words in one pass over a text (Aho and Corasick).
//
// At each position the automaton is in the state of the longest text up to there that some word
// begins with. The states of all shorter ones follow along the failure links, so that counting one
// visit for each position, and adding counts up along these links in the end, gives the frequency of
// every beginning of every word.
#ifndef CIKU_ENGINE_LEXICON_MATCHER_H_
#define CIKU_ENGINE_LEXICON_MATCHER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/lexicon/trie.h"

namespace ciku {

// A trie with failure links. Immutable; safe to share between threads.
class Automaton {
 public:
  using State = Trie::State;

  // As Trie; takes kBytesForEachCell when it is made.
  Automaton(const CodedWords& words, std::span<const uint32_t> sorted);

  static constexpr size_t kBytesForEachCell = 20;

  const Trie& trie() const { return trie_; }

  // The state after one code more, which is not 0. Amortized O(1).
  State Step(State state, uint32_t code) const {
    for (;;) {
      const State next = trie_.Step(state, code);
      if (next != Trie::kNone) return next;
      if (state == Trie::kRoot) return Trie::kRoot;
      state = failures_[state];
    }
  }

  // The state of the longest text that this one's ends with and some word begins with.
  State Failure(State state) const { return failures_[state]; }

  // All states but the root, those nearest to it first.
  const std::vector<State>& states() const { return states_; }

  // Makes visits of states frequencies of the texts they stand for.
  void SumUp(std::vector<uint64_t>* visits) const;

 private:
  Trie trie_;
  std::vector<State> states_;
  std::vector<State> failures_;
};

// Which words end where. Immutable; safe to share between threads.
class Matcher {
 public:
  Matcher(const CodedWords& words, std::span<const uint32_t> sorted);

  static constexpr size_t kBytesForEachCell = Automaton::kBytesForEachCell + 4;
  static constexpr size_t kBytesForEachWord = 4;

  const Automaton& automaton() const { return automaton_; }

  // The longest word that ends where the automaton is in this state, and the longest word that a
  // word ends with besides itself; Trie::kNone where there is none.
  uint32_t Longest(Automaton::State state) const { return longest_[state]; }
  uint32_t Shorter(uint32_t word) const { return shorter_[word]; }

 private:
  Automaton automaton_;
  std::vector<uint32_t> longest_;  // by state
  std::vector<uint32_t> shorter_;  // by word
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_MATCHER_H_
