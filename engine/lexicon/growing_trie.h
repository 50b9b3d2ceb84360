// A trie that words can be added to: a hash table of edges.
#ifndef CIKU_ENGINE_LEXICON_GROWING_TRIE_H_
#define CIKU_ENGINE_LEXICON_GROWING_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ciku {

// States are numbered from 0, the root, as they come; words by whoever adds them. Not safe for use
// by two threads at once while any is added.
class GrowingTrie {
 public:
  using State = uint32_t;
  static constexpr State kRoot = 0;
  static constexpr State kNone = ~State{0};

  GrowingTrie() : edges_(kLeastSize), words_(1, kNone) {}

  // The state after one symbol more; kNone where there is none.
  State Step(State state, char32_t symbol) const {
    const uint64_t key = KeyOf(state, symbol);
    for (size_t i = Place(key);; i = (i + 1) & (edges_.size() - 1)) {
      if (edges_[i].key == key) return edges_[i].to;
      if (edges_[i].key == kEmpty) return kNone;
    }
  }

  // Loads the place of a step that will be taken soon into the cache.
  void Prefetch(State state, char32_t symbol) const {
    __builtin_prefetch(&edges_[Place(KeyOf(state, symbol))]);
  }

  // The same, adding it.
  State Add(State state, char32_t symbol) {
    const State found = Step(state, symbol);
    if (found != kNone) return found;
    if (2 * states_ > edges_.size()) Grow();
    Insert({KeyOf(state, symbol), states_});
    words_.push_back(kNone);
    return states_++;
  }

  // The number of the word that ends in a state; kNone where none does.
  uint32_t WordAt(State state) const { return words_[state]; }
  void SetWord(State state, uint32_t word) { words_[state] = word; }

  // About how much memory it takes at most, also while it grows.
  size_t bytes() const { return states_ * (6 * sizeof(Edge) + 2 * sizeof(words_[0])); }

 private:
  struct Edge {
    uint64_t key = kEmpty;
    State to = kNone;
  };

  static constexpr uint64_t kEmpty = ~uint64_t{0};
  static constexpr size_t kLeastSize = 1024;  // a power of two

  static uint64_t KeyOf(State state, char32_t symbol) { return uint64_t{state} << 21 | symbol; }

  size_t Place(uint64_t key) const {
    const uint64_t mixed = (key ^ key >> 29) * 0x9E3779B97F4A7C15;
    return static_cast<size_t>(mixed >> 32) & (edges_.size() - 1);
  }

  void Insert(Edge edge) {
    size_t i = Place(edge.key);
    while (edges_[i].key != kEmpty) i = (i + 1) & (edges_.size() - 1);
    edges_[i] = edge;
  }

  void Grow() {
    std::vector<Edge> before(2 * edges_.size());
    before.swap(edges_);
    for (const Edge& edge : before) {
      if (edge.key != kEmpty) Insert(edge);
    }
  }

  std::vector<Edge> edges_;  // open addressing, at most half full
  State states_ = 1;
  std::vector<uint32_t> words_;  // by state
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_GROWING_TRIE_H_
