// Joints that hold if the pair of symbols is strong.
#ifndef CIKU_ENGINE_DISCOVER_PAIR_JOINTS_H_
#define CIKU_ENGINE_DISCOVER_PAIR_JOINTS_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "engine/discover/joints.h"
#include "engine/discover/strong_pairs.h"
#include "engine/text/run_decoder.h"

namespace ciku {

// Finds cuts for PieceCutter.
class PairFinder {
 public:
  // `strong` must outlive the finder.
  explicit PairFinder(const StrongPairs& strong) : strong_(&strong) {}

  void Begin(bool /*joined_to_previous*/) { decided_ = 0; }

  uint32_t* Find(const SymbolBatch& batch, bool /*ends*/, uint32_t* cut) {
    // There is no branch on the joint, because it could not be predicted. A separator at the end of
    // a text has no joint after it, and needs none.
    for (auto i = static_cast<uint32_t>(decided_); i + 1 < batch.size; ++i) {
      *cut = i + 1;
      cut += strong_->Holds(batch.ids[i], batch.ids[i + 1]) ? 0 : 1;
    }
    decided_ = batch.size == 0 ? 0 : batch.size - 1;
    return cut;
  }

  size_t decided() const { return decided_; }
  void Use(size_t symbols) { decided_ -= symbols; }

 private:
  const StrongPairs* strong_;
  size_t decided_ = 0;
};

class PairJoints : public Joints {
 public:
  explicit PairJoints(StrongPairs strong) : strong_(std::move(strong)) {}

  const StrongPairs& strong() const { return strong_; }

  std::unique_ptr<Cutter> NewCutter(const Symbols& symbols, PieceCounters* counters) const override;
  size_t order() const override { return 2; }
  void ForEachNgram(const std::function<void(std::span<const SymbolId>)>& visit) const override;
  std::optional<size_t> LastWeak(std::span<const SymbolId> run) const override;
  bool MayBeWord(std::span<const SymbolId> /*piece*/) const override { return true; }

 private:
  StrongPairs strong_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_JOINTS_H_
