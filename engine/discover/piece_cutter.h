// Cuts runs at weak joints and counts the pieces: the work of sweep 2.
#ifndef CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_
#define CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/count/external_counter.h"
#include "engine/count/pair_counter.h"
#include "engine/count/string_map.h"
#include "engine/discover/strong_pairs.h"
#include "engine/text/run_decoder.h"

namespace ciku {

// One thread's part. Not safe for use by two threads at once.
class PieceCutter {
 public:
  // Counts pieces of one and two symbols in `short_pieces`, longer ones in `long_pieces`. All must
  // outlive the cutter.
  PieceCutter(const Symbols& symbols, const StrongPairs& strong, PairCounter::Local* short_pieces,
              ExternalCounter<StringMap>* long_pieces)
      : decoder_(symbols, false),
        strong_(strong),
        short_pieces_(short_pieces),
        long_pieces_(long_pieces),
        long_map_(&long_pieces->local()) {}

  // Cuts a text's runs and counts their pieces. Throws as ExternalCounter::Add.
  void Cut(const Text& text);

  uint64_t pieces() const { return pieces_; }
  uint64_t overlong_pieces() const { return overlong_pieces_; }
  uint64_t invalid_bytes() const { return decoder_.invalid_bytes(); }

 private:
  struct Waiting {
    std::string_view piece;
    uint64_t hash;
  };

  // Finds the ends of the batch's complete pieces (and of separators).
  void FindCuts(const SymbolBatch& batch);
  // Counts the pieces between cuts.
  void CountPieces(const Text& text, const SymbolBatch& batch);
  void CountLongPiece(std::string_view piece, size_t length);
  void AddWaiting();

  RunDecoder decoder_;
  const StrongPairs& strong_;
  PairCounter::Local* short_pieces_;
  ExternalCounter<StringMap>* long_pieces_;
  StringMap* long_map_;
  // The piece at hand has lost symbols already, because it is too long to be a word.
  bool overlong_ = false;
  uint64_t pieces_ = 0;
  uint64_t overlong_pieces_ = 0;
  std::vector<uint32_t> cuts_;
  size_t cut_count_ = 0;
  std::vector<Waiting> waiting_;  // pieces whose places are on their way into the cache
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_
