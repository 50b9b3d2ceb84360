// The runs of a corpus in memory, so that later sweeps need not read and decode it again.
#ifndef CIKU_ENGINE_DISCOVER_KEPT_RUNS_H_
#define CIKU_ENGINE_DISCOVER_KEPT_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "engine/text/symbols.h"

namespace ciku {

// Any number of threads may add, each through a Local of its own; all other calls must come from
// one thread at a time.
class KeptRuns {
 public:
  // Runs that follow each other in the corpus, or are not far from each other.
  struct Piece {
    std::vector<SymbolId> symbols;  // each run ends with a separator
    uint64_t stretch = 0;           // the bit of the stretch in which all of them are
    // By symbol, at least the length of the longest word that begins there; kNoLimit or more stand
    // for any length. Words are only ever dropped, so a sweep may set what the next one needs.
    std::vector<uint8_t> longest = {};
  };
  static constexpr uint8_t kNoLimit = 255;

  // May take `memory` bytes while `threads` threads add. If there are more runs, it keeps none.
  KeptRuns(size_t memory, size_t threads) : most_(MostSymbols(memory, threads)) {}

  // The number of symbols, with separators, for which so much memory suffices.
  static size_t MostSymbols(size_t memory, size_t threads) {
    const size_t unfinished = threads * kReserved * sizeof(SymbolId);
    return memory < unfinished ? 0 : (memory - unfinished) / kBytesForEachSymbol;
  }

  // Collects the runs of one thread's texts. Not safe for use by two threads at once.
  class Local {
   public:
    explicit Local(KeptRuns* owner) : owner_(owner) {}

    // Adds the next symbols of a run, without separators.
    void Add(std::span<const SymbolId> symbols) {
      if (piece_.symbols.capacity() < kReserved) piece_.symbols.reserve(kReserved);
      piece_.symbols.insert(piece_.symbols.end(), symbols.begin(), symbols.end());
    }

    // Ends a run, which may be empty, in a stretch of the corpus: the only bit of `stretch`.
    void EndRun(uint64_t stretch) {
      // The run began with the piece or after a separator.
      if (piece_.symbols.size() == run_) return;
      piece_.symbols.push_back(kSeparator);
      if (piece_.stretch != stretch && run_ > 0) {
        const auto run = piece_.symbols.begin() + static_cast<ptrdiff_t>(run_);
        std::vector<SymbolId> last(run, piece_.symbols.end());
        piece_.symbols.erase(run, piece_.symbols.end());
        Flush();
        piece_.symbols = std::move(last);
      }
      piece_.stretch = stretch;
      run_ = piece_.symbols.size();
      if (run_ >= kPiece) Flush();
    }

    // Hands over what is left.
    void Flush() {
      if (!piece_.symbols.empty()) owner_->Keep(std::move(piece_));
      piece_ = {};
      run_ = 0;
    }

   private:
    KeptRuns* owner_;
    Piece piece_;
    size_t run_ = 0;  // where the current run begins in the piece
  };

  // True if all runs that were added are here. To be called after the adding.
  bool complete() const { return size_ <= most_; }

  size_t bytes() const { return complete() ? size_ * kBytesForEachSymbol : 0; }

  // Together they are all runs, in no particular order. Threads may change one piece each.
  std::vector<Piece>& pieces() { return pieces_; }

  // A symbol and its longest word.
  static constexpr size_t kBytesForEachSymbol = sizeof(SymbolId) + 1;

 private:
  // The number of symbols from which on a piece is complete.
  static constexpr size_t kPiece = size_t{1} << 18;
  // The last run of a piece is mostly shorter than the rest of this.
  static constexpr size_t kReserved = kPiece + kPiece / 8;

  void Keep(Piece piece) {
    const std::lock_guard lock(mutex_);
    // What is reserved but not used is little, except in the last pieces of the threads.
    if (piece.symbols.size() < kPiece) piece.symbols.shrink_to_fit();
    size_ += piece.symbols.capacity();
    if (size_ > most_) {
      pieces_.clear();
    } else {
      piece.longest.assign(piece.symbols.size(), kNoLimit);
      pieces_.push_back(std::move(piece));
    }
  }

  const size_t most_;
  size_t size_ = 0;
  std::mutex mutex_;
  std::vector<Piece> pieces_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_KEPT_RUNS_H_
