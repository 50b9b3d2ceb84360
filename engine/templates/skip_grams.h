// Which words are linked, wherever they are near each other.
#ifndef CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_
#define CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/count/external_counter.h"
#include "engine/count/integer_map.h"
#include "engine/discover/strong_pairs.h"
#include "engine/templates/count_words.h"
#include "engine/templates/number_words.h"
#include "engine/templates/template_options.h"

namespace ciku {

// By PairKey.
using SkipGramCounter = ExternalCounter<IntegerMap>;

// The least count of a skip-gram that is a link.
uint64_t LeastSkipGram(const RunTotals& totals, const TemplateOptions& options);

// Counts the pairs of all runs, of which the words are read, that the sieve lets pass. Throws as
// RunStream and the counter do.
std::unique_ptr<SkipGramCounter> CountSkipGrams(const RunStream& runs, const PairReach& reach,
                                                const PairSieve& sieve,
                                                const CounterConfig& config);

// The skip-grams that are links: with ln p(uv) > ln min_proba and ln p(uv) - ln p(u) - ln p(v) >
// min_pmi, ln p being ln n - ln total, of words over all tokens and of pairs over all skip-grams.
// The counter is empty afterwards. Throws UsageError where they take more than `memory` bytes.
StrongPairs WeighSkipGrams(SkipGramCounter* counter, const Vocabulary& vocabulary,
                           const RunTotals& totals, const TemplateOptions& options, size_t memory);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_
