// The first step from wikitext to plain text: takes out what vanishes as a whole, which is what
// rules 1 to 6 of io/records/wikitext.h name.
#ifndef CIKU_IO_RECORDS_WIKITEXT_PRUNER_H_
#define CIKU_IO_RECORDS_WIKITEXT_PRUNER_H_

#include <string>
#include <string_view>

namespace ciku {

// Marks in what PruneWikitext returns. Other control characters than these, tabs and line ends do
// not occur in it.
constexpr char kSpaceMark = '\x01';         // something vanished and left a space
constexpr char kLineEndMark = '\x02';       // something vanished and left a line end
constexpr char kLiteralBeginMark = '\x03';  // from here to the end mark, only character references
constexpr char kLiteralEndMark = '\x04';    // are markup

// Returns the wikitext with marks in place of what vanishes. It is not longer than before. Takes
// linear time.
std::string PruneWikitext(std::string_view wikitext);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_WIKITEXT_PRUNER_H_
