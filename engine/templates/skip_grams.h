// Finds the pairs of words to link: those that are near each other more often than by chance.
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

// Counts pairs of words by their PairKey.
using SkipGramCounter = ExternalCounter<IntegerMap>;

// The least count of a skip-gram that is a link.
uint64_t LeastSkipGram(const RunTotals& totals, const TemplateOptions& options);

// Adds the pairs of all runs, which are in encoded blocks, to the sieve. Throws as RunStream does.
void SieveSkipGrams(const RunStream& runs, const Vocabulary& vocabulary, const PairReach& reach,
                    size_t threads, PairSieve* sieve);

// Counts the pairs that pass the sieve. Throws as RunStream and the counter do.
std::unique_ptr<SkipGramCounter> CountSkipGrams(const RunStream& runs, const Vocabulary& vocabulary,
                                                const PairReach& reach, const PairSieve& sieve,
                                                const CounterConfig& config);

// Returns the skip-grams that are links: ln p(uv) > ln min_proba, and ln p(uv) - ln p(u) - ln p(v)
// > min_pmi. ln p is ln n - ln total; total is the number of all tokens for words, and of all
// skip-grams for pairs. Records them if there is a work folder. The counter is empty afterwards.
// Throws UsageError if the links take more than `memory` bytes.
WordLinks WeighSkipGrams(SkipGramCounter* counter, const Vocabulary& vocabulary,
                         const RunTotals& totals, const TemplateOptions& options, size_t memory,
                         const Storage& storage);

// The links that WeighSkipGrams() recorded before, if any. Throws CorruptionError.
std::optional<WordLinks> RecordedLinks(const TemplateOptions& options, const Storage& storage);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_SKIP_GRAMS_H_
