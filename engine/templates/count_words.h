// The sweep over the corpus: it divides the text into runs of tokens and counts their words.
#ifndef CIKU_ENGINE_TEMPLATES_COUNT_WORDS_H_
#define CIKU_ENGINE_TEMPLATES_COUNT_WORDS_H_

#include <cstdint>
#include <memory>

#include "engine/count/external_counter.h"
#include "engine/count/string_map.h"
#include "engine/sweep/sweep.h"
#include "engine/templates/find_templates.h"
#include "engine/templates/run_stream.h"
#include "engine/templates/token_runs.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

// How much was read.
struct RunTotals {
  uint64_t runs = 0;
  uint64_t tokens = 0;
  uint64_t skip_grams = 0;  // pairs of tokens up to a window apart
};

struct CountedWords {
  RunTotals totals;
  std::unique_ptr<ExternalCounter<StringMap>> counter;
  RunStream runs;  // each block is one encoded block (encoded_block.h)
};

// Writes all runs to disk and counts their words, in `memory` bytes besides those of the sweep.
// Resumes from the last checkpoint in storage.work; if that is from a later pass, which does not
// need the runs any more, the stream is empty. Throws as BlockReader, RunStreamWriter and the
// counter do, and InputError at invalid UTF-8 if `strict`.
CountedWords CountWords(const Corpus& corpus, const TokenRuns& runs, size_t window,
                        const SweepConfig& sweep, size_t memory, const Storage& storage,
                        bool strict, SweepMeter* meter);

// The name of this sweep in a work folder.
constexpr const char* kCountWords = "count words";

// How often a word has to occur, at least, to be in a template or in a link. A word that occurs n
// times is in at most n * window skip-grams on either side, so that a linked word occurs more than
// min_proba * skip_grams / window times. A one-word template has at most as many paths as its word
// has occurrences, and every run has at least one path, so that the word occurs more than
// min_proba * runs times. All words of longer templates are linked.
struct LeastWords {
  uint64_t in_template = 1;
  uint64_t in_link = 1;
};
LeastWords LeastWordsOf(const RunTotals& totals, const TemplateOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_COUNT_WORDS_H_
