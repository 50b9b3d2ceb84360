// Which words are linked, wherever they are near each other.
#ifndef CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_
#define CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "engine/count/external_counter.h"
#include "engine/count/integer_map.h"
#include "engine/templates/cooccurrences.h"
#include "engine/templates/count_words.h"
#include "engine/templates/find_templates.h"
#include "engine/templates/pair_sieve.h"
#include "engine/templates/run_stream.h"
#include "engine/templates/word_links.h"

namespace ciku {

// By PairKey.
using SkipGramCounter = ExternalCounter<IntegerMap>;

// The least count of a skip-gram that is a link.
uint64_t LeastSkipGram(const RunTotals& totals, const TemplateOptions& options);

// Sieves the pairs of all runs, which are blocks. Throws as RunStream does.
void SieveSkipGrams(const RunStream& runs, const Vocabulary& vocabulary, const PairReach& reach,
                    size_t threads, PairSieve* sieve);

// Counts those that the sieve lets pass. Throws as RunStream and the counter do.
std::unique_ptr<SkipGramCounter> CountSkipGrams(const RunStream& runs, const Vocabulary& vocabulary,
                                                const PairReach& reach, const PairSieve& sieve,
                                                const CounterConfig& config);

// The skip-grams that are links: with ln p(uv) > ln min_proba and ln p(uv) - ln p(u) - ln p(v) >
// min_pmi, ln p being ln n - ln total, of words over all tokens and of pairs over all skip-grams.
// They are recorded. The counter is empty afterwards. Throws UsageError where they take more than
// `memory` bytes.
WordLinks WeighSkipGrams(SkipGramCounter* counter, const Vocabulary& vocabulary,
                         const RunTotals& totals, const TemplateOptions& options, size_t memory,
                         const Storage& storage);

// The links that an earlier run has recorded, if any. Throws CorruptionError.
std::optional<WordLinks> RecordedLinks(const TemplateOptions& options, const Storage& storage);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_
