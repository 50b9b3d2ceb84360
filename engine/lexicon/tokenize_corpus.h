// A corpus into tokens, on all threads, the records in their order.
#ifndef CIKU_ENGINE_LEXICON_TOKENIZE_CORPUS_H_
#define CIKU_ENGINE_LEXICON_TOKENIZE_CORPUS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/lexicon/token_writer.h"
#include "engine/lexicon/tokenizer.h"
#include "engine/sweep/checkpoints.h"
#include "io/corpus.h"

namespace ciku {

struct TokenizeOptions {
  TokenFormat format = TokenFormat::kText;
  std::string separator = " ";
  bool strict = false;
  size_t memory = size_t{256} << 20;  // bytes; the tokenizer's are a part of them
  size_t threads = 1;
};

// What went by.
struct TokenizeMeter {
  SweepMeter sweep;
  std::atomic<uint64_t> tokens = 0;  // those of white space included
};

// Calls write(text), one at a time, with the tokens of the corpus as TokenWriter writes them. Where
// `storage` has a work folder, it goes on from where an earlier run has got, and writes only when
// it has got to the end, to identical text. Throws as WorkFolder, BlockReader and `write` do;
// InputError at invalid UTF-8 where options.strict;
// UsageError, naming the least that would do, where the memory is too little.
void TokenizeCorpus(const Corpus& corpus, const Tokenizer& tokenizer,
                    const TokenizeOptions& options, const Storage& storage, TokenizeMeter* meter,
                    const std::function<void(std::string_view)>& write);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_TOKENIZE_CORPUS_H_
