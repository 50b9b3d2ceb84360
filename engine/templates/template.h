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

// The text form of a gap. Words and gaps are separated by spaces: "[X] 是 [X] 的 [X]".
constexpr std::string_view kGapText = "[X]";

// The text form of a word: a space in it, as in a phrase, is a no-break space (U+00A0). The other
// way round, a no-break space is read as a space.
std::string WordText(std::string_view word);
std::string WordFromText(std::string_view text);

// A part of a template: a word, or nothing for a gap.
using TemplatePart = std::optional<std::string>;

struct Template {
  std::vector<TemplatePart> parts;

  // Reads words and gaps from their text form. Every text gives parts, but these may not be a
  // template; see FaultOf().
  static Template FromText(std::string_view text);

  std::string Text() const;

  // The number of parts that are words.
  size_t words() const;

  friend bool operator==(const Template&, const Template&) = default;
};

// Why these parts are not a template: a word that is empty, consists of white space, holds a tab or
// a line end or is spelled like a gap; two gaps in a row; or no word at all. The text is the rest
// of a sentence about a line, such as "has two gaps in a row". Null if they are a template.
const char* FaultOf(const Template& parts);

// Templates by their texts. Safe to share between threads while none changes it.
class TemplateCounts {
 public:
  TemplateCounts();
  TemplateCounts(TemplateCounts&&) noexcept;
  TemplateCounts& operator=(TemplateCounts&&) noexcept;
  ~TemplateCounts();

  // Reads a file of templates. If a template occurs several times, its counts are added up. Throws
  // InputError at a line that is no template, and UsageError, naming file and line, if the
  // templates take more than `memory` bytes.
  static TemplateCounts Load(const std::string& path, size_t memory = size_t{1} << 40);

  // Adds to the count of a template, which may be new. Throws InputError if FaultOf() finds a
  // fault.
  void Add(const Template& pattern, const Decimal& count);

  // The same for a count as text: digits, which a point and more digits may follow. Throws
  // InputError also if it is none.
  void Add(const Template& pattern, std::string_view count);

  size_t size() const;
  // Whether any template has a gap.
  bool HasGaps() const;
  // The sum of all counts.
  const Decimal& total() const;

  // A checksum of templates and counts, whatever their order. O(size of the texts).
  uint64_t Checksum() const;

  // About how many bytes this and a parser of these templates take together.
  size_t bytes() const;

  // All templates, sorted by the bytes of their texts.
  std::vector<std::pair<std::string, Decimal>> Sorted() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
