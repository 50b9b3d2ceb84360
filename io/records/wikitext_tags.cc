#include "io/records/wikitext_tags.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "io/ascii.h"

namespace ciku {
namespace {

struct NamedElement {
  std::string_view name;
  WikiElement::Content content;
  WikiElement::Trace trace;
};

constexpr NamedElement kElementsApart[] = {
    {"ref", WikiElement::kVanishes, WikiElement::kNothing},
    {"includeonly", WikiElement::kVanishes, WikiElement::kNothing},
    {"rt", WikiElement::kVanishes, WikiElement::kNothing},
    {"rp", WikiElement::kVanishes, WikiElement::kNothing},
    {"references", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"gallery", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"timeline", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"imagemap", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"graph", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"mapframe", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"inputbox", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"categorytree", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"dynamicpagelist", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"indicator", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"templatedata", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"templatestyles", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"languages", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"style", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"script", WikiElement::kVanishes, WikiElement::kLineEnd},
    {"math", WikiElement::kVanishes, WikiElement::kSpace},
    {"chem", WikiElement::kVanishes, WikiElement::kSpace},
    {"ce", WikiElement::kVanishes, WikiElement::kSpace},
    {"code", WikiElement::kVanishes, WikiElement::kSpace},
    {"syntaxhighlight", WikiElement::kVanishes, WikiElement::kSpace},
    {"source", WikiElement::kVanishes, WikiElement::kSpace},
    {"score", WikiElement::kVanishes, WikiElement::kSpace},
    {"hiero", WikiElement::kVanishes, WikiElement::kSpace},
    {"maplink", WikiElement::kVanishes, WikiElement::kSpace},
    {"nowiki", WikiElement::kLiteral, WikiElement::kNothing},
    {"pre", WikiElement::kLiteral, WikiElement::kLineEnd},
};
static_assert(std::size(kElementsApart) <= WikiElement::kMost);

constexpr std::string_view kBlocks[] = {
    "br",    "hr", "p",  "div", "ul",    "ol",    "li",      "dl",         "dt",     "dd",
    "table", "tr", "td", "th",  "tbody", "thead", "caption", "blockquote", "center", "h1",
    "h2",    "h3", "h4", "h5",  "h6",    "poem",  "section", "article",
};

bool IsNameCharacter(char c) { return IsAsciiLetter(c) || IsAsciiDigit(c) || c == '-'; }

}  // namespace

std::optional<WikiTag> ParseWikiTag(std::string_view text, size_t at) {
  WikiTag tag;
  size_t begin = at + 1;
  if (begin < text.size() && text[begin] == '/') {
    tag.closes = true;
    ++begin;
  }
  if (begin == text.size() || !IsAsciiLetter(text[begin])) return std::nullopt;
  size_t i = begin;
  while (i < text.size() && IsNameCharacter(text[i])) ++i;
  tag.name = text.substr(begin, i - begin);
  if (i == text.size() || std::string_view(" \t\r\n/>").find(text[i]) == std::string_view::npos) {
    return std::nullopt;
  }
  size_t open_braces = 0;
  for (; i < text.size(); ++i) {
    switch (text[i]) {
      case '>':
        tag.empty = text[i - 1] == '/';
        tag.end = i + 1;
        return tag;
      case '<':
        return std::nullopt;
      case '{':
        ++open_braces;
        break;
      case '}':
        if (open_braces-- == 0) return std::nullopt;
        break;
      default:
        break;
    }
  }
  return std::nullopt;
}

WikiElement FindWikiElement(std::string_view name) {
  for (size_t i = 0; i < std::size(kElementsApart); ++i) {
    const NamedElement& element = kElementsApart[i];
    if (EqualIgnoringCase(name, element.name)) return {element.content, element.trace, i};
  }
  const bool block = std::any_of(std::begin(kBlocks), std::end(kBlocks),
                                 [&](std::string_view b) { return EqualIgnoringCase(name, b); });
  return {WikiElement::kStays, block ? WikiElement::kLineEnd : WikiElement::kNothing, 0};
}

}  // namespace ciku
