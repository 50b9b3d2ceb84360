// The templates that sentences are parsed with, and their counts.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_COUNTS_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/templates/decimal.h"
#include "engine/templates/template.h"

namespace ciku {

// Templates by their texts. Safe to share between threads while none of them changes it.
class TemplateCounts {
 public:
  // Reads a file of templates. If a template occurs several times, its counts are added up. Throws
  // as TemplateReader does; UsageError, naming file and line, if the templates take more than
  // `memory` bytes.
  static TemplateCounts Load(const std::string& path, size_t memory);

  // Adds to the count of a template, which may be new. Throws InputError if FaultOf() finds a
  // fault.
  void Add(const Template& pattern, const Decimal& count);

  size_t size() const { return counts_.size(); }
  // The sum of all counts.
  const Decimal& total() const { return total_; }

  // A checksum of templates and counts, whatever their order. O(size of the texts).
  uint64_t Checksum() const;

  // About how much memory this and a TemplateTrie of these templates take together.
  size_t bytes() const { return bytes_; }

  // All templates, sorted by the bytes of their texts.
  std::vector<std::pair<std::string, Decimal>> Sorted() const;

 private:
  std::unordered_map<std::string, Decimal> counts_;
  Decimal total_;
  size_t bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_COUNTS_H_
