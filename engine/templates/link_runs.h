// Links the words of runs, and counts the runs' paths and the first words of these.
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
  RunStream runs;       // only those with links
  uint64_t links = 0;   // between tokens
  BigCount paths;       // of all runs
  BigCount most_paths;  // of one run
  // The counts of one-word templates, by OneWordTemplate::key.
  std::unique_ptr<PathCounter> one_word_templates;
  // For each first word, by the step to it from the empty prefix: the most that any template that
  // begins with it can count.
  std::unique_ptr<PathCounter> first_words;
};

// Reads runs in encoded blocks and writes those that have links. If there is a work folder, the
// result is recorded there in place of the encoded blocks; if it has been recorded before, nothing
// is read. Both counters are made with the configuration `counters`. Throws as RunStream, its
// writer and the counters do.
LinkedRuns LinkRuns(const RunStream& runs, const Vocabulary& vocabulary, const WordLinks& links,
                    PathWeight weight, const CounterConfig& counters, const Storage& storage);

// The name of this pass in a work folder.
constexpr const char* kCountPaths = "count paths";

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_
