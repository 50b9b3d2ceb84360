#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <unordered_map>

#include "engine/templates/decimal.h"
#include "engine/templates/template.h"
#include "engine/templates/template_file.h"
#include "io/error.h"

namespace ciku {
namespace {

// The memory that a template takes here and in a trie, besides its text: nodes of maps and empty
// strings, and, for each of its parts, a node of the trie, an edge, and perhaps a word.
constexpr size_t kBytesForEachTemplate = 240;
constexpr size_t kBytesForEachPart = 160;

}  // namespace

struct TemplateCounts::State {
  std::unordered_map<std::string, Decimal> counts;
  Decimal total;
  size_t bytes = 0;
  bool has_gaps = false;
};

TemplateCounts::TemplateCounts() : state_(std::make_unique<State>()) {}
TemplateCounts::TemplateCounts(TemplateCounts&&) noexcept = default;
TemplateCounts& TemplateCounts::operator=(TemplateCounts&&) noexcept = default;
TemplateCounts::~TemplateCounts() = default;

size_t TemplateCounts::size() const { return state_->counts.size(); }
const Decimal& TemplateCounts::total() const { return state_->total; }
size_t TemplateCounts::bytes() const { return state_->bytes; }
bool TemplateCounts::HasGaps() const { return state_->has_gaps; }

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
  state_->total += count;
  const auto [found, is_new] = state_->counts.try_emplace(std::move(text));
  found->second += count;
  if (!is_new) return;
  state_->has_gaps |= pattern.words() < pattern.parts.size();
  state_->bytes += kBytesForEachTemplate + kBytesForEachPart * pattern.parts.size() +
                   2 * (found->first.size() + count.bytes());
}

void TemplateCounts::Add(const Template& pattern, std::string_view count) {
  if (!IsDecimal(count)) {
    throw InputError(fmt::format("the count of '{}', '{}', is not a number",
                                 Printable(pattern.Text()), Printable(std::string(count))));
  }
  Add(pattern, Decimal(count));
}

uint64_t TemplateCounts::Checksum() const {
  uint64_t sum = 0;
  for (const auto& [text, count] : state_->counts) {
    const std::string digits = count.Text();
    const uint64_t seed = XXH3_64bits(digits.data(), digits.size());
    sum += XXH3_64bits_withSeed(text.data(), text.size(), seed);
  }
  return sum;
}

std::vector<std::pair<std::string, Decimal>> TemplateCounts::Sorted() const {
  std::vector<std::pair<std::string, Decimal>> sorted(state_->counts.begin(), state_->counts.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return sorted;
}

}  // namespace ciku
