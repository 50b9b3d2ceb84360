// The formats of lexicon files (their grammars: lexicon_file.h).
#ifndef CIKU_IO_LEXICON_FORMAT_H_
#define CIKU_IO_LEXICON_FORMAT_H_

namespace ciku {

enum class LexiconFormat {
  kTsv,       // word, tab, count; with statistics a header line and further columns
  kJieba,     // word, space, count
  kHanlp,     // word, space, tag, space, count
  kWords,     // a word a line
  kJsonLines  // {"word":"...","count":1}; with statistics further fields
};

}  // namespace ciku

#endif  // CIKU_IO_LEXICON_FORMAT_H_
