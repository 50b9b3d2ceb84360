#include "engine/lexicon/matcher.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ciku {

Automaton::Automaton(Trie trie, size_t codes)
    : cells_(trie.cells() + 1),
      states_(trie.TakeStatesByDepth()),
      failures_(trie.cells(), Trie::kRoot),
      from_root_(codes) {
  AddNodes(trie);
  for (const State state : states_) {
    State failure = failures_[trie.Parent(state)];
    if (trie.Parent(state) != Trie::kRoot) {
      const uint32_t code = trie.CodeOf(state);
      State child = trie.Step(failure, code);
      while (child == Trie::kNone && failure != Trie::kRoot) {
        failure = failures_[failure];
        child = trie.Step(failure, code);
      }
      failures_[state] = child == Trie::kNone ? Trie::kRoot : child;
    }
    const uint32_t resume = cells_[failures_[state]].resume;
    if (cells_[state].resume == kRootNode) {
      cells_[state].resume = resume;
    } else {
      nodes_[cells_[state].resume].failure = resume;
    }
    if (trie.Parent(state) == Trie::kRoot) {
      from_root_[trie.CodeOf(state)] = {state, cells_[state].resume};
    }
  }
}

// Makes the nodes of all states that have children, those nearest to the root first. The children
// of the root are in from_root_, so its node does not list them.
void Automaton::AddNodes(const Trie& trie) {
  nodes_.push_back({});
  State last = Trie::kRoot;
  for (const State state : states_) {
    const State parent = trie.Parent(state);
    if (parent != last) {  // siblings come one after the other
      cells_[parent].resume = static_cast<uint32_t>(nodes_.size());
      nodes_.push_back({.base = trie.BaseOf(parent)});
      last = parent;
    }
    if (parent == Trie::kRoot) continue;
    cells_[state].parent = static_cast<uint32_t>(nodes_.size() - 1);
    nodes_.back().children |= BitOf(trie.CodeOf(state));
  }
}

// Runs several stretches alternately, so that while one of them waits for memory the others go on.
// Each stretch begins where the state is the root. No branch depends on whether a state has a
// child, because no processor could predict that.
void Automaton::Run(std::span<const uint32_t> codes, State* states) const {
  constexpr size_t kLanes = 8;
  constexpr size_t kStretch = 64;  // symbols at least
  struct Lane {
    size_t at;
    size_t end;
    uint32_t node;
  };
  std::array<Lane, kLanes> lanes;
  size_t begun = 0;  // where the next stretch begins
  const auto begin = [&] {
    Lane lane = {begun, std::min(begun + kStretch, codes.size()), kRootNode};
    while (lane.end < codes.size() && codes[lane.end - 1] != 0) ++lane.end;
    begun = lane.end;
    return lane;
  };
  const Node* const nodes = nodes_.data();
  const Cell* const cells = cells_.data();
  const Next* const from_root = from_root_.data();
  const auto last = static_cast<State>(cells_.size() - 1);
  size_t running = 0;
  while (running < kLanes && begun < codes.size()) lanes[running++] = begin();
  while (running > 0) {
    for (size_t i = 0; i < running;) {
      Lane& lane = lanes[i];
      const uint32_t from = lane.node;  // the cells of its children name it
      const Node& node = nodes[from];
      const uint32_t last_try = node.failure == kRootNode ? 1 : 0;
      const uint32_t code = codes[lane.at];
      const auto possible = static_cast<uint32_t>(node.children >> (code & 63) & 1);
      const State next = std::min(node.base + code, last) & (0 - possible);  // 0 is no child
      const uint32_t found = cells[next].parent == from ? 1 : 0;
      const uint32_t mask = 0 - found;
      const Next otherwise = from_root[code];
      states[lane.at] = (next & mask) | (otherwise.state & ~mask);  // final after the last try
      const uint32_t failed = node.failure | (otherwise.resume & (0 - last_try));
      lane.node = (cells[next].resume & mask) | (failed & ~mask);
      lane.at += found | last_try;
      if (lane.at < lane.end) [[likely]] {
        ++i;
      } else if (begun < codes.size()) {
        lane = begin();
      } else {
        lane = lanes[--running];
      }
    }
  }
}

void Automaton::SumUp(std::vector<uint64_t>* visits) const {
  for (auto state = states_.rbegin(); state != states_.rend(); ++state) {
    (*visits)[failures_[*state]] += (*visits)[*state];
  }
}

Matcher::Matcher(const CodedWords& words, std::span<const uint32_t> sorted, size_t least)
    : Matcher(words, Trie(words, sorted), least) {}

Matcher::Matcher(const CodedWords& words, Trie trie, size_t least)
    : longest_(trie.TakeWords()),
      words_(words.size()),
      automaton_(std::move(trie), CodesOf(words)) {
  for (const Automaton::State state : automaton_.states()) {
    const uint32_t shorter = longest_[automaton_.Failure(state)];
    const uint32_t word = longest_[state];
    if (word == Trie::kNone || words.Length(word) < least) {
      longest_[state] = shorter;
    } else {
      words_[word] = {shorter, static_cast<uint32_t>(words.Length(word))};
    }
  }
}

}  // namespace ciku
