#include "engine/lexicon/trie.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace ciku {
namespace {

// How many symbols two words have in common at their beginnings.
size_t Shared(const CodedWords& words, uint32_t a, uint32_t b) {
  const size_t limit = std::min(words.Length(a), words.Length(b));
  size_t shared = 0;
  while (shared < limit && words.At(a, shared) == words.At(b, shared)) ++shared;
  return shared;
}

bool IsBefore(const CodedWords& words, uint32_t a, uint32_t b) {
  const size_t shared = Shared(words, a, b);
  if (shared == words.Length(a)) return shared < words.Length(b);
  return shared < words.Length(b) && words.At(a, shared) < words.At(b, shared);
}

}  // namespace

size_t CodesOf(const CodedWords& words) {
  const auto largest = std::max_element(words.codes.begin(), words.codes.end());
  return largest == words.codes.end() ? 1 : size_t{*largest} + 1;
}

std::vector<uint32_t> SortWords(const CodedWords& words) {
  std::vector<uint32_t> sorted(words.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::sort(sorted.begin(), sorted.end(),
            [&](uint32_t a, uint32_t b) { return IsBefore(words, a, b); });
  return sorted;
}

uint64_t CountStates(const CodedWords& words, std::span<const uint32_t> sorted) {
  uint64_t states = 1;
  for (size_t i = 0; i < sorted.size(); ++i) {
    states += words.Length(sorted[i]);
    if (i > 0) states -= Shared(words, sorted[i - 1], sorted[i]);
  }
  return states;
}

// Lays out the states level by level. Unused cells are in a list, in ascending order.
class TrieBuilder {
 public:
  TrieBuilder(const CodedWords& words, std::span<const uint32_t> sorted, Trie* trie)
      : words_(words), sorted_(sorted), cells_(trie->cells_), trie_(trie) {
    cursors_.fill(kEnd);
  }

  void Build() {
    const uint64_t states = CountStates(words_, sorted_);
    cells_.reserve(states);
    previous_.reserve(states);
    trie_->words_.reserve(states);
    trie_->by_depth_.reserve(states - 1);
    AddCells(1);
    Use(Trie::kRoot, kRootsParent);
    std::vector<Node> level = {{Trie::kRoot, 0, static_cast<uint32_t>(sorted_.size())}};
    std::vector<Node> next;
    for (size_t depth = 0; !level.empty(); ++depth) {
      next.clear();
      for (const Node& node : level) AddChildren(node, depth, &next);
      level.swap(next);
    }
    Trim();
  }

 private:
  // The words sorted_[begin, end) continue from `state`.
  struct Node {
    Trie::State state;
    uint32_t begin;
    uint32_t end;
  };

  static constexpr uint32_t kEnd = ~uint32_t{0};
  // The parent in the root's cell, which marks it as used although it is not a child.
  static constexpr Trie::State kRootsParent = Trie::kNone - 1;
  // How many cells are tried for the children of one state, before new cells are taken.
  static constexpr size_t kTries = 4096;
  // The number of cursors. The cursor for the bit width of the number of children tells where there
  // may still be room for so many.
  static constexpr size_t kCursors = 16;

  void AddChildren(Node node, size_t depth, std::vector<Node>* next) {
    if (node.begin < node.end && words_.Length(sorted_[node.begin]) == depth) {
      trie_->words_[node.state] = sorted_[node.begin++];
    }
    codes_.clear();
    starts_.clear();
    for (uint32_t i = node.begin; i < node.end; ++i) {
      const uint32_t code = words_.At(sorted_[i], depth);
      if (!codes_.empty() && codes_.back() == code) continue;
      codes_.push_back(code);
      starts_.push_back(i);
    }
    if (codes_.empty()) return;
    starts_.push_back(node.end);
    const uint32_t first = FindRoom();
    const uint32_t base = first - codes_[0];
    cells_[node.state].base = base;
    for (size_t i = 0; i < codes_.size(); ++i) {
      const Trie::State child = base + codes_[i];
      Use(child, node.state);
      next->push_back({child, starts_[i], starts_[i + 1]});
      trie_->by_depth_.push_back(child);
    }
  }

  // Finds a cell for the first child such that the cells of all children are unused.
  uint32_t FindRoom() {
    const uint32_t span = codes_.back() - codes_[0];
    uint32_t cell = head_;
    if (codes_.size() > 1) {
      uint32_t& cursor = cursors_[std::min<size_t>(std::bit_width(codes_.size()), kCursors - 1)];
      if (cursor != kEnd) cell = cursor;
      for (size_t tries = 0; cell != kEnd && tries < kTries && !HasRoom(cell); ++tries) {
        cell = cells_[cell].base;
      }
      if (cell != kEnd) cursor = cell;
      if (cell != kEnd && !HasRoom(cell)) cell = kEnd;
    }
    if (cell == kEnd) cell = static_cast<uint32_t>(cells_.size());
    if (cell + size_t{span} >= cells_.size()) AddCells(cell + size_t{span} + 1 - cells_.size());
    return cell;
  }

  bool HasRoom(uint32_t cell) const {
    for (const uint32_t code : codes_) {
      const size_t place = cell + size_t{code - codes_[0]};
      if (place >= cells_.size()) return true;
      if (cells_[place].parent != Trie::kNone) return false;
    }
    return true;
  }

  // Adds unused cells to the list. The next unused cell is in `base`, the previous one in
  // previous_.
  void AddCells(size_t count) {
    for (; count > 0; --count) {
      const auto cell = static_cast<uint32_t>(cells_.size());
      cells_.push_back({.base = kEnd});
      previous_.push_back(tail_);
      trie_->words_.push_back(Trie::kNone);
      (tail_ == kEnd ? head_ : cells_[tail_].base) = cell;
      tail_ = cell;
    }
  }

  void Use(uint32_t cell, Trie::State parent) {
    const uint32_t next = cells_[cell].base;
    const uint32_t previous = previous_[cell];
    (previous == kEnd ? head_ : cells_[previous].base) = next;
    (next == kEnd ? tail_ : previous_[next]) = previous;
    for (uint32_t& cursor : cursors_) {
      if (cursor == cell) cursor = next;
    }
    cells_[cell] = {.parent = parent};
  }

  void Trim() {
    while (cells_.back().parent == Trie::kNone) cells_.pop_back();
    trie_->words_.resize(cells_.size());
  }

  const CodedWords& words_;
  const std::span<const uint32_t> sorted_;
  std::vector<Trie::Cell>& cells_;
  Trie* const trie_;
  std::vector<uint32_t> previous_;
  uint32_t head_ = kEnd;
  uint32_t tail_ = kEnd;
  std::array<uint32_t, kCursors> cursors_;
  std::vector<uint32_t> codes_;   // of the children of the current state, ascending
  std::vector<uint32_t> starts_;  // where the words of each child begin in sorted_
};

Trie::Trie(const CodedWords& words, std::span<const uint32_t> sorted) {
  TrieBuilder(words, sorted, this).Build();
}

}  // namespace ciku
