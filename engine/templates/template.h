// Sentence templates: words with gaps between them.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// The text form of a gap. Words and gaps are separated by spaces: "[X] 是 [X] 的 [X]".
constexpr std::string_view kGapText = "[X]";

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

// Why these parts are not a template: an empty word, a word that holds white space or is spelled
// like a gap, two gaps in a row, or no word at all. The text is the rest of a sentence about a
// line, such as "has two gaps in a row". Null if they are a template.
const char* FaultOf(const Template& parts);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
