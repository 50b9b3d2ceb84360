// Sentence templates: words with gaps between them.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

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

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_H_
