#include "engine/templates/template.h"

#include <algorithm>

#include "engine/text/white_space.h"

namespace ciku {
namespace {

const char* FaultOfWord(std::string_view word) {
  if (word.empty()) return "has an empty token; tokens are separated by one space";
  if (HoldsWhiteSpace(word)) return "has a token that holds white space";
  if (word == kGapText) return "has a token that looks like a gap; in JSON, a gap is null";
  return nullptr;
}

}  // namespace

Template Template::FromText(std::string_view text) {
  Template result;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    result.parts.push_back(part == kGapText ? TemplatePart() : std::string(part));
    begin = end + 1;
  }
  return result;
}

std::string Template::Text() const {
  std::string text;
  for (const TemplatePart& part : parts) {
    if (&part != &parts.front()) text.push_back(' ');
    text.append(part ? std::string_view(*part) : kGapText);
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
