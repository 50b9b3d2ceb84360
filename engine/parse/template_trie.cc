#include "engine/parse/template_trie.h"

#include <algorithm>
#include <numeric>

#include "engine/templates/decimal.h"

namespace ciku {
namespace {

// How many bytes a word takes in numbers_, besides its own.
constexpr size_t kBytesForEachNumber = 88;
// Up to this many edges are searched one by one.
constexpr uint32_t kFewEdges = 8;

}  // namespace

TemplateTrie::TemplateTrie(const TemplateCounts& counts) {
  const double log_total = counts.total().Log();
  for (const auto& [text, count] : counts.Sorted()) {
    AddPattern(text, ScoreFrom(count.Log() - log_total));
  }
  Build();
}

void TemplateTrie::AddPattern(std::string_view text, Score weight) {
  Pattern pattern{weight, 0, 0, parts_.size()};
  for (TemplatePart& part : Template::FromText(text).parts) {
    ++pattern.parts;
    if (!part) {
      parts_.push_back(kGap);
      continue;
    }
    ++pattern.words;
    const auto number = static_cast<Word>(numbers_.size() + 1);
    parts_.push_back(numbers_.try_emplace(std::move(*part), number).first->second);
  }
  patterns_.push_back(pattern);
}

// Builds node after node. A node stands for the patterns that begin with the same parts; these lie
// together when patterns are sorted by their parts.
void TemplateTrie::Build() {
  struct Range {
    size_t begin;
    size_t end;
    size_t depth;
  };
  std::vector<uint32_t> order(patterns_.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const std::span<const Word> x = PartsOf(patterns_[a]);
    const std::span<const Word> y = PartsOf(patterns_[b]);
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
  });
  std::vector<Range> ranges{{0, order.size(), 0}};
  nodes_.emplace_back();
  for (size_t node = 0; node < nodes_.size(); ++node) {
    size_t at = ranges[node].begin;
    const size_t end = ranges[node].end;
    const size_t depth = ranges[node].depth;
    if (at < end && patterns_[order[at]].parts == depth) nodes_[node].pattern = order[at++];
    nodes_[node].first_edge = static_cast<uint32_t>(edges_.size());
    while (at < end) {
      const auto part_of = [&](size_t i) { return PartsOf(patterns_[order[i]])[depth]; };
      const Word part = part_of(at);
      const size_t begin = at;
      while (at < end && part_of(at) == part) ++at;
      const auto next = static_cast<uint32_t>(nodes_.size());
      nodes_.emplace_back();
      ranges.push_back({begin, at, depth + 1});
      if (part == kGap) {
        nodes_[node].gap = next;
      } else {
        edges_.push_back({part, next});
        ++nodes_[node].edges;
      }
    }
  }
}

size_t TemplateTrie::bytes() const {
  size_t words = 0;
  for (const auto& [word, number] : numbers_) words += word.size() + kBytesForEachNumber;
  return words + patterns_.capacity() * sizeof(Pattern) + parts_.capacity() * sizeof(Word) +
         nodes_.capacity() * sizeof(Node) + edges_.capacity() * sizeof(Edge);
}

uint32_t TemplateTrie::After(const Node& node, Word word) const {
  const Edge* const first = edges_.data() + node.first_edge;
  const Edge* const last = first + node.edges;
  const auto before = [](const Edge& edge, Word other) { return edge.word < other; };
  const Edge* found = first;
  if (node.edges <= kFewEdges) {
    while (found < last && found->word < word) ++found;
  } else {
    found = std::lower_bound(first, last, word, before);
  }
  return found < last && found->word == word ? found->node : kNone;
}

}  // namespace ciku
