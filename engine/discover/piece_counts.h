// Counts of pieces, either in memory and spilled, as sweep 2 leaves them, or in a counts file.
//
// A counts file of pieces is the result of sweep 2 over a part of a corpus, to be added to the
// results for other parts. Its "about" holds "what": "pieces", all of the "about" of the n-grams'
// counts file, the checksum of that file, and the method with its thresholds; "totals" hold
// records, bad_records, text_bytes, invalid_bytes, pieces and overlong_pieces. Pieces that the
// method's back-check rejects are left out of the file but are included in "pieces".
#ifndef CIKU_ENGINE_DISCOVER_PIECE_COUNTS_H_
#define CIKU_ENGINE_DISCOVER_PIECE_COUNTS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "engine/count/counts_file.h"
#include "engine/discover/joints.h"
#include "engine/discover/piece_counters.h"
#include "engine/lexicon/lexicon.h"
#include "engine/text/symbols.h"

namespace ciku {

// The result of sweep 2.
struct PieceCounts {
  std::unique_ptr<PieceCounters> counters;  // null if words have been made of them already
  uint64_t pieces = 0;                      // all occurrences of pieces
  uint64_t overlong_pieces = 0;             // those over kMaxWordLength

  uint64_t spilled_bytes() const { return counters == nullptr ? 0 : counters->spilled_bytes(); }
};

// A function that is called with a word in UTF-8 and its count, once for each word, on any number
// of threads.
using WordVisit = std::function<void(std::string_view, uint64_t)>;

// Merges the pieces' counts, which it uses up, and visits the words in no particular order. Words
// are the pieces that the joints accept as words and that occur at least `min_count` times,
// including the counts in `added`.
void ForEachWord(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                 uint64_t min_count, const Lexicon& added, const WordVisit& visit);

// The same for pieces in a counts file, on `threads` threads. Throws CorruptionError.
void ForEachWord(const CountsFile& pieces, uint64_t min_count, const Lexicon& added, size_t threads,
                 const WordVisit& visit);

// Writes the pieces' counts, which it uses up, in the order of code points. Returns how many bytes
// were spilled to sort them.
uint64_t WritePieces(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                     const CounterConfig& config, CountsWriter* writer);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECE_COUNTS_H_
