// Writes the words of a lexicon, with statistics or without.
//
//   tsv            word TAB count, or the columns that were chosen
//   csv            the same between commas, quoted as RFC 4180 says, with a header; lines end in LF
//   jsonl          {"word":"词","count":1}, or the columns as fields
//   jieba          word SPACE count
//   hanlp          word SPACE nz SPACE count; nz is the tag that HanLP gives to words without one
//   words          a word a line, as IK takes them
//   rime           a dictionary of the columns text and weight (io/rime_header.h)
//   sentencepiece  word TAB score: ln of the word's share of the counts of all words that are
//                  listed, with six digits after the point; SentencePiece's .vocab has the
//                  logarithms of probabilities there, too
//
// A statistic that a word does not have, or that is no finite number, is an empty column, and null
// in jsonl.
#ifndef CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_
#define CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lexicon/words.h"
#include "io/lexicon_format.h"

namespace ciku {

// Whether the format has columns that can be chosen, and so room for statistics.
bool HoldsColumns(LexiconFormat format);

// Whether words with blanks inside or at their ends can be written in the format.
bool HoldsBlanks(LexiconFormat format);

// Whether a word can be written in the format, so that readers find the same word.
bool HoldsWord(LexiconFormat format, std::string_view word);

// Whether words can only be written if the sum of their counts is known.
bool NeedsTotal(LexiconFormat format);

// Throws UsageError if a layout contradicts itself: if it names a column that does not exist, or
// one twice, or has columns, a header or a byte-order mark for a format that has none.
void CheckLayout(const LexiconLayout& layout);

// Returns the names of all columns of statistics, as layouts name them.
std::vector<std::string> StatisticColumns();

// Returns the statistic of a column; null for word and count. Throws UsageError if there is no such
// column.
const Statistic* StatisticOfColumn(std::string_view column);

// Returns the layout of a lexicon in this file, whose name tells the format if none is named.
LexiconLayout LayoutFor(const std::string& path, std::optional<LexiconFormat> format);

// Throws InputError, which names the file, if words were left out.
void CheckAllWritten(const WrittenWords& written, const std::string& path);

// Whether some of these columns are of statistics that have to be measured, or of the division of
// the corpus into words. Throw as StatisticOfColumn.
bool NeedMeasuring(const std::vector<std::string>& columns);
bool NeedDivision(const std::vector<std::string>& columns);

// Which statistics the words of a lexicon have.
struct KnownStatistics {
  bool measured = false;  // those of all occurrences
  bool divided = false;   // those of dividing the corpus
};

// For one thread at a time.
class LexiconWriter {
 public:
  // Hands the text on to write(text). `total` is the sum of the counts of all words; only
  // sentencepiece needs it. Throws as CheckLayout, and UsageError if a column needs statistics that
  // are not known.
  LexiconWriter(const LexiconLayout& layout, KnownStatistics known,
                std::function<void(std::string_view)> write, uint64_t total = 0);

  // Writes a word, or leaves it out if the format cannot hold it. `statistics` are needed if there
  // are columns of them.
  void Add(std::string_view word, uint64_t count, const WordStatistics* statistics = nullptr);

  const WrittenWords& written() const { return written_; }

 private:
  struct Column {
    std::string name;
    const Statistic* statistic;  // null for word and count
  };

  // Writes what comes before all words.
  void WriteBeginning(const LexiconLayout& layout, bool header);
  // Append a line of the format to line_, but for its end.
  void AppendWord(std::string_view word, uint64_t count);
  void AppendColumns(std::string_view word, uint64_t count, const WordStatistics* statistics);

  const LexiconFormat format_;
  const std::function<void(std::string_view)> write_;
  const uint64_t total_;
  std::vector<Column> columns_;
  WrittenWords written_;
  std::string line_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_
