// Single lines of lexicons. The head of lexicon_file.h defines the formats.
#ifndef CIKU_IO_LEXICONS_LEXICON_LINE_H_
#define CIKU_IO_LEXICONS_LEXICON_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/lexicons/lexicon_format.h"

namespace ciku {

// A word, and its count if the lexicon has one.
struct LexiconEntry {
  std::string word;
  std::optional<uint64_t> count;
};

// Why a line does not fit its format: "has no count".
struct LexiconFault {
  std::string reason;
};

// Where word and count stand on a line.
struct LexiconColumns {
  size_t all = 0;
  size_t word = 0;
  std::optional<size_t> count;
};

// Returns the columns that a first line names; nothing if it is no header. It is one if a column is
// "word" and the others are neither empty nor numbers. Of columns with the same name, the first
// counts.
std::optional<LexiconColumns> ColumnsNamedBy(const std::vector<std::string_view>& fields);

// The fault of a line with more columns than word and count if no header names them.
LexiconFault UnnamedColumns(size_t columns);

// What the lines of a lexicon are read by.
struct LexiconGrammar {
  LexiconFormat format = LexiconFormat::kWords;
  // Whether the format was named, and not told from the lines. If it was not, only known tags are
  // tags, and lines that fit jieba and hanlp, but differently, are faults.
  bool named = false;
  // Of csv and rime; of tsv if it has a header.
  std::optional<LexiconColumns> columns = {};
};

// Reads a line that is not empty. Throws LexiconFault if it does not fit.
LexiconEntry ReadLexiconLine(const LexiconGrammar& grammar, std::string_view line);

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_LEXICON_LINE_H_
