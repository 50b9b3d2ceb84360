// The word finder (S5597: Su Jianlin, "基于最小熵原理的NLP库：nlp zero", 2018,
// kexue.fm/archives/5597).
//
// As the pair cut, with thresholds of probability in place of counts: text is cut wherever two
// neighbours do not hold together. Of the words that remain those are then dropped that others
// explain as well (redundancy.h).
#ifndef CIKU_ENGINE_DISCOVER_WORD_FINDER_H_
#define CIKU_ENGINE_DISCOVER_WORD_FINDER_H_

#include <cstdint>
#include <memory>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/method_options.h"
#include "engine/discover/pair_method.h"
#include "engine/text/symbols.h"

namespace ciku {

// Whether a pair is strong: ln p(ab) > ln min_proba and (ln p(ab) - ln p(a)) - ln p(b) > min_pmi,
// ln p being ln n - ln total, of symbols over all symbols and of pairs over all pairs.
bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all,
              const WordFinderOptions& options);

// The least count of a word whose probability is over min_proba, ln n - ln total > ln min_proba.
uint64_t LeastWordCount(uint64_t total, double min_proba);

// As methods.h asks of every method (the parameters are explained there).
inline const char* NameOfMethod(const WordFinderOptions& /*options*/) { return "word-finder"; }
Json DescribeThresholds(const WordFinderOptions& options);
void ReadThresholds(const Json& named, WordFinderOptions* options);
WordRule WordRuleOf(const WordFinderOptions& options, uint64_t pieces);
std::unique_ptr<Method> MakeMethodOf(const WordFinderOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_WORD_FINDER_H_
