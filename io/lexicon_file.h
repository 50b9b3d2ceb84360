// Lexicons as files, in the formats that programs for Chinese text use.
//
//   tsv     word TAB count, and whatever further columns there are; a first line that begins with
//           "word TAB count" is a header
//   jieba   word [SPACE count] [SPACE tag], the tag in lower-case letters
//   hanlp   word (SPACE tag SPACE count) once or more, or TAB in place of SPACE
//   words   a word a line
//   jsonl   {"word": "...", "count": 1, ...}
//
// Statistics of words are further columns of tsv, the header's names, and further fields of jsonl:
// frequency, documents, cohesion, left_entropy, right_entropy. Where a word has no cohesion, its
// column is empty, its field null. Numbers have six digits after the point.
//
// All are UTF-8, a byte-order mark and carriage returns before line ends being no part of the text,
// and may be compressed as inputs may. Empty lines are passed over.
#ifndef CIKU_IO_LEXICON_FILE_H_
#define CIKU_IO_LEXICON_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/lexicon_format.h"
#include "io/line_reader.h"
#include "io/names.h"

namespace ciku {

// The name of a format, as --format takes it.
inline constexpr Named<LexiconFormat> kLexiconFormats[] = {{"tsv", LexiconFormat::kTsv},
                                                           {"jieba", LexiconFormat::kJieba},
                                                           {"hanlp", LexiconFormat::kHanlp},
                                                           {"words", LexiconFormat::kWords},
                                                           {"jsonl", LexiconFormat::kJsonLines}};

inline std::string_view LexiconFormatName(LexiconFormat format) {
  return NameOf(kLexiconFormats, format);
}

// A word with its count, where the lexicon has one.
struct LexiconEntry {
  std::string word;
  std::optional<uint64_t> count;
};

// Reads a lexicon line by line. Not safe for use by two threads at once.
class LexiconReader {
 public:
  // The format is told from the first lines. Throws IoError and InputError.
  explicit LexiconReader(const std::string& path);

  LexiconFormat format() const { return format_; }

  // The next entry; false at the end. Throws InputError, naming file and line, where a line does
  // not fit the format, and CorruptionError.
  bool Next(LexiconEntry* entry);

  // Where the entry read last is: "PATH: line 12".
  std::string Place() const { return lines_.Place(); }

 private:
  LineReader lines_;
  LexiconFormat format_ = LexiconFormat::kWords;
  size_t header_tabs_ = 0;  // 0 where there is no header
};

// Appends a word with its count as a line of the format. Throws InputError where the format cannot
// hold the word.
void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_LEXICON_FILE_H_
