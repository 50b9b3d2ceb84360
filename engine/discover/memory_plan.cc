#include "engine/discover/memory_plan.h"

#include <oneapi/tbb/info.h>

#include <algorithm>
#include <optional>

#include "engine/sweep/budget.h"
#include "engine/sweep/folding.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/sweep_plan.h"
#include "engine/text/unit_split_rule.h"
#include "io/memory.h"

namespace ciku {
namespace {

// The memory of a thread besides its share of the counters: buffers of symbols, which have to hold
// the longest word, and a writer of block files.
constexpr size_t kThreadScratch = 3 * kMiB / 2;
// The memory of a block besides its text: a decompressor, and the longest word if it crosses the
// borders of blocks.
constexpr size_t kBlockScratch = 512 * kKiB;
// The longest word, at four bytes for each symbol, takes a quarter of this. The rest is for text to
// be folded: a line without a place for a split in that much text is a pile of combining marks.
constexpr size_t kLeastUndivided = kMiB;
// With units, a line must have room for the longest run and the longest unit.
constexpr size_t kLeastUndividedWithUnits = UnitSplitRule::MostUndivided();
// A counter with less memory than this for each thread would spill more runs than entries.
constexpr size_t kLeastCounter = kMiB;

size_t LeastUndivided(const Symbols& symbols) {
  return symbols.units() == nullptr ? kLeastUndivided : kLeastUndividedWithUnits;
}

// The memory for folding a portion of text.
size_t FoldingScratch(const Symbols& symbols) {
  const size_t portion =
      symbols.units() == nullptr ? kFoldedAtOnce : std::max(kFoldedAtOnce, LeastUndivided(symbols));
  return Normalizer::kMostGrowth * portion;
}

// The size of the largest square of counters that takes at most `memory` bytes.
SymbolId DenseSize(size_t memory, SymbolId symbols, size_t threads) {
  for (SymbolId size = 1024; size > 64; size /= 2) {
    if (PairCounter::MemoryBesides(symbols, size, threads) <= memory) return size;
  }
  return 64;
}

// Returns the plan for `memory` bytes, or nothing if they are too few.
std::optional<MemoryPlan> TryPlan(size_t memory, size_t threads, const Corpus& corpus,
                                  const Symbols& symbols, size_t tables) {
  auto sweep = SweepPlan::TryMake(memory, threads, corpus, tables, kBlockScratch);
  if (!sweep) return std::nullopt;
  MemoryPlan plan;
  plan.dense_size = DenseSize(sweep->memory / 8, symbols.size(), threads);
  const size_t undivided = std::max(sweep->memory / 128, LeastUndivided(symbols));
  const size_t folding = symbols.normalizer() == nullptr ? 0 : threads * FoldingScratch(symbols);
  const size_t taken = threads * kThreadScratch + folding +
                       PairCounter::MemoryBesides(symbols.size(), plan.dense_size, threads);
  const size_t counters = 2 * threads * kLeastCounter;
  const std::optional<size_t> more = sweep->LeaveRoom(taken + counters);
  if (!more) return std::nullopt;
  plan.sweep = sweep->config;
  plan.sweep.reader.max_undivided = undivided;
  plan.sweep.normalizer = symbols.normalizer();
  const size_t left = *more + counters;
  plan.pairs = left;
  plan.strong = left / 4;
  plan.ranking = left / 16;
  plan.statistics = left;
  plan.pieces = {.of_two = left / 16, .of_four = left / 8 * 2, .longer = left / 16 * 5};
  return plan;
}

}  // namespace

MemoryPlan MemoryPlan::Make(const Resources& resources, const Corpus& corpus,
                            const Symbols& symbols, size_t tables) {
  return PlanWithin(resources.memory, "this input", resources.threads, [&](size_t memory) {
    return TryPlan(memory, resources.threads, corpus, symbols, tables);
  });
}

void MemoryPlan::Refuse(const Resources& resources, const Corpus& corpus, const Symbols& symbols,
                        size_t tables, const std::string& purpose,
                        const std::function<bool(const MemoryPlan&)>& fits) {
  size_t least = resources.memory / kMiB + 1;
  const auto would_do = [&] {
    const auto plan = TryPlan(least * kMiB, resources.threads, corpus, symbols, tables);
    return plan && fits(*plan);
  };
  while (!would_do()) ++least;
  ThrowTooLittle(resources.memory, purpose.c_str(), resources.threads, least);
}

}  // namespace ciku
