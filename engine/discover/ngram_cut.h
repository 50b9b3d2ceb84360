// N-gram discovery (S4256/S6920: Su Jianlin, "更好的新词发现算法", 2017, kexue.fm/archives/4256,
// and its faster remake, 2019, archives/6920).
//
// An n-gram is solid if even its weakest split into two parts is far more frequent than by chance.
// Two neighbours stay together if a solid n-gram covers both.
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_CUT_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_CUT_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/method_options.h"
#include "engine/text/symbols.h"

namespace ciku {

inline constexpr MethodTerms kNgramTerms = {.count_pass = "count n-grams",
                                            .weigh_pass = "weigh n-grams",
                                            .distinct = "distinct_ngrams",
                                            .strong = "solid_ngrams",
                                            .plural = "n-grams",
                                            .holds_together = "solid"};

// What methods.h requires of every method (it explains the parameters).
inline const char* NameOfMethod(const NgramOptions& /*options*/) { return "ngram"; }
inline const MethodTerms& TermsOfMethod(const NgramOptions& /*options*/) { return kNgramTerms; }
Json DescribeThresholds(const NgramOptions& options);
void ReadThresholds(const Json& named, NgramOptions* options);
WordRule WordRuleOf(const NgramOptions& options, uint64_t pieces);
std::unique_ptr<Method> MakeMethodOf(const NgramOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_CUT_H_
