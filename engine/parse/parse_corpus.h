// Parses a corpus into trees of templates, on all threads; the records stay in their order.
#ifndef CIKU_ENGINE_PARSE_PARSE_CORPUS_H_
#define CIKU_ENGINE_PARSE_PARSE_CORPUS_H_

#include <cstdint>
#include <span>
#include <string>

#include "ciku/corpus.h"
#include "ciku/parser.h"
#include "ciku/resources.h"
#include "ciku/sentence_tree.h"
#include "ciku/text_sink.h"
#include "ciku/tokenizer.h"

namespace ciku {

struct ParseOptions {
  TreeFormat format = TreeFormat::kTree;
  bool strict = false;         // invalid UTF-8 is an error; otherwise each byte becomes U+FFFD
  bool skip_too_long = false;  // leaves out sentences that are too long to be parsed
};

struct ParseFigures {
  InputFigures input;  // its records are sentences
  uint64_t tokens = 0;
  uint64_t too_long = 0;  // sentences that were left out
};

// Writes the trees of the corpus's records, each a sentence, to the sink. The tokenizer makes the
// tokens or, if it is null, tokens are the parts of the text between spaces. With a work folder,
// writing begins when all trees are complete. Throws what the sink throws, and as Mine does; throws
// InputError, which names file and line, if a sentence is too long.
ParseFigures ParseCorpus(const Corpus& corpus, const Parser& parser, const Tokenizer* tokenizer,
                         const ParseOptions& options, const TextSink& sink,
                         const Resources& resources = DefaultResources(),
                         const Storage& storage = Storage(), Observer* observer = NoObserver());

// The same for sentences in memory. Errors name sentences by their numbers, from 1 on.
ParseFigures ParseSentences(std::span<const std::string> sentences, const Parser& parser,
                            const Tokenizer* tokenizer, const ParseOptions& options,
                            const TextSink& sink, const Resources& resources = DefaultResources(),
                            Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_PARSE_CORPUS_H_
