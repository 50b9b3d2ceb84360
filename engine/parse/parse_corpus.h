// A corpus into trees of templates, on all threads, the records in their order.
#ifndef CIKU_ENGINE_PARSE_PARSE_CORPUS_H_
#define CIKU_ENGINE_PARSE_PARSE_CORPUS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "engine/parse/text_parser.h"
#include "engine/sweep/checkpoints.h"
#include "io/corpus.h"

namespace ciku {

struct ParseOptions {
  bool strict = false;
  bool skip_too_long = false;         // leaves sentences that are too long out
  size_t memory = size_t{256} << 20;  // bytes
  size_t taken = 0;                   // of these, by the parser and the tokenizer
  size_t threads = 1;
};

// What went by.
struct ParseMeter {
  SweepMeter sweep;
  std::atomic<uint64_t> tokens = 0;
  std::atomic<uint64_t> too_long = 0;  // sentences that were left out
};

// Calls write(text), one at a time, with the trees of the corpus's records, each a sentence. Where
// `storage` has a work folder, it goes on from where an earlier run has got, and writes only when
// it has got to the end, to identical text. Throws as WorkFolder, BlockReader and `write` do;
// InputError, naming file and line, at a sentence that is too long unless these are left out, and
// at invalid UTF-8 where options.strict; UsageError, naming the least that would do, where the
// memory is too little.
void ParseCorpus(const Corpus& corpus, const TextParser& parser, const ParseOptions& options,
                 const Storage& storage, ParseMeter* meter,
                 const std::function<void(std::string_view)>& write);

// The same for sentences that are there. Errors name them by their numbers, from 1 on.
void ParseSentences(std::span<const std::string> sentences, const TextParser& parser,
                    const ParseOptions& options, ParseMeter* meter,
                    const std::function<void(std::string_view)>& write);

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_PARSE_CORPUS_H_
