// The runs of a corpus in memory, so that later sweeps need not read and decode it again.
#ifndef CIKU_ENGINE_DISCOVER_KEPT_RUNS_H_
#define CIKU_ENGINE_DISCOVER_KEPT_RUNS_H_

#include <atomic>
#include <cstddef>
#include <mutex>
#include <span>
#include <vector>

#include "engine/text/symbols.h"

namespace ciku {

// Runs end with a separator each. Any number of threads may add, each through a Local of its own;
// all other calls must come from one thread at a time.
class KeptRuns {
 public:
  // May take `memory` bytes. If there are more runs, it keeps none.
  explicit KeptRuns(size_t memory) : most_(memory / sizeof(SymbolId)) {}

  // Collects the runs of one thread's texts. Not safe for use by two threads at once.
  class Local {
   public:
    explicit Local(KeptRuns* owner) : owner_(owner) {}

    // Adds the next symbols of a text.
    void Add(std::span<const SymbolId> symbols) {
      for (const SymbolId symbol : symbols) {
        // Of separators that follow each other, one is enough.
        if (symbol != kSeparator || (!piece_.empty() && piece_.back() != kSeparator)) {
          piece_.push_back(symbol);
        }
      }
    }

    // To be called at the end of a text, where a run ends.
    void EndText() {
      if (piece_.size() >= kPiece) Flush();
    }

    // Hands over what is left.
    void Flush() {
      if (!piece_.empty()) owner_->Keep(std::move(piece_));
      piece_ = {};
    }

   private:
    KeptRuns* owner_;
    std::vector<SymbolId> piece_;
  };

  // True if all runs that were added are here. To be called after the adding.
  bool complete() const { return size_ <= most_; }

  size_t bytes() const { return complete() ? size_ * sizeof(SymbolId) : 0; }

  // The symbols of some runs each. Together they are all runs, in no particular order.
  const std::vector<std::vector<SymbolId>>& pieces() const { return pieces_; }

 private:
  // The number of symbols from which on a piece is complete.
  static constexpr size_t kPiece = size_t{1} << 18;

  void Keep(std::vector<SymbolId> piece) {
    const std::lock_guard lock(mutex_);
    size_ += piece.size();
    if (size_ > most_) {
      pieces_.clear();
    } else {
      piece.shrink_to_fit();
      pieces_.push_back(std::move(piece));
    }
  }

  const size_t most_;
  size_t size_ = 0;
  std::mutex mutex_;
  std::vector<std::vector<SymbolId>> pieces_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_KEPT_RUNS_H_
