// Writes the words of a lexicon, with statistics or without.
//
//   tsv            word TAB count, or the columns that were chosen
//   csv            the same between commas, quoted as RFC 4180 says, with a header; lines end in LF
//   jsonl          {"word":"词","count":1}, or the columns as fields
//   jieba          word SPACE count
//   hanlp          word SPACE nz SPACE count; nz is the tag that HanLP gives to words without one
//   words          a word a line, as IK takes them
//   rime           a dictionary of the columns text and weight (io/lexicons/rime_header.h)
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
#include <string>
#include <string_view>
#include <vector>

#include "engine/lexicon/lexicon_layout.h"
#include "engine/lexicon/words.h"
#include "io/lexicons/lexicon_format.h"

namespace ciku {

// Whether a word can be written in the format, so that readers find the same word.
bool HoldsWord(LexiconFormat format, std::string_view word);

// Whether words can only be written if the sum of their counts is known.
bool NeedsTotal(LexiconFormat format);

// Takes the next piece of a text.
using WriteText = std::function<void(std::string_view)>;

// Writes a lexicon to a file, which appears when it is complete: hand_on(write) hands its text on
// to write(text). Throws IoError, and InputError, which names the file, if words were left out.
void SaveLexicon(const std::string& path,
                 const std::function<WrittenWords(const WriteText& write)>& hand_on);

// For one thread at a time.
class LexiconWriter {
 public:
  // Hands the text on to write(text). `total` is the sum of the counts of all words; only
  // sentencepiece needs it. Throws as CheckLayout and ColumnsOf.
  LexiconWriter(const LexiconLayout& layout, KnownStatistics known,
                std::function<void(std::string_view)> write, uint64_t total = 0);

  // Writes a word, or leaves it out if the format cannot hold it. `statistics` are needed if there
  // are columns of them.
  void Add(std::string_view word, uint64_t count, const WordStatistics* statistics = nullptr);

  const WrittenWords& written() const { return written_; }

 private:
  // Writes what comes before all words.
  void WriteBeginning(const LexiconLayout& layout);
  // Append a line of the format to line_, but for its end.
  void AppendWord(std::string_view word, uint64_t count);
  void AppendColumns(std::string_view word, uint64_t count, const WordStatistics* statistics);

  const LexiconFormat format_;
  const std::function<void(std::string_view)> write_;
  const uint64_t total_;
  const std::vector<LexiconColumn> columns_;
  WrittenWords written_;
  std::string line_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_WRITER_H_
