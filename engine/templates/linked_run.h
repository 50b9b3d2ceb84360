// A run of words and the links between them.
//
// The links of a run make a directed acyclic graph of its tokens. A path in it is maximal if no
// link enters its first token and none leaves its last; a token without links is a path by itself.
#ifndef CIKU_ENGINE_TEMPLATES_LINKED_RUN_H_
#define CIKU_ENGINE_TEMPLATES_LINKED_RUN_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/templates/vocabulary.h"
#include "engine/templates/word_links.h"

namespace ciku {

// Tokens are nodes from 1 on. Node 0 stands for the beginning of the run. It is linked to every
// token that links leave and none enters, so that the paths of the run are the paths from node 0
// and the tokens without any link. Not safe for use by two threads at once.
class LinkedRun {
 public:
  static constexpr size_t kBegin = 0;

  // Replaces the run with the run of these words, linked by `links`.
  void Link(std::span<const WordId> words, const WordLinks& links);

  // The number of tokens, which is also the number of the last node.
  size_t size() const { return words_.size() - 1; }
  WordId word(size_t node) const { return words_[node]; }

  bool HasLinks() const { return !starts_.empty(); }

  // The tokens without links, from left to right. In most runs these are all tokens.
  const std::vector<uint32_t>& alone() const { return alone_; }

  // The number of links, without those of node 0. O(tokens).
  size_t links() const;

  // Calls visit(next) for all nodes that `node` is linked to, from left to right.
  template <typename Visit>
  void ForEachNext(size_t node, const Visit& visit) const {
    if (node == kBegin) {
      for (const uint32_t start : starts_) visit(size_t{start});
      return;
    }
    for (uint64_t left = links_[node]; left != 0; left &= left - 1) {
      visit(node + 1 + static_cast<size_t>(std::countr_zero(left)));
    }
  }

  // Whether the node is a token that no link leaves.
  bool IsEnd(size_t node) const { return node != kBegin && links_[node] == 0; }

  // Whether a link from one node to a later one leaves a gap between them.
  static bool HasGap(size_t from, size_t to) { return to > from + 1; }

  // Encode() appends the run to `out`. Decode() reads a run at *at, moves *at behind it, and
  // returns false if the bytes are not a run.
  //
  //   run := varint(tokens)  { varint(2 word)  or  varint(2 word + 1) varint(links) } for each
  void Encode(std::string* out) const;
  bool Decode(const char** at, const char* end);

 private:
  void FindStarts();

  // By node.
  std::vector<WordId> words_ = {kNoWordId};
  std::vector<uint64_t> links_ = {0};  // bit i: to the node i + 1 after it
  std::vector<uint32_t> starts_;
  std::vector<uint32_t> alone_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_LINKED_RUN_H_
