// Pieces as counts files: sweep 2 of a part of a corpus (piece_counts.h has the format).
#ifndef CIKU_ENGINE_DISCOVER_CUT_PIECES_H_
#define CIKU_ENGINE_DISCOVER_CUT_PIECES_H_

#include <string>

#include "engine/count/counts_file.h"
#include "engine/discover/method_options.h"
#include "engine/discover/mine.h"
#include "engine/discover/ngram_counts.h"

namespace ciku {

// What pieces say of themselves: those of two files may be added if the same counts cut them alike.
Json AboutPieces(const NgramCounts& counts, const MethodOptions& method);

// Opens counts of pieces. Throws InputError if the file holds something else.
CountsFile OpenPieces(const std::string& path);

// The method that cut them, and what the runs that cut them have read and found.
MethodOptions MethodOfPieces(const CountsFile& pieces);
MineFigures FiguresOfPieces(const CountsFile& pieces);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_CUT_PIECES_H_
