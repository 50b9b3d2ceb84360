// A way to find words: what sweep 1 counts, and what weighing makes of it. The rest of a run is the
// same for all of them.
#ifndef CIKU_ENGINE_DISCOVER_METHOD_H_
#define CIKU_ENGINE_DISCOVER_METHOD_H_

#include <cstdint>
#include <memory>

#include "engine/discover/joints.h"
#include "engine/discover/method_options.h"
#include "engine/sweep/checkpoints.h"
#include "io/corpus.h"

namespace ciku {

class NgramCounts;

// Which pieces are words.
struct WordRule {
  uint64_t min_count = 1;
  // Whether words are dropped that others explain as well (engine/lexicon/redundancy.h).
  bool drop_redundant = false;
};

// What weighing left.
struct Weighed {
  std::unique_ptr<Joints> joints;
  uint64_t symbols = 0;   // all occurrences of symbols
  uint64_t distinct = 0;  // pairs, or n-grams of two symbols or more, that occur at all
  uint64_t strong = 0;    // those that hold together
  uint64_t spilled_bytes = 0;
};

// All passes keep what does not fit in memory, and what they have found, in `storage`; a pass that
// was recorded there is not done again.
class Method {
 public:
  virtual ~Method() = default;

  virtual const MethodTerms& terms() const = 0;

  // Sweep 1: counts. Returns the occurrences of symbols. Throws as BlockReader and the counters do;
  // a strict count also at invalid UTF-8.
  virtual uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                         SweepMeter* meter) = 0;

  // Merges the counts, which it uses up, and keeps what holds together. Throws UsageError where
  // that does not fit its share of the memory.
  virtual Weighed Weigh(const Storage& storage) = 0;

  // The same from counts that were kept, in place of both passes; nothing of it is recorded. Throws
  // UsageError also where these counts are not enough.
  virtual Weighed WeighCounts(const NgramCounts& counts, const Storage& storage) = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_METHOD_H_
