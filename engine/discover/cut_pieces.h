// Counts files of pieces: sweep 2 over a part of a corpus (piece_counts.h describes the format).
#ifndef CIKU_ENGINE_DISCOVER_CUT_PIECES_H_
#define CIKU_ENGINE_DISCOVER_CUT_PIECES_H_

#include <string>

#include "engine/count/counts_file.h"
#include "engine/discover/method_options.h"
#include "engine/discover/mine.h"
#include "engine/discover/ngram_counts.h"

namespace ciku {

// Returns the description of pieces in a counts file. Two files may be added up if the same counts
// cut their pieces in the same way.
Json AboutPieces(const NgramCounts& counts, const MethodOptions& method);

// Opens counts of pieces. Throws InputError if the file holds something else.
CountsFile OpenPieces(const std::string& path);

// Returns the method that cut the pieces, and the figures of the runs that cut them.
MethodOptions MethodOfPieces(const CountsFile& pieces);
MineFigures FiguresOfPieces(const CountsFile& pieces);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_CUT_PIECES_H_
