// All templates at once, as a parser follows them word by word.
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
  static constexpr Word kNoWord = 0;  // of no template
  static constexpr Word kGap = 0;     // among the parts of a template
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
    uint32_t words;  // how many it has
    uint32_t parts;  // and how many parts
    size_t first;    // of these
  };

  explicit TemplateTrie(const TemplateCounts& counts);

  // The number of a word; kNoWord where no template has it.
  Word Find(std::string_view word) const {
    const auto found = numbers_.find(word);
    return found == numbers_.end() ? kNoWord : found->second;
  }

  const Node& At(uint32_t node) const { return nodes_[node]; }

  // The words that may follow, in the order of their numbers, and the nodes after them.
  std::span<const Edge> EdgesOf(const Node& node) const {
    return {edges_.data() + node.first_edge, node.edges};
  }

  // The node after a word, which is not kNoWord; kNone where there is none.
  uint32_t After(const Node& node, Word word) const;

  const Pattern& PatternAt(uint32_t number) const { return patterns_[number]; }
  // Words and kGap.
  std::span<const Word> PartsOf(const Pattern& pattern) const {
    return std::span(parts_).subspan(pattern.first, pattern.parts);
  }

  // How many templates there are, and how many words.
  size_t size() const { return patterns_.size(); }
  size_t words() const { return numbers_.size(); }

  // About how much memory it takes.
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
  std::vector<Edge> edges_;  // those of a node together, in the order of their words
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_TEMPLATE_TRIE_H_
