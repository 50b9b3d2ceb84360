// What the ending of a file's name says about the file. Capital and small letters are alike.
#ifndef CIKU_IO_FILE_ENDING_H_
#define CIKU_IO_FILE_ENDING_H_

#include <optional>
#include <string>
#include <string_view>

#include "io/byte_stream.h"
#include "io/lexicon_format.h"

namespace ciku {

// Whether the name ends like this; `ending` is in small letters.
bool HasEnding(std::string_view path, std::string_view ending);

// Returns the compression of which a file with this name is: .gz, .zst, .zstd, .bz2 or .xz. Returns
// kNone for other names.
Compression CompressionByName(std::string_view path);

// Returns the path without such an ending.
std::string_view WithoutCompressionEnding(std::string_view path);

// Returns the format of which a lexicon with this name is, compressed or not: .tsv, .csv, .jsonl,
// .ndjson, .jl, .json (of lines) or .dict.yaml (for Rime). Returns nothing for other names.
std::optional<LexiconFormat> LexiconFormatByName(std::string_view path);

// Whether results of several lines of JSON are wanted in a file of this name.
inline bool NamesJsonLines(std::string_view path) {
  return LexiconFormatByName(path) == LexiconFormat::kJsonLines;
}

// Returns the name that a dictionary for Rime in this file must have: that of the file, without its
// folder and .dict.yaml; "ciku" if nothing is left.
std::string RimeNameFor(std::string_view path);

}  // namespace ciku

#endif  // CIKU_IO_FILE_ENDING_H_
