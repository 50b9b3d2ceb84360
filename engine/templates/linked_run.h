// A run of words and the links between them.
//
// The links of a run make a directed acyclic graph of its tokens. A path of it is maximal when no
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

// Tokens are nodes from 1 on. Node 0 stands for what comes before the run and is linked to every
// token that links leave and none enters, so that the paths of the run are those from node 0 on and
// the tokens that are alone, without any link. Not safe for use by two threads at once.
class LinkedRun {
 public:
  static constexpr size_t kBegin = 0;

  // Makes it the run of these words.
  void Link(std::span<const WordId> words, const WordLinks& links);

  // How many tokens there are, which is also the last of the nodes.
  size_t size() const { return words_.size() - 1; }
  WordId word(size_t node) const { return words_[node]; }

  bool HasLinks() const { return !starts_.empty(); }

  // The tokens without links, from the left on. Of most runs these are all.
  const std::vector<uint32_t>& alone() const { return alone_; }

  // How many links there are. O(tokens).
  size_t links() const;

  // Calls visit(node) for all nodes that a node is linked to, from the left on.
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

  // Whether no link leaves a token.
  bool IsEnd(size_t node) const { return node != kBegin && links_[node] == 0; }

  // Whether a path from a node to a later one leaves a gap between them.
  static bool HasGap(size_t from, size_t to) { return to > from + 1; }

  // Appends the run, or reads it at *at and moves that on; false where the bytes are none.
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
