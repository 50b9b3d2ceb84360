// What the name of a lexicon's file says about the lexicon.
#ifndef CIKU_IO_LEXICONS_LEXICON_NAME_H_
#define CIKU_IO_LEXICONS_LEXICON_NAME_H_

#include <optional>
#include <string>
#include <string_view>

#include "io/lexicons/lexicon_format.h"

namespace ciku {

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

#endif  // CIKU_IO_LEXICONS_LEXICON_NAME_H_
