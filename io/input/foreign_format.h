// Kinds of files that hold no text, or hold it in a form that is not read here.
#ifndef CIKU_IO_INPUT_FOREIGN_FORMAT_H_
#define CIKU_IO_INPUT_FOREIGN_FORMAT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ciku {

// What FindForeignFormat looks at: this many bytes at the start of a file, or all of a shorter one.
constexpr size_t kForeignHead = 4096;

// A kind of file, for a message: "x.zip is " + `is` + "; " + `remedy`.
struct ForeignFormat {
  std::string is;
  std::string remedy;
};

// Returns the kind of a file that begins with `head` and is no text, or nothing if it may be text.
// Known kinds are told by their first bytes; any other file is no text if it holds many zero bytes
// or control characters. Text in UTF-16 or UTF-32 must not be passed here unless it lacks a
// byte-order mark. O(size of head).
std::optional<ForeignFormat> FindForeignFormat(std::string_view head);

// The same, but only for kinds that are told by their first bytes, which may come behind a
// byte-order mark and line ends.
std::optional<ForeignFormat> FindForeignMagic(std::string_view head);

// Whether a file that begins with `head` is a tar archive: its first header has the right checksum.
bool IsTar(std::string_view head);

// Whether the file is an SQLite database.
bool IsSqlite(std::string_view head);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_FOREIGN_FORMAT_H_
