// Cuts runs at weak joints and counts the pieces: the work of sweep 2.
#ifndef CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_
#define CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/discover/piece_counters.h"
#include "engine/discover/strong_pairs.h"
#include "engine/text/run_decoder.h"

namespace ciku {

// One thread's part. Not safe for use by two threads at once.
class PieceCutter {
 public:
  // All arguments must outlive the cutter.
  PieceCutter(const Symbols& symbols, const StrongPairs& strong, PieceCounters* counters)
      : decoder_(symbols, false),
        strong_(strong),
        short_pieces_(&counters->of_two.local()),
        packed_pieces_(&counters->of_four),
        packed_map_(&packed_pieces_->local()),
        long_pieces_(&counters->longer),
        long_map_(&long_pieces_->local()) {}

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
  ExternalCounter<IntegerMap>* packed_pieces_;
  IntegerMap* packed_map_;
  ExternalCounter<StringMap>* long_pieces_;
  StringMap* long_map_;
  // The piece at hand has lost symbols already, because it is too long to be a word.
  bool overlong_ = false;
  uint64_t pieces_ = 0;
  uint64_t overlong_pieces_ = 0;
  // Joints at the start of the next batch that are known to hold.
  size_t tested_ = 0;
  std::vector<uint32_t> cuts_;
  size_t cut_count_ = 0;
  std::vector<uint64_t> waiting_packed_;
  std::vector<Waiting> waiting_;  // pieces whose places are on their way into the cache
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_
