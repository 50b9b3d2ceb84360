// Tokenizes a corpus on all threads; the records keep their order.
#ifndef CIKU_ENGINE_LEXICON_TOKENIZE_CORPUS_H_
#define CIKU_ENGINE_LEXICON_TOKENIZE_CORPUS_H_

#include <cstdint>
#include <string>

#include "ciku/corpus.h"
#include "ciku/resources.h"
#include "ciku/text_sink.h"
#include "ciku/tokenizer.h"

namespace ciku {

// text   the tokens of a record on a line, without those that are only white space
// jsonl  {"tokens":[["词",0,1],["库",1,2]]}: all tokens of a record, each with where it begins and
//        ends in the record, counted in symbols
//
// Each byte that is not valid UTF-8 becomes one U+FFFD.
enum class TokenFormat { kText, kJsonLines };

struct TokenizeOptions {
  TokenFormat format = TokenFormat::kText;
  std::string separator = " ";  // between tokens in text
  bool strict = false;          // invalid UTF-8 is an error
  // For JSON lines of one text each that are written as JSON lines: the other fields of a record
  // come before its tokens, as they are written. A field "tokens" is left out.
  bool keep_fields = false;
};

struct TokenizeFigures {
  InputFigures input;
  uint64_t tokens = 0;  // including those of white space
};

// Writes the tokens of the corpus's records to the sink. With a work folder, writing begins when
// all tokens have been found. Throws what the sink throws, and as Mine does; and UsageError if
// fields are to be kept and the corpus or the format is another one.
TokenizeFigures TokenizeCorpus(const Corpus& corpus, const Tokenizer& tokenizer,
                               const TokenizeOptions& options, const TextSink& sink,
                               const Resources& resources = DefaultResources(),
                               const Storage& storage = Storage(),
                               Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TOKENIZE_CORPUS_H_
