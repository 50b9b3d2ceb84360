// The pair cut (S3913: Su Jianlin, "基于切分的新词发现", 2016, kexue.fm/archives/3913).
//
// Text is cut wherever two neighbours do not hold together; what remains in one piece often
// enough is a word.
#ifndef CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
#define CIKU_ENGINE_DISCOVER_PAIR_CUT_H_

#include <cstdint>
#include <memory>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/text/symbols.h"

namespace ciku {

// Thresholds of the pair cut.
struct PairCutOptions {
  // The least count of a pair that may be strong, and of a word. At least 1.
  uint64_t min_count = 10;
  // A pair is strong when ln(N n(ab) / (n(a) n(b))) is at least this, in nats.
  double min_pmi = 0;
  // Added to n(a), n(b) and n(ab) in that ratio. At least 0.
  double smoothing = 0;
};

// Whether a pair is strong, in double precision, in exactly the order of operations that the
// source has: (N * (n(ab) + g)) / ((n(a) + g) * (n(b) + g)), N being the occurrences of all pairs.
bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options);

// The method. `symbols` and `plan` must outlive it.
std::unique_ptr<Method> MakePairCut(const Symbols& symbols, const MemoryPlan& plan,
                                    const PairCutOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
