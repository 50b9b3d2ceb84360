#include "engine/lexicon/matcher.h"

namespace ciku {

Automaton::Automaton(const CodedWords& words, std::span<const uint32_t> sorted)
    : trie_(words, sorted),
      states_(trie_.TakeStatesByDepth()),
      failures_(trie_.cells(), Trie::kRoot) {
  for (const State state : states_) {
    const State parent = trie_.Parent(state);
    if (parent != Trie::kRoot) failures_[state] = Step(failures_[parent], trie_.CodeOf(state));
  }
}

void Automaton::SumUp(std::vector<uint64_t>* visits) const {
  for (auto state = states_.rbegin(); state != states_.rend(); ++state) {
    (*visits)[failures_[*state]] += (*visits)[*state];
  }
}

Matcher::Matcher(const CodedWords& words, std::span<const uint32_t> sorted)
    : automaton_(words, sorted),
      longest_(automaton_.trie().cells(), Trie::kNone),
      shorter_(words.size(), Trie::kNone) {
  for (const Automaton::State state : automaton_.states()) {
    const uint32_t shorter = longest_[automaton_.Failure(state)];
    const uint32_t word = automaton_.trie().WordAt(state);
    longest_[state] = word == Trie::kNone ? shorter : word;
    if (word != Trie::kNone) shorter_[word] = shorter;
  }
}

}  // namespace ciku
