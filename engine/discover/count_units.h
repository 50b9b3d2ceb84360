// Counts Latin words and numbers, which rules find before any lexicon (text/units.h).
#ifndef CIKU_ENGINE_DISCOVER_COUNT_UNITS_H_
#define CIKU_ENGINE_DISCOVER_COUNT_UNITS_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/count/external_counter.h"
#include "engine/count/string_map.h"
#include "engine/discover/mining_run.h"
#include "engine/discover/piece_counts.h"
#include "engine/lexicon/lexicon.h"

namespace ciku {

// The name of the pass, also in a work folder.
inline constexpr const char* kCountUnits = "count units";

// Longer units, in bytes, are not counted: they are encoded data rather than words.
constexpr size_t kLongestListedUnit = 255;

// The units of a corpus that rule 2 finds, each with its count.
class UnitCounts {
 public:
  // Reads the corpus; the symbols of the run must have units. Takes plan().ranking / 2 bytes
  // besides the sweep. Goes on with what the work folder has recorded of the sweep. Throws as
  // BlockReader and the counters do.
  explicit UnitCounts(const MiningRun& run);

  // Calls visit(unit, count) for all units, in UTF-8, that occur at least `min_count` times, with
  // the counts of `added`, whose words may be units of other text. Several threads may call it at
  // once. There are no counts afterwards.
  void ForEach(uint64_t min_count, const Lexicon& added, const WordVisit& visit);

 private:
  const Symbols& symbols_;
  ExternalCounter<StringMap> counter_;
};

// Counts the units of the run's corpus if the options ask for them; otherwise returns null.
std::unique_ptr<UnitCounts> UnitsListed(const MiningRun& run, const MineOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_COUNT_UNITS_H_
