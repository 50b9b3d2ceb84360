// Writes templates, in the formats of engine/templates/template_file.h.
//
// The most frequent come first; equally frequent ones are in the order of the code points of their
// text in tsv. Votes have six digits after the point.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_LIST_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_LIST_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/templates/template_grower.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

enum class TemplateFormat { kTsv, kJsonLines };

// Which templates are listed.
struct TemplateChoice {
  size_t min_words = 1;
  bool no_trivial = false;  // leaves out a single word between two gaps
  uint64_t top = std::numeric_limits<uint64_t>::max();
};

class TemplateList {
 public:
  // Throws UsageError if the templates take more than `memory` bytes.
  TemplateList(const TemplateGrower& grower, const Vocabulary& vocabulary,
               const TemplateChoice& choice, size_t memory);

  size_t size() const { return entries_.size(); }

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
