// Lines of comma-separated values (RFC 4180), each of which is a record.
//
//   line  := field ("," field)*
//   field := a text without commas and quotes, or a text in quotes: "...", where "" is a quote
//
// Blanks around a field, outside its quotes, are no part of it.
#ifndef CIKU_IO_LEXICONS_CSV_LINE_H_
#define CIKU_IO_LEXICONS_CSV_LINE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// Returns the fields of a line; nothing if its quotes are not as above, for example because a field
// goes on in the next line.
std::optional<std::vector<std::string>> SplitCsvLine(std::string_view line);

// Appends a field, in quotes if it needs them.
void AppendCsvField(std::string_view field, std::string* out);

// Returns these fields as a line, with a line end.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_CSV_LINE_H_
