// The word finder (S5597: Su Jianlin, "基于最小熵原理的NLP库：nlp zero", 2018,
// kexue.fm/archives/5597).
//
// Like the pair cut, but with thresholds of probability instead of counts: text is cut between all
// neighbours that do not hold together. Of the words that remain, those that other words explain as
// well are dropped (redundancy.h).
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

// The pointwise mutual information of a pair, in nats: (ln p(ab) - ln p(a)) - ln p(b). ln p is ln n
// - ln total, with all symbols as the total for symbols and all pairs for pairs.
double Pmi(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all);

// True if a pair is strong: ln p(ab) > ln min_proba, and its PMI is greater than min_pmi.
bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all,
              const WordFinderOptions& options);

// Returns the least count n of a word, or a pair, with a probability over min_proba: ln n - ln
// total > ln min_proba.
uint64_t LeastWordCount(uint64_t total, double min_proba);

// What methods.h requires of every method (it explains the parameters).
inline const char* NameOfMethod(const WordFinderOptions& /*options*/) { return "word-finder"; }
inline const MethodTerms& TermsOfMethod(const WordFinderOptions& /*options*/) { return kPairTerms; }
Json DescribeThresholds(const WordFinderOptions& options);
void ReadThresholds(const Json& named, WordFinderOptions* options);
WordRule WordRuleOf(const WordFinderOptions& options, uint64_t pieces);
std::unique_ptr<Method> MakeMethodOf(const WordFinderOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_WORD_FINDER_H_
