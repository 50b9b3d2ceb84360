// Sentence templates: words with gaps between them.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ciku {

class Decimal;

// How a gap is written, where words and gaps are separated by spaces: "[X] 是 [X] 的 [X]".
constexpr std::string_view kGapText = "[X]";

// Of a template: a word, or nothing for a gap.
using TemplatePart = std::optional<std::string>;

struct Template {
  std::vector<TemplatePart> parts;

  // Of words and gaps as they are written. Every text is one of some template, though perhaps of
  // one that FaultOf() finds fault with.
  static Template FromText(std::string_view text);

  std::string Text() const;

  // How many of the parts are words.
  size_t words() const;

  friend bool operator==(const Template&, const Template&) = default;
};

// What keeps these parts from being a template, as the rest of a sentence about a line: an empty
// word, one that holds white space or is written as a gap is, two gaps in a row, or gaps alone.
// Null where nothing does.
const char* FaultOf(const Template& parts);

// Templates by their texts. Safe to share between threads while none changes it.
class TemplateCounts {
 public:
  TemplateCounts();
  TemplateCounts(TemplateCounts&&) noexcept;
  TemplateCounts& operator=(TemplateCounts&&) noexcept;
  ~TemplateCounts();

  // Reads a file of templates. The counts of a template that comes several times are added up.
  // Throws what TemplateReader does, and UsageError, naming file and line, where the templates take
  // more than `memory` bytes.
  static TemplateCounts Load(const std::string& path, size_t memory = size_t{1} << 40);

  // Adds to the count of a template, which may be new. Throws InputError where FaultOf() finds
  // fault with it.
  void Add(const Template& pattern, const Decimal& count);

  size_t size() const;
  // The sum of all counts.
  const Decimal& total() const;

  // Tells one set of templates from another, whatever their order. O(their texts).
  uint64_t Checksum() const;

  // About how much memory it takes, and a TemplateTrie made of it.
  size_t bytes() const;

  // All of them in the order of their texts' bytes.
  std::vector<std::pair<std::string, Decimal>> Sorted() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
