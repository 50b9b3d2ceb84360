#include "engine/lexicon/trie.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "engine/count/ngram_key.h"
#include "engine/count/radix_sort.h"

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
  // Words are sorted by their first codes, as one number, and by all codes only where these are the
  // same.
  const auto bits = static_cast<unsigned>(std::bit_width(CodesOf(words)));
  const size_t first_codes = 64 / bits;
  std::vector<WideKey<2>> firsts(words.size());  // the number, and the word
  for (uint32_t word = 0; word < words.size(); ++word) {
    const size_t length = words.Length(word);
    for (size_t i = 0; i < first_codes; ++i) {
      firsts[word].words[0] = firsts[word].words[0] << bits | (i < length ? words.At(word, i) : 0);
    }
    firsts[word].words[1] = word;
  }
  std::vector<WideKey<2>> scratch;
  RadixSort<WideKey<2>>(firsts, firsts.size(), &scratch);
  std::vector<uint32_t> sorted;
  sorted.reserve(firsts.size());
  for (const WideKey<2>& first : firsts) sorted.push_back(static_cast<uint32_t>(first.words[1]));
  for (size_t begin = 0, end; begin < sorted.size(); begin = end) {
    for (end = begin + 1; end < sorted.size() && firsts[end].words[0] == firsts[begin].words[0];)
      ++end;
    const auto at = [&](size_t i) { return sorted.begin() + static_cast<ptrdiff_t>(i); };
    std::sort(at(begin), at(end), [&](uint32_t a, uint32_t b) { return IsBefore(words, a, b); });
  }
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

// Chooses the places of states. States with many children come first: where they leave gaps, those
// with few children fit in later. 64 bases are tried at the same time. A trie of Chinese words then
// takes half of the cells that it takes if states are placed level by level.
class TrieBuilder {
 public:
  TrieBuilder(const CodedWords& words, std::span<const uint32_t> sorted, Trie* trie)
      : words_(words), sorted_(sorted), trie_(trie) {}

  void Build() {
    ListParents();
    used_.assign(parents_.size() / 64 + 1, 0);
    Use(Trie::kRoot);
    PlaceChildren();
    MakeCells();
  }

 private:
  // A state with children: the words sorted_[begin, end), which go on from there.
  struct ParentState {
    uint32_t begin;
    uint32_t end;
    uint32_t base = 0;
    uint32_t children = 0;
  };

  // The number of cursors. The cursor for the bit width of the number of children tells where there
  // may still be room for so many: before it there was none for some others of this width.
  static constexpr size_t kCursors = 24;

  // Calls visit(code, begin, end) for the children of a state of this depth: their codes ascend,
  // and the words sorted_[begin, end) go through the child. Returns the number of children.
  template <typename Visit>
  uint32_t ForEachChild(const ParentState& parent, size_t depth, const Visit& visit) const {
    uint32_t children = 0;
    for (uint32_t begin = parent.begin, end; begin < parent.end; begin = end, ++children) {
      const uint32_t code = words_.At(sorted_[begin], depth);
      end = begin + 1;
      while (end < parent.end && words_.At(sorted_[end], depth) == code) ++end;
      visit(code, begin, end);
    }
    return children;
  }

  // Whether the first of these words ends at this depth.
  bool EndsAt(uint32_t begin, size_t depth) const { return words_.Length(sorted_[begin]) == depth; }

  // Lists the states with children level by level, those of a level in the order of their words.
  void ListParents() {
    levels_.push_back(0);
    if (!sorted_.empty()) parents_.push_back({0, static_cast<uint32_t>(sorted_.size())});
    for (size_t at = 0; at < parents_.size(); levels_.push_back(at)) {
      const size_t depth = levels_.size() - 1;
      for (const size_t level_end = parents_.size(); at < level_end; ++at) {
        const ParentState parent = parents_[at];
        parents_[at].children =
            ForEachChild(parent, depth, [&](uint32_t, uint32_t begin, uint32_t end) {
              if (EndsAt(begin, depth + 1)) ++begin;
              if (begin < end) parents_.push_back({begin, end});
            });
      }
    }
  }

  size_t DepthOf(size_t parent) const {
    return static_cast<size_t>(std::upper_bound(levels_.begin(), levels_.end(), parent) -
                               levels_.begin()) -
           1;
  }

  // Chooses the base of every state with children.
  void PlaceChildren() {
    std::vector<uint32_t> order(parents_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return parents_[a].children > parents_[b].children;
    });
    for (const uint32_t number : order) {
      ParentState& parent = parents_[number];
      states_ += parent.children;
      codes_.clear();
      ForEachChild(parent, DepthOf(number),
                   [&](uint32_t code, uint32_t, uint32_t) { codes_.push_back(code); });
      parent.base = FindRoom() - codes_[0];
      for (const uint32_t code : codes_) Use(parent.base + code);
    }
  }

  // Finds a cell for the first child such that the cells of all children are unused.
  uint32_t FindRoom() {
    uint32_t& cursor = cursors_[std::min<size_t>(std::bit_width(codes_.size()), kCursors - 1)];
    for (;; ++cursor) {
      uint64_t taken = 0;
      for (const uint32_t code : codes_) {
        taken |= Bits(uint64_t{cursor} * 64 + (code - codes_[0]));
        if (taken == ~uint64_t{0}) break;
      }
      if (taken != ~uint64_t{0}) return cursor * 64 + static_cast<uint32_t>(std::countr_one(taken));
    }
  }

  // Which of the 64 cells from `first` on are used.
  uint64_t Bits(uint64_t first) const {
    const size_t word = first / 64;
    const auto shift = static_cast<unsigned>(first % 64);
    const uint64_t low = word < used_.size() ? used_[word] >> shift : 0;
    if (shift == 0 || word + 1 >= used_.size()) return low;
    return low | used_[word + 1] << (64 - shift);
  }

  void Use(uint32_t cell) {
    if (cell / 64 >= used_.size()) used_.resize(cell / 64 + 1);
    used_[cell / 64] |= uint64_t{1} << cell % 64;
    cells_ = std::max(cells_, size_t{cell} + 1);
  }

  // Fills the cells, now that all bases are known.
  void MakeCells() {
    trie_->cells_.resize(cells_);
    trie_->words_.assign(cells_, Trie::kNone);
    trie_->by_depth_.reserve(states_);
    trie_->cells_[Trie::kRoot].parent = Trie::kNone - 1;  // it is used although it is no child
    if (!parents_.empty()) trie_->cells_[Trie::kRoot].base = parents_[0].base;
    std::vector<Trie::State> states{Trie::kRoot};  // of a level's states with children
    size_t next_parent = 1;
    for (size_t depth = 0; depth + 1 < levels_.size(); ++depth) {
      std::vector<Trie::State> next_states;
      for (size_t at = levels_[depth]; at < levels_[depth + 1]; ++at) {
        const Trie::State state = states[at - levels_[depth]];
        const ParentState& parent = parents_[at];
        ForEachChild(parent, depth, [&](uint32_t code, uint32_t begin, uint32_t end) {
          const Trie::State child = parent.base + code;
          trie_->cells_[child].parent = state;
          trie_->by_depth_.push_back(child);
          if (EndsAt(begin, depth + 1)) trie_->words_[child] = sorted_[begin++];
          if (begin == end) return;
          trie_->cells_[child].base = parents_[next_parent++].base;
          next_states.push_back(child);
        });
      }
      states.swap(next_states);
    }
  }

  const CodedWords& words_;
  const std::span<const uint32_t> sorted_;
  Trie* const trie_;
  std::vector<ParentState> parents_;
  std::vector<size_t> levels_;  // where each level begins in parents_, and the end
  std::vector<uint64_t> used_;  // a bit for each cell
  size_t cells_ = 0;
  size_t states_ = 0;  // without the root
  std::array<uint32_t, kCursors> cursors_{};
  std::vector<uint32_t> codes_;  // of the children of the current state, ascending
};

Trie::Trie(const CodedWords& words, std::span<const uint32_t> sorted) {
  TrieBuilder(words, sorted, this).Build();
}

}  // namespace ciku
