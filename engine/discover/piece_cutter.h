// Cuts runs at weak joints and counts the pieces: the work of sweep 2.
#ifndef CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_
#define CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/discover/joints.h"
#include "engine/discover/piece_counters.h"
#include "engine/text/run_decoder.h"

namespace ciku {

// Counts the pieces of one thread's texts. How the pieces were cut makes no difference.
class PieceTally {
 public:
  explicit PieceTally(PieceCounters* counters)
      : short_pieces_(&counters->of_two.local()),
        packed_pieces_(&counters->of_four),
        packed_map_(&packed_pieces_->local()),
        long_pieces_(&counters->longer),
        long_map_(&long_pieces_->local()) {}

  // Begins a text. If `overlong`, the part before its first cut is the rest of a piece that is too
  // long to be a word.
  void Begin(bool overlong) { overlong_ = overlong; }

  // Counts the pieces that end at cuts[0, count); separators are counted as pieces without symbols.
  void Count(const Text& text, const SymbolBatch& batch, const uint32_t* cuts, size_t count);

  // Says that the current piece is too long to be a word and has lost symbols.
  void LoseBeginning() { overlong_ = true; }

  // Return what was counted since the last call.
  uint64_t TakePieces() { return std::exchange(pieces_, 0); }
  uint64_t TakeOverlongPieces() { return std::exchange(overlong_pieces_, 0); }

 private:
  struct Waiting {
    std::string_view piece;
    uint64_t hash;
  };

  void CountLongPiece(std::string_view piece, size_t length);
  void AddWaiting();

  PairCounter::Local* short_pieces_;
  ExternalCounter<IntegerMap>* packed_pieces_;
  IntegerMap* packed_map_;
  ExternalCounter<StringMap>* long_pieces_;
  StringMap* long_map_;
  bool overlong_ = false;
  uint64_t pieces_ = 0;
  uint64_t overlong_pieces_ = 0;
  std::vector<uint64_t> waiting_packed_;
  std::vector<Waiting> waiting_;  // pieces with places that are being loaded into the cache
};

// A `Finder` finds the cuts of one thread's texts:
//
//   void Begin(bool joined_to_previous)       begins a text
//   uint32_t* Find(batch, ends, cuts)         writes the ends of the batch's pieces (and of
//                                             separators) that were not found in an earlier batch
//                                             and that are certain; unless `ends`, the run may go
//                                             on after the batch. Returns the end of what it wrote
//   size_t decided()                          the symbol of the batch up to which cuts are certain
//   void Use(size_t symbols)                  drops this many symbols from the start of the batch
template <typename Finder>
class PieceCutter : public Cutter {
 public:
  // All arguments must outlive the cutter.
  PieceCutter(const Symbols& symbols, Finder finder, PieceCounters* counters)
      : decoder_(symbols, false), finder_(std::move(finder)), tally_(counters) {}

  void Cut(const Text& text) override {
    tally_.Begin(text.joined_to_previous);
    finder_.Begin(text.joined_to_previous);
    decoder_.template Decode<true>(text, [&](const SymbolBatch& batch) {
      if (cuts_.size() < batch.size) cuts_.resize(batch.size);
      const bool ends = batch.last && !text.joined_to_next;
      const uint32_t* const cuts_end = finder_.Find(batch, ends, cuts_.data());
      const auto count = static_cast<size_t>(cuts_end - cuts_.data());
      tally_.Count(text, batch, cuts_.data(), count);
      size_t used = count == 0 ? 0 : cuts_[count - 1];
      if (finder_.decided() > used + kMaxWordLength) {
        // A piece that is too long to be a word only needs the symbols that its next joint depends
        // on.
        tally_.LoseBeginning();
        used = finder_.decided();
      }
      finder_.Use(used);
      return used;
    });
  }

  uint64_t TakePieces() override { return tally_.TakePieces(); }
  uint64_t TakeOverlongPieces() override { return tally_.TakeOverlongPieces(); }
  uint64_t TakeInvalidBytes() override { return decoder_.TakeInvalidBytes(); }

 private:
  RunDecoder decoder_;
  Finder finder_;
  PieceTally tally_;
  std::vector<uint32_t> cuts_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECE_CUTTER_H_
