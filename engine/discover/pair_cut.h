// The pair cut (S3913: Su Jianlin, "基于切分的新词发现", 2016, kexue.fm/archives/3913).
//
// Text is cut between all neighbours that do not hold together; a piece that remains often enough
// is a word.
#ifndef CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
#define CIKU_ENGINE_DISCOVER_PAIR_CUT_H_

#include <cstdint>
#include <memory>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/method_options.h"
#include "engine/discover/pair_method.h"
#include "engine/text/symbols.h"

namespace ciku {

// The pointwise mutual information of a pair, in nats, computed in double precision in exactly the
// source's order of operations: the logarithm of (N * (n(ab) + g)) / ((n(a) + g) * (n(b) + g)),
// where N is the number of occurrences of all pairs.
double Pmi(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options);

// True if a pair is strong.
bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options);

// What methods.h requires of every method (it explains the parameters).
inline const char* NameOfMethod(const PairCutOptions& /*options*/) { return "pair-cut"; }
inline const MethodTerms& TermsOfMethod(const PairCutOptions& /*options*/) { return kPairTerms; }
Json DescribeThresholds(const PairCutOptions& options);
void ReadThresholds(const Json& named, PairCutOptions* options);
WordRule WordRuleOf(const PairCutOptions& options, uint64_t pieces);
std::unique_ptr<Method> MakeMethodOf(const PairCutOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
