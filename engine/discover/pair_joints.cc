#include "engine/discover/pair_joints.h"

#include <array>

#include "engine/discover/piece_cutter.h"

namespace ciku {

std::unique_ptr<Cutter> PairJoints::NewCutter(const Symbols& symbols,
                                              PieceCounters* counters) const {
  return std::make_unique<PieceCutter<PairFinder>>(symbols, PairFinder(strong_), counters);
}

void PairJoints::ForEachNgram(const std::function<void(std::span<const SymbolId>)>& visit) const {
  strong_.ForEach([&](SymbolId a, SymbolId b) { visit(std::array{a, b}); });
}

std::optional<size_t> PairJoints::LastWeak(std::span<const SymbolId> run) const {
  for (size_t i = run.size(); i-- > 1;) {
    if (!strong_.Holds(run[i - 1], run[i])) return i;
  }
  return std::nullopt;
}

}  // namespace ciku
