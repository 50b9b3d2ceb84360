// Drops words that other words explain.
#ifndef CIKU_ENGINE_DISCOVER_PRUNE_WORDS_H_
#define CIKU_ENGINE_DISCOVER_PRUNE_WORDS_H_

#include <cstddef>
#include <vector>

#include "engine/discover/unigram_words.h"

namespace ciku {

// Returns the gain of each word of two symbols or more, in nats: ln p(w) minus the largest sum of
// ln p over the divisions of w into other words. The gain of a single symbol is 0.
std::vector<double> GainsOf(const UnigramWords& words, size_t threads);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PRUNE_WORDS_H_
