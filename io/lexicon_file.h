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

#include "io/line_reader.h"
#include "io/names.h"

namespace ciku {

enum class LexiconFormat { kTsv, kJieba, kHanlp, kWords, kJsonLines };

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

// What is known of a word besides its count, over all its occurrences in runs, overlapping ones
// included.
struct WordStatistics {
  uint64_t frequency = 0;  // occurrences
  uint64_t documents = 0;  // records in which there are any
  // How much more frequent the word is than its two parts would make it by chance, wherever it is
  // divided, in nats. A word of one symbol has none.
  std::optional<double> cohesion = {};
  // The entropies of what stands before and after it, in nats.
  double left_entropy = 0;
  double right_entropy = 0;
};

// Whether the format has room for statistics.
bool HoldsStatistics(LexiconFormat format);

// Appends the line that comes before all words where a lexicon has statistics; none in jsonl.
void AppendStatisticsHeader(LexiconFormat format, std::string* out);

// Appends a word with its count as a line of the format. Throws InputError where the format cannot
// hold the word.
void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       std::string* out);

// The same with statistics, for formats that hold them.
void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       const WordStatistics& statistics, std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_LEXICON_FILE_H_
