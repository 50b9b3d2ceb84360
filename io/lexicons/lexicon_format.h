// The formats of lexicon files (their grammars: lexicon_file.h), and what can be chosen when a
// lexicon is written.
#ifndef CIKU_IO_LEXICONS_LEXICON_FORMAT_H_
#define CIKU_IO_LEXICONS_LEXICON_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ciku {

enum class LexiconFormat {
  kTsv,           // word, tab, count; with a header any columns
  kCsv,           // word, comma, count; with a header any columns
  kJsonLines,     // {"word":"...","count":1}; any further fields
  kJieba,         // word, space, count
  kHanlp,         // word, space, tag, space, count
  kWords,         // a word a line
  kRime,          // a dictionary of the input method Rime
  kSentencePiece  // word, tab, logarithm of its probability; is only written
};

struct LexiconLayout {
  LexiconFormat format = LexiconFormat::kTsv;
  // Which columns of tsv, csv and JSON lines are written, in this order: word, count, and columns
  // of statistics (words.h). If none is named: word, count and, if `statistics`, all statistics
  // that the words have.
  std::vector<std::string> columns = {};
  bool statistics = false;
  // Whether the first line of tsv or csv names the columns. If this is not set: in csv, and in tsv
  // if the columns are others than word and count.
  std::optional<bool> header = {};
  // Writes a byte-order mark before tsv or csv, by which Excel knows UTF-8.
  bool byte_order_mark = false;
  // The name of a dictionary for Rime, which must be that of its file without .dict.yaml.
  std::string name = "ciku";
};

// What came of writing a lexicon.
struct WrittenWords {
  uint64_t written = 0;
  // Words that the format cannot hold, because of blanks or control characters in them, and the
  // first of these.
  uint64_t left_out = 0;
  std::string first_left_out = {};
  // Words of tsv that hold tabs, so that readers find too many columns, and the first of these.
  uint64_t with_tabs = 0;
  std::string first_with_tabs = {};
};

}  // namespace ciku

#endif  // CIKU_IO_LEXICONS_LEXICON_FORMAT_H_
