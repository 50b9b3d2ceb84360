// The header of a dictionary for the input method Rime, in YAML: as much of it as is needed.
//
//   # comments
//   ---
//   name: luna
//   version: "1"
//   sort: by_weight
//   columns: [text, weight]     or one on each of the next lines, after a dash
//   ...
//
// Then a line holds a word, tab by tab with its code, its weight or what else the columns say; if
// the header does not say it, they are text, code and weight. A line that begins with # is a
// comment, unless a line "# no comment" came before.
#ifndef CIKU_IO_LEXICONS_RIME_HEADER_H_
#define CIKU_IO_LEXICONS_RIME_HEADER_H_

#include <string>
#include <string_view>

#include "io/lexicons/lexicon_line.h"
#include "io/streams/line_reader.h"

namespace ciku {

// Whether the first lines are such a header. Reads them.
bool IsRimeHeader(LineReader* lines);

// Reads the header. Throws InputError, which names the file, if it does not end, or if none of its
// columns is the text.
LexiconColumns ReadRimeHeader(LineReader* lines);

// Appends a header for the columns text and weight.
void AppendRimeHeader(std::string_view name, std::string* out);

// Whether a line after the header is one "# no comment".
bool EndsRimeComments(std::string_view line);

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_RIME_HEADER_H_
