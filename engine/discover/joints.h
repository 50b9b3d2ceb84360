// The result of weighing: it tells which neighbours in text hold together.
#ifndef CIKU_ENGINE_DISCOVER_JOINTS_H_
#define CIKU_ENGINE_DISCOVER_JOINTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "engine/text/symbols.h"
#include "io/text.h"

namespace ciku {

struct PieceCounters;

// Pieces of more symbols are counted but are never words. The bound limits how much of an endless
// run has to be kept until the end of a piece is found.
constexpr size_t kMaxWordLength = size_t{1} << 16;

// Cuts runs at weak joints and counts the pieces: one thread's part of sweep 2. Not safe for use by
// two threads at once.
class Cutter {
 public:
  virtual ~Cutter() = default;

  // Cuts a text's runs and counts their pieces. Throws as ExternalCounter::Add.
  virtual void Cut(const Text& text) = 0;

  // Return what was found since the last call: all pieces, pieces of more than kMaxWordLength
  // symbols, and bytes that are not valid UTF-8.
  virtual uint64_t TakePieces() = 0;
  virtual uint64_t TakeOverlongPieces() = 0;
  virtual uint64_t TakeInvalidBytes() = 0;
};

// Immutable; safe to share between threads.
class Joints {
 public:
  virtual ~Joints() = default;

  // Returns a cutter for one thread. This object and the arguments must outlive it.
  virtual std::unique_ptr<Cutter> NewCutter(const Symbols& symbols,
                                            PieceCounters* counters) const = 0;

  // The order of the n-grams that decide joints, at least 2. A joint depends on the order - 1
  // symbols on either side.
  virtual size_t order() const = 0;

  // Calls visit(symbols) once for everything of two symbols or more that holds together, in no
  // particular order.
  virtual void ForEachNgram(const std::function<void(std::span<const SymbolId>)>& visit) const = 0;

  // Takes consecutive symbols of a run. Returns the largest index, not 0, at which a symbol does
  // not hold together with the one before it, whatever comes before and after these symbols.
  virtual std::optional<size_t> LastWeak(std::span<const SymbolId> run) const = 0;

  // True if a piece of these symbols may be a word.
  virtual bool MayBeWord(std::span<const SymbolId> piece) const = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_JOINTS_H_
