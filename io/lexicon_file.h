// Reads and writes lexicons in the formats that programs for Chinese text use.
//
//   tsv     word TAB count, and any number of further columns; a first line that begins with
//           "word TAB count" is a header
//   jieba   word [SPACE count] [SPACE tag], the tag in lower-case letters
//   hanlp   word (SPACE tag SPACE count) once or more, or TAB in place of SPACE
//   words   one word a line
//   jsonl   {"word": "...", "count": 1, ...}
//
// Statistics of words are further columns of tsv, which the header names, or further fields of
// jsonl; engine/lexicon/words.h lists them. If a word has no cohesion,
// its column is empty or its field is null. Cohesion and entropies have six digits after the point.
//
// All formats are UTF-8 and may be compressed like inputs. A byte-order mark and the carriage
// returns of line ends are not part of the text. Empty lines are skipped.
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

// A word, and its count if the lexicon has one.
struct LexiconEntry {
  std::string word;
  std::optional<uint64_t> count;
};

// Reads a lexicon line by line. Not safe for use by two threads at once.
class LexiconReader {
 public:
  // Tells the format from the first lines. Throws IoError, InputError or CorruptionError.
  explicit LexiconReader(const std::string& path);

  LexiconFormat format() const { return format_; }

  // Reads the next entry; returns false at the end. Throws InputError, which names the file and the
  // line, if a line does not fit the format, CorruptionError if the file is damaged.
  bool Next(LexiconEntry* entry);

  // Returns the place of the last entry that was read: "PATH: line 12".
  std::string Place() const { return lines_.Place(); }

 private:
  LineReader lines_;
  LexiconFormat format_ = LexiconFormat::kWords;
  size_t header_tabs_ = 0;  // 0 if there is no header
};

// Appends a word with its count as a line of the format. Throws InputError if the format cannot
// hold the word because the word contains white space.
void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_LEXICON_FILE_H_
