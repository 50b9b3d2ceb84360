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
#include "engine/discover/method_options.h"
#include "engine/text/symbols.h"

namespace ciku {

// Whether a pair is strong, in double precision, in exactly the order of operations that the
// source has: (N * (n(ab) + g)) / ((n(a) + g) * (n(b) + g)), N being the occurrences of all pairs.
bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options);

// As methods.h asks of every method (the parameters are explained there).
inline const char* NameOfMethod(const PairCutOptions& /*options*/) { return "pair-cut"; }
Json DescribeThresholds(const PairCutOptions& options);
void ReadThresholds(const Json& named, PairCutOptions* options);
WordRule WordRuleOf(const PairCutOptions& options, uint64_t pieces);
std::unique_ptr<Method> MakeMethodOf(const PairCutOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
