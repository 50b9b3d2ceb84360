#include "engine/templates/template_list.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/templates/decimal.h"
#include "engine/templates/template.h"
#include "io/error.h"
#include "io/json.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

std::string TextOf(const FoundTemplate& found, const std::vector<PrefixTrie::Step>& steps,
                   const Vocabulary& vocabulary) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (!text.empty()) text += ' ';
    text += part;
  };
  for (const PrefixTrie::Step step : steps) {
    if (PrefixTrie::HasGap(step)) add(kGapText);
    add(WordText(vocabulary.word(PrefixTrie::WordOf(step))));
  }
  if (found.ends_in_gap) add(kGapText);
  return text;
}

bool IsTrivial(const FoundTemplate& found, const std::vector<PrefixTrie::Step>& steps) {
  return steps.size() == 1 && PrefixTrie::HasGap(steps[0]) && found.ends_in_gap;
}

void AppendJsonParts(std::string_view text, std::string* out) {
  for (bool first = true; !text.empty(); first = false) {
    const size_t size = std::min(text.find(' '), text.size());
    const std::string_view part = text.substr(0, size);
    if (!first) *out += ',';
    *out += part == kGapText ? "null" : JsonString(WordFromText(part));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
}

}  // namespace

TemplateList::TemplateList(const TemplateGrower& grower, const Vocabulary& vocabulary,
                           const TemplateOptions& options, size_t memory) {
  size_t bytes = 0;
  for (const FoundTemplate& found : grower.found()) {
    const std::vector<PrefixTrie::Step> steps = found.Spell(grower.trie());
    if (steps.size() < options.min_words) continue;
    if (options.no_trivial && IsTrivial(found, steps)) continue;
    entries_.push_back({found.count, TextOf(found, steps, vocabulary)});
    // The growing list briefly takes both its old and its new memory.
    bytes += 3 * sizeof(Entry) + entries_.back().text.capacity() + HeapBytes(found.count);
    if (bytes > memory) {
      throw UsageError(
          "the templates do not fit the memory budget; raise --memory, --min-proba or "
          "--min-count");
    }
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  entries_.resize(std::min<uint64_t>(entries_.size(), options.top));
}

void TemplateList::AppendLine(size_t i, TemplateFormat format, PathWeight weight,
                              std::string* out) const {
  const Entry& entry = entries_[i];
  if (format == TemplateFormat::kTsv) {
    *out += entry.text;
    *out += '\t';
    AppendCount(weight, entry.count, out);
  } else {
    *out += "{\"template\":[";
    AppendJsonParts(entry.text, out);
    *out += "],\"count\":";
    AppendCount(weight, entry.count, out);
    *out += '}';
  }
  *out += '\n';
}

Templates::Templates(std::unique_ptr<const TemplateList> list, PathWeight weight,
                     TemplateFigures figures)
    : list_(std::move(list)), weight_(weight), figures_(std::move(figures)) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

size_t Templates::size() const { return list_->size(); }

std::string_view Templates::text(size_t i) const { return list_->text(i); }

std::string Templates::count(size_t i) const {
  std::string count;
  AppendCount(weight_, list_->count(i), &count);
  return count;
}

TemplateCounts Templates::counts() const {
  TemplateCounts counts;
  for (size_t i = 0; i < size(); ++i) counts.Add(Template::FromText(text(i)), Decimal(count(i)));
  return counts;
}

void Templates::Write(TemplateFormat format,
                      const std::function<void(std::string_view)>& write) const {
  std::string line;
  for (size_t i = 0; i < size(); ++i) {
    line.clear();
    list_->AppendLine(i, format, weight_, &line);
    write(line);
  }
}

void Templates::Save(const std::string& path, TemplateFormat format) const {
  TextOutput output(path);
  Write(format, [&](std::string_view text) { output.Write(text); });
  output.Commit();
}

}  // namespace ciku
