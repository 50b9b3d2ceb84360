// Tags in wikitext: those of HTML, and those that MediaWiki and its extensions add.
#ifndef CIKU_IO_RECORDS_WIKITEXT_TAGS_H_
#define CIKU_IO_RECORDS_WIKITEXT_TAGS_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace ciku {

struct WikiTag {
  std::string_view name;
  size_t end = 0;       // just behind the tag
  bool closes = false;  // </name>
  bool empty = false;   // <name/>
};

// Returns the tag that begins at `at`, where there is a <; nothing if there is none. Takes time
// that is linear in the distance to the next < or >.
std::optional<WikiTag> ParseWikiTag(std::string_view text, size_t at);

// What is known of the elements with a name.
struct WikiElement {
  enum Content {
    kStays,     // it is wikitext like what stands around it
    kLiteral,   // it is text without markup
    kVanishes,  // it is no text
  };
  // What is left where a tag stood, or the whole element if its content vanishes.
  enum Trace { kNothing, kSpace, kLineEnd };

  Content content = kStays;
  Trace trace = kNothing;
  // Less than kMost, and different for each name whose content does not stay.
  size_t number = 0;

  static constexpr size_t kMost = 32;
};

// Returns what is known of a name, whatever its case.
WikiElement FindWikiElement(std::string_view name);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WIKITEXT_TAGS_H_
