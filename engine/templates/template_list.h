// Writes templates, in the formats of engine/templates/template_file.h.
//
// The most frequent come first; equally frequent ones are in the order of the code points of their
// text in tsv. Votes have six digits after the point.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_LIST_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_LIST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/templates/find_templates.h"
#include "engine/templates/template_grower.h"
#include "engine/templates/vocabulary.h"
#include "io/names.h"

namespace ciku {

// The names of formats, as --format takes them.
inline constexpr Named<TemplateFormat> kTemplateFormats[] = {{"tsv", TemplateFormat::kTsv},
                                                             {"jsonl", TemplateFormat::kJsonLines}};

class TemplateList {
 public:
  // Throws UsageError if the templates take more than `memory` bytes.
  TemplateList(const TemplateGrower& grower, const Vocabulary& vocabulary,
               const TemplateOptions& options, size_t memory);

  size_t size() const { return entries_.size(); }

  // The i-th template as in tsv, and its count.
  const std::string& text(size_t i) const { return entries_[i].text; }
  const BigCount& count(size_t i) const { return entries_[i].count; }

  // Appends the line of template `i`, which is less than size().
  void AppendLine(size_t i, TemplateFormat format, PathWeight weight, std::string* out) const;

 private:
  struct Entry {
    BigCount count;
    std::string text;  // its text in tsv
  };

  std::vector<Entry> entries_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_LIST_H_
