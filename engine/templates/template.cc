#include "engine/templates/template.h"

#include <algorithm>

#include "engine/text/white_space.h"
#include "io/utf8.h"

namespace ciku {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";

// White space that does not separate words of one line.
bool IsTabOrLineEnd(char32_t symbol) {
  return IsWhiteSpace(symbol) &&
         (symbol < U' ' || symbol == U'\u0085' || symbol == U'\u2028' || symbol == U'\u2029');
}

const char* FaultOfWord(std::string_view word) {
  if (word.empty()) return "has an empty token; tokens are separated by one space";
  if (IsOnlyWhiteSpace(word)) return "has a token of white space";
  if (FindSymbol(word, IsTabOrLineEnd) != word.data() + word.size()) {
    return "has a token that holds a tab or a line end";
  }
  if (word == kGapText) return "has a token that looks like a gap; in JSON, a gap is null";
  return nullptr;
}

}  // namespace

std::string WordText(std::string_view word) {
  std::string text;
  for (const char c : word) {
    if (c == ' ') {
      text.append(kNoBreakSpace);
    } else {
      text.push_back(c);
    }
  }
  return text;
}

std::string WordFromText(std::string_view text) {
  std::string word;
  while (!text.empty()) {
    const size_t size = std::min(text.find(kNoBreakSpace), text.size());
    word.append(text.substr(0, size));
    text.remove_prefix(size);
    if (text.empty()) break;
    word.push_back(' ');
    text.remove_prefix(kNoBreakSpace.size());
  }
  return word;
}

Template Template::FromText(std::string_view text) {
  Template result;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    result.parts.push_back(part == kGapText ? TemplatePart() : WordFromText(part));
    begin = end + 1;
  }
  return result;
}

std::string Template::Text() const {
  std::string text;
  for (const TemplatePart& part : parts) {
    if (&part != &parts.front()) text.push_back(' ');
    text.append(part ? WordText(*part) : std::string(kGapText));
  }
  return text;
}

size_t Template::words() const {
  return static_cast<size_t>(std::count_if(
      parts.begin(), parts.end(), [](const TemplatePart& part) { return part.has_value(); }));
}

const char* FaultOf(const Template& parts) {
  bool after_gap = false;
  for (const TemplatePart& part : parts.parts) {
    if (part) {
      if (const char* const fault = FaultOfWord(*part)) return fault;
    } else if (after_gap) {
      return "has two gaps in a row";
    }
    after_gap = !part;
  }
  return parts.words() == 0 ? "has a template without a word" : nullptr;
}

}  // namespace ciku
