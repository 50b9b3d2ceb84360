// The sweep over the corpus: runs of tokens, and how often their words occur.
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

// The sizes of what was read.
struct RunTotals {
  uint64_t runs = 0;
  uint64_t tokens = 0;
  uint64_t skip_grams = 0;  // pairs of tokens up to a window apart
};

struct CountedWords {
  RunTotals totals;
  std::unique_ptr<ExternalCounter<StringMap>> counter;
  RunStream runs;  // blocks (block.h), one a block
};

// Writes down all runs and counts their words, in `memory` bytes besides the sweep's. Goes on where
// an earlier run has got; of the runs nothing is left where it has got so far that they are not
// needed any more. Throws as BlockReader, RunStreamWriter and the counter do; InputError at invalid
// UTF-8 where `strict`.
CountedWords CountWords(const Corpus& corpus, const TokenRuns& runs, size_t window,
                        const SweepConfig& sweep, size_t memory, const Storage& storage,
                        bool strict, SweepMeter* meter);

// How a work folder names this sweep.
constexpr const char* kCountWords = "count words";

// How often a word has to occur to be in a template, or in a link, at least. A template's paths go
// through each of its words once, and there is at least one path in each run; a word that occurs n
// times is in no more than n times the window skip-grams on either side. So words that occur no
// more than min_proba times all runs, or all skip-grams over the window, are in neither.
struct LeastWords {
  uint64_t in_template = 1;
  uint64_t in_link = 1;
};
LeastWords LeastWordsOf(const RunTotals& totals, const TemplateOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_COUNT_WORDS_H_
