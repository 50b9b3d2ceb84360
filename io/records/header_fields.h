// The headers of WARC records (ISO 28500, section 4) and of HTTP messages (RFC 9112, section 5): a
// first line, named fields, and a blank line. Lines end with CR LF or, as some writers have it,
// with LF. A line that begins with white space goes on with the field before it.
#ifndef CIKU_IO_RECORDS_HEADER_FIELDS_H_
#define CIKU_IO_RECORDS_HEADER_FIELDS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ciku {

// Returns the size of the header at the start of `bytes`, with its blank line; 0 if the blank line
// is not among the bytes.
size_t HeaderSize(std::string_view bytes);

// Returns the value of the first field with this name, in whatever case, or nothing if there is
// none. The value has no white space at its ends, and one space where a line ended in it.
std::optional<std::string> FieldOf(std::string_view header, std::string_view name);

// A media type such as "text/plain; charset=GBK", in lower case.
struct MediaType {
  std::string name;
  std::string charset;  // empty if none is named
};

// Reads the value of a field Content-Type.
MediaType ParseMediaType(std::string_view value);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_HEADER_FIELDS_H_
