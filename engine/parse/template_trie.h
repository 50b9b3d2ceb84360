// A trie of all templates, which a parser follows word by word.
#ifndef CIKU_ENGINE_PARSE_TEMPLATE_TRIE_H_
#define CIKU_ENGINE_PARSE_TEMPLATE_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/parse/score.h"
#include "engine/templates/template.h"

namespace ciku {

// A trie whose edges are words and gaps. Words are numbers from 1 on. Immutable; safe to share
// between threads.
class TemplateTrie {
 public:
  using Word = uint32_t;
  static constexpr Word kNoWord = 0;  // a word that is in no template
  static constexpr Word kGap = 0;     // a gap among the parts of a template
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  static constexpr uint32_t kRoot = 0;

  // A prefix of templates.
  struct Node {
    uint32_t first_edge = 0;
    uint32_t edges = 0;
    uint32_t gap = kNone;      // the node after a gap
    uint32_t pattern = kNone;  // the template that ends here
  };

  struct Edge {
    Word word;
    uint32_t node;
  };

  // A template.
  struct Pattern {
    Score weight;    // ln n - ln total
    uint32_t words;  // the number of its words
    uint32_t parts;  // the number of its parts
    size_t first;    // the place of its first part in parts_
  };

  explicit TemplateTrie(const TemplateCounts& counts);

  // The number of a word; kNoWord if no template has it.
  Word Find(std::string_view word) const {
    const auto found = numbers_.find(word);
    return found == numbers_.end() ? kNoWord : found->second;
  }

  const Node& At(uint32_t node) const { return nodes_[node]; }

  // The words that may follow a node, in the order of their numbers, and the nodes after them.
  std::span<const Edge> EdgesOf(const Node& node) const {
    return {edges_.data() + node.first_edge, node.edges};
  }

  // The node that `word` leads to; kNone if there is none. The word must not be kNoWord.
  uint32_t After(const Node& node, Word word) const;

  const Pattern& PatternAt(uint32_t number) const { return patterns_[number]; }
  // The parts of a template: words and kGap.
  std::span<const Word> PartsOf(const Pattern& pattern) const {
    return std::span(parts_).subspan(pattern.first, pattern.parts);
  }

  // The number of templates, and of the different words in them.
  size_t size() const { return patterns_.size(); }
  size_t words() const { return numbers_.size(); }

  // About how many bytes the trie takes.
  size_t bytes() const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  void AddPattern(std::string_view text, Score weight);
  void Build();

  std::unordered_map<std::string, Word, Hash, std::equal_to<>> numbers_;
  std::vector<Pattern> patterns_;
  std::vector<Word> parts_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;  // by node, then by word
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_TEMPLATE_TRIE_H_
