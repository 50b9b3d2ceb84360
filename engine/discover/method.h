// A method finds words: it decides what sweep 1 counts and how the counts are weighed. The rest of
// a run is the same for all methods.
#ifndef CIKU_ENGINE_DISCOVER_METHOD_H_
#define CIKU_ENGINE_DISCOVER_METHOD_H_

#include <cstdint>
#include <memory>

#include "engine/discover/joints.h"
#include "engine/discover/method_options.h"
#include "engine/sweep/checkpoints.h"
#include "io/input/corpus.h"

namespace ciku {

class JointsFile;
class NgramCounts;

// The pieces that are words.
struct WordRule {
  uint64_t min_count = 1;
  // Drop words that other words explain as well (engine/lexicon/redundancy.h).
  bool drop_redundant = false;
};

// The result of weighing.
struct Weighed {
  std::unique_ptr<Joints> joints;
  uint64_t symbols = 0;   // all occurrences of symbols
  uint64_t distinct = 0;  // distinct pairs, or n-grams of two symbols or more
  uint64_t strong = 0;    // those that hold together
  uint64_t spilled_bytes = 0;
};

// All passes spill to `storage` and record there what they have found; a pass that was recorded is
// not repeated.
class Method {
 public:
  virtual ~Method() = default;

  virtual const MethodTerms& terms() const = 0;

  // Sweep 1: counts. Returns the number of occurrences of symbols. Throws as BlockReader and the
  // counters do and, if `strict`, InputError at invalid UTF-8.
  virtual uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                         SweepMeter* meter) = 0;

  // Merges the counts, which it uses up, and keeps what holds together. Throws UsageError if that
  // does not fit its share of the memory.
  virtual Weighed Weigh(const Storage& storage) = 0;

  // The same with the counts of a counts file, instead of Count and Weigh. Nothing is recorded.
  // Throws UsageError also if the counts do not suffice for this method.
  virtual Weighed WeighCounts(const NgramCounts& counts, const Storage& storage) = 0;

  // Takes what holds together from a file, instead of Count and Weigh. Throws UsageError if it does
  // not fit its share of the memory, CorruptionError if the file is damaged.
  virtual Weighed TakeJoints(const JointsFile& file) = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_METHOD_H_
