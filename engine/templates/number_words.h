// Sweep 2 of templates: runs of words become runs of numbers.
#ifndef CIKU_ENGINE_TEMPLATES_NUMBER_WORDS_H_
#define CIKU_ENGINE_TEMPLATES_NUMBER_WORDS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/discover/strong_pairs.h"
#include "engine/templates/linked_run.h"
#include "engine/templates/pair_sieve.h"
#include "engine/templates/run_stream.h"
#include "engine/templates/token_runs.h"
#include "engine/templates/vocabulary.h"
#include "engine/text/sweep.h"

namespace ciku {

// Which pairs of a run may be links: words with ids below `words`, up to `window` tokens apart.
struct PairReach {
  WordId words = 1;
  size_t window = 5;

  // Calls visit(key) for every such pair, the key being PairKey's.
  template <typename Visit>
  void ForEach(const LinkedRun& run, const Visit& visit) const {
    const auto may_link = [&](WordId word) { return word != kNoWordId && word < words; };
    for (size_t node = 1; node <= run.size(); ++node) {
      if (!may_link(run.word(node))) continue;
      const size_t last = std::min(run.size(), node + window);
      for (size_t next = node + 1; next <= last; ++next) {
        if (may_link(run.word(next))) visit(PairKey(run.word(node), run.word(next)));
      }
    }
  }
};

// Writes down all runs, without links yet, and sieves their pairs. Throws as SweepRuns and
// RunStreamWriter do.
RunStream NumberWords(const Corpus& corpus, const TokenRuns& runs, const Vocabulary& vocabulary,
                      const PairReach& reach, const SweepConfig& sweep, SpillFolder* spills,
                      PairSieve* sieve, SweepMeter* meter);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_NUMBER_WORDS_H_
