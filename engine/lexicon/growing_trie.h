// A trie that words can be added to: a hash table of edges.
#ifndef CIKU_ENGINE_LEXICON_GROWING_TRIE_H_
#define CIKU_ENGINE_LEXICON_GROWING_TRIE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/count/hash.h"

namespace ciku {

// States are numbered in the order in which they are added, from 0, the root, on. The caller
// numbers the words. Not safe for use by two threads at once while one of them adds.
class GrowingTrie {
 public:
  using State = uint32_t;
  static constexpr State kRoot = 0;
  static constexpr State kNone = ~State{0};

  // An edge from a state to the next, by a symbol.
  struct Edge {
    uint64_t key = kEmpty;
    State to = kNone;       // kNone if there is no such edge
    uint32_t word = kNone;  // the number of the word that ends at `to`; kNone if none does
  };

  GrowingTrie() : edges_(kLeastSize) {}

  // The edge from a state by a symbol. Valid until an edge is added.
  const Edge& Step(State state, char32_t symbol) const {
    return edges_[Find(KeyOf(state, symbol))];
  }

  // Prefetches the place of a step that will be taken soon.
  void Prefetch(State state, char32_t symbol) const {
    __builtin_prefetch(&edges_[Place(KeyOf(state, symbol))]);
  }

  // Like Step, but adds the edge if it is missing. The caller may set its word.
  Edge& Add(State state, char32_t symbol) {
    if (2 * states_ > edges_.size()) Resize(2 * edges_.size());
    const uint64_t key = KeyOf(state, symbol);
    Edge& edge = edges_[Find(key)];
    if (edge.key == kEmpty) edge = {key, states_++, kNone};
    return edge;
  }

  // Makes room for this many more states.
  void Reserve(size_t states) {
    const size_t size = std::bit_ceil(2 * (states_ + states));
    if (size > edges_.size()) Resize(size);
  }

  // Adds edges that are not in the trie yet, each of them to the next new state. Their places are
  // prefetched together.
  void AddNew(std::span<const Edge> edges) {
    Reserve(edges.size());
    for (const Edge& edge : edges) __builtin_prefetch(&edges_[Place(edge.key)], 1);
    for (const Edge& edge : edges) edges_[Find(edge.key)] = edge;
    states_ += static_cast<State>(edges.size());
  }

  static uint64_t KeyOf(State state, char32_t symbol) { return uint64_t{state} << 21 | symbol; }

  State states() const { return states_; }

  // About how many bytes a trie of this many states takes at most, also while it grows.
  static size_t Bytes(size_t states) { return states * 6 * sizeof(Edge); }

 private:
  static constexpr uint64_t kEmpty = ~uint64_t{0};
  static constexpr size_t kLeastSize = 1024;  // a power of two

  size_t Place(uint64_t key) const {
    return static_cast<size_t>(HashOf(key) >> 32) & (edges_.size() - 1);
  }

  // The place of the edge with this key, or the empty place where it belongs.
  size_t Find(uint64_t key) const {
    size_t i = Place(key);
    while (edges_[i].key != key && edges_[i].key != kEmpty) i = (i + 1) & (edges_.size() - 1);
    return i;
  }

  void Resize(size_t size) {
    std::vector<Edge> before(size);
    before.swap(edges_);
    for (const Edge& edge : before) {
      if (edge.key != kEmpty) edges_[Find(edge.key)] = edge;
    }
  }

  std::vector<Edge> edges_;  // open addressing, at most half full
  State states_ = 1;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_GROWING_TRIE_H_
