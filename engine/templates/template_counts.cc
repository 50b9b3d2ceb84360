#include "engine/templates/template_counts.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

#include "engine/templates/template_file.h"
#include "io/error.h"

namespace ciku {
namespace {

// The memory that a template takes here and in a trie, besides its text: nodes of maps and empty
// strings, and, for each of its parts, a node of the trie, an edge, and perhaps a word.
constexpr size_t kBytesForEachTemplate = 240;
constexpr size_t kBytesForEachPart = 160;

}  // namespace

TemplateCounts TemplateCounts::Load(const std::string& path, size_t memory) {
  TemplateCounts counts;
  TemplateReader reader(path);
  for (TemplateEntry entry; reader.Next(&entry);) {
    counts.Add(entry.pattern, entry.count);
    if (counts.bytes() > memory) {
      throw UsageError(
          fmt::format("{}: the templates up to here do not fit the memory budget; raise --memory",
                      reader.Place()));
    }
  }
  return counts;
}

void TemplateCounts::Add(const Template& pattern, const Decimal& count) {
  std::string text = pattern.Text();
  if (const char* const fault = FaultOf(pattern)) {
    throw InputError(fmt::format("'{}' {}", Printable(text), fault));
  }
  total_ += count;
  const auto [found, is_new] = counts_.try_emplace(std::move(text));
  found->second += count;
  if (!is_new) return;
  bytes_ += kBytesForEachTemplate + kBytesForEachPart * pattern.parts.size() +
            2 * (found->first.size() + count.bytes());
}

uint64_t TemplateCounts::Checksum() const {
  uint64_t sum = 0;
  for (const auto& [text, count] : counts_) {
    const std::string digits = count.Text();
    const uint64_t seed = XXH3_64bits(digits.data(), digits.size());
    sum += XXH3_64bits_withSeed(text.data(), text.size(), seed);
  }
  return sum;
}

std::vector<std::pair<std::string, Decimal>> TemplateCounts::Sorted() const {
  std::vector<std::pair<std::string, Decimal>> sorted(counts_.begin(), counts_.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return sorted;
}

}  // namespace ciku
