// Sweep 2: cuts the corpus at weak joints and counts the pieces. It is the same for all methods.
#ifndef CIKU_ENGINE_DISCOVER_COUNT_PIECES_H_
#define CIKU_ENGINE_DISCOVER_COUNT_PIECES_H_

#include "engine/discover/joints.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/piece_counts.h"
#include "engine/sweep/checkpoints.h"
#include "engine/text/symbols.h"
#include "io/input/corpus.h"

namespace ciku {

// The name of the pass, also in a work folder.
inline constexpr const char* kCutPieces = "cut pieces";

// Cuts runs at weak joints and counts the pieces. Throws as BlockReader and ExternalCounter do.
PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const Joints& joints,
                        const MemoryPlan& plan, const Storage& storage, SweepMeter* meter);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_COUNT_PIECES_H_
