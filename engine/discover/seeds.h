// Seeds: the words with which the unigram method begins (U2026).
//
// Seeds are all symbols that occur, and the n-grams that occur often enough and whose boundary
// entropy is large enough on both sides (seed_rule.h). N-grams of up to four symbols are counted
// first. Of longer ones only those are counted that consist of frequent enough n-grams of four
// symbols.
#ifndef CIKU_ENGINE_DISCOVER_SEEDS_H_
#define CIKU_ENGINE_DISCOVER_SEEDS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/discover/kept_runs.h"
#include "engine/discover/method_options.h"
#include "engine/discover/mining_run.h"
#include "engine/discover/unigram_words.h"
#include "engine/sweep/resources.h"

namespace ciku {

// What was counted on the way.
// Names of passes, also in work folders. The second sweep counts n-grams of four symbols or more;
// there is none if no seed is that long.
inline constexpr const char* kCountShortNgrams = "count short n-grams";
inline constexpr const char* kFindShortSeeds = "find short seeds";
inline constexpr const char* kCountLongNgrams = "count long n-grams";
bool CountsLongNgrams(const UnigramOptions& options);

struct SeedFigures {
  InputFigures input;
  uint64_t symbols = 0;             // all occurrences of symbols
  uint64_t least_count = 0;         // of a seed
  uint64_t most_frequent_pair = 0;  // the count of the most frequent n-gram of two symbols
  uint64_t spilled_bytes = 0;
};

// Counts n-grams in two sweeps over the corpus and returns the seeds with their counts; from a
// counts file, if the run has one, without sweeps. Finished passes are recorded; those that were
// recorded are not repeated. Throws as BlockReader and the counters do, InputError at invalid UTF-8
// if the run is strict, and UsageError if what must be in memory does not fit or if the counts do
// not suffice.
//
// Sets *kept to the runs of the corpus if there is a lot of memory and nothing is to be recorded.
UnigramWords FindSeeds(const MiningRun& run, const UnigramOptions& options, SeedFigures* figures,
                       std::unique_ptr<KeptRuns>* kept);

// The names under which FindSeeds records what it has found.
std::vector<std::string> SeedPasses();

// The least count of a seed in a corpus with this many occurrences of symbols.
uint64_t LeastSeedCount(const UnigramOptions& options, uint64_t symbols);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_SEEDS_H_
