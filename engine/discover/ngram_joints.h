// Joints that hold if a solid n-gram covers both neighbours: the longest join (S4256).
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_JOINTS_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_JOINTS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/discover/joints.h"
#include "engine/discover/ngram_set.h"
#include "engine/discover/piece_cutter.h"
#include "engine/discover/strong_pairs.h"
#include "engine/text/run_decoder.h"

namespace ciku {

// The n-grams of two symbols or more that hold together. Immutable; safe to share between threads.
template <typename Key>
class SolidNgrams {
 public:
  // Takes the solid n-grams of two symbols, with keys made by PairKey, and the longer ones.
  SolidNgrams(const NgramPacking<Key>& packing, const std::vector<uint64_t>& pairs,
              const std::vector<Key>& longer)
      : packing_(packing),
        pairs_(pairs),
        beginnings_(BeginningsOf(packing, longer)),
        longer_(longer) {}

  size_t order() const { return packing_.order(); }

  // Returns the length of the longest solid n-gram with which ids[0, size) begin, or 1 if there is
  // none. ids[1] must exist; it may be a separator.
  size_t Longest(const SymbolId* ids, size_t size) const {
    if (beginnings_.Holds(ids[0], ids[1])) {
      if (const size_t length = LongestOfThree(ids, size); length != 0) return length;
    }
    return pairs_.Holds(ids[0], ids[1]) ? 2 : 1;
  }

  // Calls visit(symbols) for all of them.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    std::array<SymbolId, kMaxKeyLength> ids;
    pairs_.ForEach([&](SymbolId a, SymbolId b) {
      ids = {a, b};
      visit(std::span<const SymbolId>(ids).first(2));
    });
    longer_.ForEach([&](const Key& key) {
      const size_t length = packing_.Length(key);
      for (size_t i = 0; i < length; ++i) ids[i] = packing_.At(key, i);
      visit(std::span<const SymbolId>(ids).first(length));
    });
  }

  // True if these symbols, at most order() of them, hold together. A single symbol always does.
  bool IsSolid(std::span<const SymbolId> ngram) const {
    if (ngram.size() < 2) return true;
    if (ngram.size() == 2) return pairs_.Holds(ngram[0], ngram[1]);
    return longer_.Holds(KeyOf(ngram));
  }

 private:
  // Returns the pairs with which n-grams begin.
  static StrongPairs BeginningsOf(const NgramPacking<Key>& packing,
                                  const std::vector<Key>& ngrams) {
    std::vector<uint64_t> pairs;
    for (const Key& key : ngrams) pairs.push_back(PairKey(packing.At(key, 0), packing.At(key, 1)));
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return StrongPairs(pairs);
  }

  Key KeyOf(std::span<const SymbolId> ngram) const {
    Key key{};
    for (size_t i = ngram.size(); i-- > 0;) key = packing_.Before(ngram[i], key);
    return key;
  }

  // The same for n-grams of three symbols or more; 0 if there is none.
  size_t LongestOfThree(const SymbolId* ids, size_t size) const {
    size_t length = 2;
    while (length < std::min(size, order()) && ids[length] != kSeparator) ++length;
    const Key key = KeyOf({ids, length});
    for (; length > 2; --length) {
      if (longer_.Holds(packing_.Prefix(key, length))) return length;
    }
    return 0;
  }

  NgramPacking<Key> packing_;
  StrongPairs pairs_;
  StrongPairs beginnings_;  // of the longer n-grams; most pairs in a text begin none
  NgramSet<Key> longer_;
};

// Finds cuts for PieceCutter. An n-gram covers no joint before its first symbol; so the joint after
// a symbol is decided when all n-grams that begin at or before the symbol are known.
template <typename Key>
class NgramFinder {
 public:
  // `solid` must outlive the finder.
  explicit NgramFinder(const SolidNgrams<Key>& solid) : solid_(&solid) {}

  void Begin(bool joined_to_previous) {
    decided_ = 0;
    last_covered_ = 0;
    // Joints that n-grams of the text before may cover were decided there.
    found_ = joined_to_previous ? order() - 2 : 0;
  }

  uint32_t* Find(const SymbolBatch& batch, bool ends, uint32_t* cut) {
    const size_t last =
        ends ? 0 : order() - 1;  // symbols with n-grams that may go on after the batch
    const size_t until = batch.size > last ? batch.size - last : 0;
    const size_t joints = batch.size == 0 ? 0 : std::min(until, batch.size - 1);
    for (size_t i = decided_; i < joints; ++i) {
      const size_t length = solid_->Longest(batch.ids + i, batch.size - i);
      last_covered_ = std::max(last_covered_, i + length - 1);
      *cut = static_cast<uint32_t>(i) + 1;
      cut += last_covered_ <= i && i >= found_ ? 1 : 0;
    }
    decided_ = std::max(decided_, joints);
    return cut;
  }

  size_t decided() const { return decided_; }

  void Use(size_t symbols) {
    decided_ -= symbols;
    found_ -= std::min(found_, symbols);
    last_covered_ -= std::min(last_covered_, symbols);
  }

 private:
  size_t order() const { return solid_->order(); }

  const SolidNgrams<Key>* solid_;
  size_t decided_ = 0;
  size_t last_covered_ = 0;  // the last symbol that is covered by a solid n-gram so far
  size_t found_ = 0;         // joints before this symbol were decided in the text before
};

template <typename Key>
class NgramJoints : public Joints {
 public:
  explicit NgramJoints(SolidNgrams<Key> solid) : solid_(std::move(solid)) {}

  std::unique_ptr<Cutter> NewCutter(const Symbols& symbols,
                                    PieceCounters* counters) const override {
    using NgramCutter = PieceCutter<NgramFinder<Key>>;
    return std::make_unique<NgramCutter>(symbols, NgramFinder<Key>(solid_), counters);
  }

  size_t order() const override { return solid_.order(); }

  void ForEachNgram(const std::function<void(std::span<const SymbolId>)>& visit) const override {
    solid_.ForEach(visit);
  }

  std::optional<size_t> LastWeak(std::span<const SymbolId> run) const override {
    NgramFinder<Key> finder(solid_);
    finder.Begin(true);
    std::vector<uint32_t> cuts(run.size());
    const uint32_t* const end =
        finder.Find({run.data(), nullptr, run.size(), false}, false, cuts.data());
    if (end == cuts.data()) return std::nullopt;
    return end[-1];
  }

  // The back-check: a piece of at most order() symbols must be solid itself; in a longer piece, all
  // n-grams of that order must be solid.
  bool MayBeWord(std::span<const SymbolId> piece) const override {
    if (piece.size() <= 2) return true;
    const size_t length = std::min(piece.size(), order());
    for (size_t i = 0; i + length <= piece.size(); ++i) {
      if (!solid_.IsSolid(piece.subspan(i, length))) return false;
    }
    return true;
  }

 private:
  SolidNgrams<Key> solid_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_JOINTS_H_
