// The templates that sentences are parsed by, and how often each occurs.
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

// Templates by their texts. Safe to share between threads while none changes it.
class TemplateCounts {
 public:
  // Reads a file of templates. The counts of a template that comes several times are added up.
  // Throws what TemplateReader does, and UsageError, naming file and line, where the templates take
  // more than `memory` bytes.
  static TemplateCounts Load(const std::string& path, size_t memory);

  // Adds to the count of a template, which may be new. Throws InputError where FaultOf() finds
  // fault with it.
  void Add(const Template& pattern, const Decimal& count);

  size_t size() const { return counts_.size(); }
  // The sum of all counts.
  const Decimal& total() const { return total_; }

  // Tells one set of templates from another, whatever their order. O(their texts).
  uint64_t Checksum() const;

  // About how much memory it takes, and a TemplateTrie made of it.
  size_t bytes() const { return bytes_; }

  // All of them in the order of their texts' bytes.
  std::vector<std::pair<std::string, Decimal>> Sorted() const;

 private:
  std::unordered_map<std::string, Decimal> counts_;
  Decimal total_;
  size_t bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_COUNTS_H_
