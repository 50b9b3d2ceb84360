// Counts files of pieces: sweep 2 of a part of a corpus, to be added to that of other parts.
//
// "about" holds "what": "pieces", what it holds of the n-grams that the pieces were cut by and the
// checksum of that file, and the method with its thresholds; "totals" hold records, bad_records,
// text_bytes, invalid_bytes, pieces and overlong_pieces. Pieces that the method's back-check
// refuses are left out, though "pieces" counts them.
#ifndef CIKU_ENGINE_DISCOVER_PIECE_COUNTS_H_
#define CIKU_ENGINE_DISCOVER_PIECE_COUNTS_H_

#include <cstdint>

#include "engine/count/counts_file.h"
#include "engine/discover/pieces.h"

namespace ciku {

// Writes the pieces' counts, which it uses up, in the order of code points. Returns the bytes that
// were spilled to sort them.
uint64_t WritePieces(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                     const CounterConfig& config, CountsWriter* writer);

// Visits the words among counted pieces, as the other ForEachWord.
void ForEachWord(const CountsFile& pieces, uint64_t min_count, const Dictionary& added,
                 size_t threads, const WordVisit& visit);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECE_COUNTS_H_
