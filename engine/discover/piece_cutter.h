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

// Counts pieces of a thread's texts, wherever they were cut.
class PieceTally {
 public:
  explicit PieceTally(PieceCounters* counters)
      : short_pieces_(&counters->of_two.local()),
        packed_pieces_(&counters->of_four),
        packed_map_(&packed_pieces_->local()),
        long_pieces_(&counters->longer),
        long_map_(&long_pieces_->local()) {}

  // Begins a text. What comes before its first cut may be the rest of a piece that is too long to
  // be a word.
  void Begin(bool overlong) { overlong_ = overlong; }

  // Counts the pieces that end at cuts[0, count), and separators as pieces of nothing.
  void Count(const Text& text, const SymbolBatch& batch, const uint32_t* cuts, size_t count);

  // The piece at hand has lost symbols, because it is too long to be a word.
  void LoseBeginning() { overlong_ = true; }

  // What was counted since the last call.
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
  std::vector<Waiting> waiting_;  // pieces whose places are on their way into the cache
};

// `Finder` finds the cuts of a thread's texts:
//
//   void Begin(bool joined_to_previous)       a text begins
//   uint32_t* Find(batch, ends, cuts)         writes the ends of the batch's pieces (and of
//                                             separators), as far as they are certain where the
//                                             run goes on after the batch unless `ends`, and were
//                                             not found in a batch before; returns their end
//   size_t decided()                          up to which symbol of the batch that is
//   void Use(size_t symbols)                  so many symbols do not come again
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
        // A piece that can be no word any more only needs what its next joint depends on.
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
