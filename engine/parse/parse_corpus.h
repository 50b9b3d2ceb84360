// Parses a corpus into trees of templates, on all threads; the records stay in their order.
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
  bool skip_too_long = false;         // leaves out sentences that are too long
  size_t memory = size_t{256} << 20;  // bytes
  size_t taken = 0;                   // bytes of these that the parser and the tokenizer take
  size_t threads = 1;
};

// How much was parsed. May be read at any time.
struct ParseMeter {
  SweepMeter sweep;
  std::atomic<uint64_t> tokens = 0;
  std::atomic<uint64_t> too_long = 0;  // sentences that were left out because of their length
};

// Calls write(text), one call at a time, with the trees of the corpus's records, each of which is a
// sentence. If `storage` has a work folder, it resumes from the last checkpoint there, and writes
// the whole text, which is then the same as without an interruption, only at the end. Throws as
// WorkFolder, BlockReader and `write` do; InputError, naming file and line, at a sentence that is
// too long, unless options.skip_too_long, and at invalid UTF-8 if options.strict; UsageError,
// naming the least memory that suffices, if there is too little.
void ParseCorpus(const Corpus& corpus, const TextParser& parser, const ParseOptions& options,
                 const Storage& storage, ParseMeter* meter,
                 const std::function<void(std::string_view)>& write);

// The same for given sentences, without checkpoints. Errors name sentences by number, from 1 on.
void ParseSentences(std::span<const std::string> sentences, const TextParser& parser,
                    const ParseOptions& options, ParseMeter* meter,
                    const std::function<void(std::string_view)>& write);

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_PARSE_CORPUS_H_
