// The unigram method: the words that explain a corpus best (U2026).
//
// A method like those of method.h, but not by joints: text is divided into words, again and again.
#ifndef CIKU_ENGINE_DISCOVER_UNIGRAM_H_
#define CIKU_ENGINE_DISCOVER_UNIGRAM_H_

#include <cstddef>
#include <memory>
#include <string>

#include "engine/discover/method.h"
#include "engine/discover/method_options.h"
#include "engine/discover/mining_run.h"
#include "engine/discover/seeds.h"

namespace ciku {

inline constexpr MethodTerms kUnigramTerms = {.count_pass = kCountShortNgrams,
                                              .weigh_pass = kFindShortSeeds,
                                              .distinct = "seeds",
                                              .strong = "kept_words",
                                              .plural = "seeds",
                                              .holds_together = "kept as words",
                                              .parts = "tokens"};

constexpr const char* NameOfMethod(const UnigramOptions& /*options*/) { return "unigram"; }

inline const MethodTerms& TermsOfMethod(const UnigramOptions& /*options*/) { return kUnigramTerms; }

// The sweep in which the words of a dictionary are counted, if one is given; and the name of
// division `number`, from 1 on, which begins with kDivideRuns.
inline constexpr const char* kCountDictionaryWords = "count dictionary words";
inline constexpr const char* kDivideRuns = "divide runs";
std::string DivisionName(size_t number);

Json DescribeThresholds(const UnigramOptions& options);

void ReadThresholds(const Json& named, UnigramOptions* options);

WordRule WordRuleOf(const UnigramOptions& options, uint64_t tokens);

// Returns null: the method has no joints.
std::unique_ptr<Method> MakeMethodOf(const UnigramOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan);

// Runs all passes after Begin, for Mine.
MinedLexicon RunUnigramPasses(MiningRun* run, const MineOptions& options, const WordChoice& choice,
                              const Storage& storage, Observer* observer);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_UNIGRAM_H_
