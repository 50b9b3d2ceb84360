// Links runs, counts their paths and what these begin with.
#ifndef CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_
#define CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_

#include <cstdint>
#include <memory>

#include "engine/count/big_count.h"
#include "engine/sweep/checkpoints.h"
#include "engine/templates/path_tally.h"
#include "engine/templates/run_stream.h"
#include "engine/templates/word_links.h"

namespace ciku {

struct LinkedRuns {
  RunStream runs;       // those with links
  uint64_t links = 0;   // between tokens
  BigCount paths;       // of all runs
  BigCount most_paths;  // of one run
  // Words without links, by OneWordTemplate::key, and what templates that begin with a word have at
  // most, by the step to it from the empty prefix.
  std::unique_ptr<PathCounter> one_word_templates;
  std::unique_ptr<PathCounter> first_words;
};

// Reads runs, which are blocks, and writes those with links. What comes of it is recorded, and
// the blocks are forgotten; where an earlier run has recorded it, nothing is read. Throws as
// RunStream, its writer and the counters do, each of which is made as `counters` says.
LinkedRuns LinkRuns(const RunStream& runs, const Vocabulary& vocabulary, const WordLinks& links,
                    PathWeight weight, const CounterConfig& counters, const Storage& storage);

// How a work folder names the pass.
constexpr const char* kCountPaths = "count paths";

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_
