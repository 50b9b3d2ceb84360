// Reads lexicons in the formats that programs for Chinese text use.
//
//   tsv     word TAB count; or the columns that a header names
//   csv     word "," count, or only words; or the columns that a header names (csv_line.h)
//   jsonl   {"word": "...", "count": 1, ...}
//   jieba   word [count] [tag], blanks between them; the word may hold blanks
//   hanlp   word (tag [count])*, blanks between them or, if the line holds a tab, tabs
//   words   a word a line
//   rime    a dictionary of the input method Rime (rime_header.h)
//
// All are UTF-8 and may be compressed like inputs. Nothing gets into a word silently:
//
// - Blanks (blanks.h) at the ends of a line and of a word are no part of the word, and neither are
//   byte-order marks at the beginning of any line. Lines of nothing but blanks are skipped. In tsv,
//   csv and jsonl a word may be nothing but blanks.
// - Between columns, several blanks are as one; so are several tabs in tsv without a header.
// - A count is a whole number below 2^64. Anything else in its place, an empty column included, is
//   an error. In jieba, hanlp and rime a line may have no count, in jieba and hanlp no tag. Weights
//   of Rime that are 0 or shares ("50%") are no counts. If a word has several counts in hanlp, they
//   are added up; a sum of 2^64 or more is an error.
// - A header is a first line of tsv or csv of which a column is "word"; the column "count", or
//   else "frequency" or "freq", has the counts. Other columns are ignored, such as statistics
//   (engine/lexicon/words.h). More columns than the header names are an error; without a header,
//   more than two are.
// - In jieba, a last part is a tag if a number comes before it, or if it is a known tag
//   (part_of_speech.h); otherwise it belongs to the word. Without a named format, a last part
//   behind a number that is neither letters nor a known tag is an error.
//
// If the format is not named, it is told from the lines and, where they do not tell, from the name
// of the file (.csv, .jsonl, .dict.yaml). The first of these that applies:
//
//   jsonl   more than half of the lines begin with {"
//   hanlp   most of the lines that hold a tab are words and known tags, with counts or without
//   tsv     a line holds a tab (unless more lines are of jieba or hanlp, with blanks)
//   csv     a line has a number after a comma (with the same exception)
//   hanlp   a line is a word, known tags and counts, and no more lines are of jieba
//   jieba   a line ends in a number, or in a number and a known tag
//   jieba   all lines of several parts are words and known tags
//   words   all others
//
// A line that then does not fit is an error that names file, line and format. Lines that could be a
// phrase or a word with a count are an error, too, if no other line decides (vitamin c 100). A
// format that is named takes every tag, and phrases.
#ifndef CIKU_IO_LEXICONS_LEXICON_FILE_H_
#define CIKU_IO_LEXICONS_LEXICON_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/lexicons/lexicon_format.h"
#include "io/lexicons/lexicon_line.h"
#include "io/names.h"
#include "io/streams/line_reader.h"

namespace ciku {

// The names of the formats, as --format takes them.
inline constexpr Named<LexiconFormat> kLexiconFormats[] = {
    {"tsv", LexiconFormat::kTsv},         {"csv", LexiconFormat::kCsv},
    {"jsonl", LexiconFormat::kJsonLines}, {"jieba", LexiconFormat::kJieba},
    {"hanlp", LexiconFormat::kHanlp},     {"words", LexiconFormat::kWords},
    {"rime", LexiconFormat::kRime},       {"sentencepiece", LexiconFormat::kSentencePiece}};

// The formats that can be read, as --lexicon-format takes them.
inline constexpr Named<std::optional<LexiconFormat>> kReadFormats[] = {
    {"auto", std::nullopt},           {"tsv", LexiconFormat::kTsv},
    {"csv", LexiconFormat::kCsv},     {"jsonl", LexiconFormat::kJsonLines},
    {"jieba", LexiconFormat::kJieba}, {"hanlp", LexiconFormat::kHanlp},
    {"words", LexiconFormat::kWords}, {"rime", LexiconFormat::kRime}};

inline std::string_view LexiconFormatName(LexiconFormat format) {
  return NameOf(kLexiconFormats, format);
}

// Reads a lexicon line by line. Not safe for use by two threads at once.
class LexiconReader {
 public:
  // Tells the format from the lines if none is named. Throws IoError, InputError or
  // CorruptionError, and UsageError if the format is only written.
  explicit LexiconReader(const std::string& path, std::optional<LexiconFormat> format = {});

  LexiconFormat format() const { return grammar_.format; }

  // Reads the next entry; returns false at the end. Throws InputError, which names the file and the
  // line, if a line does not fit the format, CorruptionError if the file is damaged.
  bool Next(LexiconEntry* entry);

  // Returns the place of the last entry that was read: "PATH: line 12".
  std::string Place() const { return lines_.Place(); }

 private:
  // Sets *line to the next line that holds an entry; returns false at the end.
  bool NextLine(std::string_view* line);
  // Learn the columns from the first line, or from its fields. Return true if it is a header.
  bool IsHeader(std::string_view line);
  bool TakeHeader(const std::vector<std::string_view>& fields);
  [[noreturn]] void Fail(const LexiconFault& fault) const;

  LineReader lines_;
  LexiconGrammar grammar_;
  bool begun_ = false;
  bool comments_ = false;  // whether lines that begin with # are comments
};

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_LEXICON_FILE_H_
