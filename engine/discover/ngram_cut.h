// N-gram discovery (S4256/S6920: Su Jianlin, "更好的新词发现算法", 2017, kexue.fm/archives/4256,
// and its faster remake, 2019, archives/6920).
//
// An n-gram is solid when even the weakest of its two-part splits is far more frequent than chance;
// two neighbours stay together when some solid n-gram covers both.
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_CUT_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_CUT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/text/symbols.h"

namespace ciku {

struct NgramOptions {
  // The largest length of a solid n-gram, 2 to kMaxOrder.
  size_t order = 4;
  // The least count of an n-gram that may be solid, and of a word. At least 1.
  uint64_t min_count = 10;
  // The least cohesion of a solid n-gram of 1, 2, ... symbols, in nats; as many as the order. Those
  // of one symbol always stand.
  std::vector<double> thresholds = DefaultThresholds(4);

  // 0, 2, 4, ... for the orders 1 to `order`: the sources' up to 4, and on like that.
  static std::vector<double> DefaultThresholds(size_t order);
};

// The method. `symbols` and `plan` must outlive it. Throws UsageError where there are not as many
// thresholds as the order says.
std::unique_ptr<Method> MakeNgramCut(const Symbols& symbols, const MemoryPlan& plan,
                                     const NgramOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_CUT_H_
