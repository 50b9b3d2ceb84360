// Runs of symbols put together again from texts that splits may have cut.
#ifndef CIKU_TESTS_FUZZ_RUN_COLLECTOR_H_
#define CIKU_TESTS_FUZZ_RUN_COLLECTOR_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "engine/text/run_decoder.h"
#include "tests/fuzz/check.h"

namespace ciku {

// A decoder for these symbols, which lives as long as the process: it takes longer to make one than
// to decode an input.
inline RunDecoder& DecoderFor(const Symbols& symbols) {
  static std::map<const Symbols*, RunDecoder> decoders;
  return decoders.try_emplace(&symbols, symbols, false).first->second;
}

// Takes the texts of one file in their order. Joined texts have one symbol in common, which counts
// once.
class RunCollector {
 public:
  // `symbols` must outlive the process. `kept` symbols of each batch are asked for once more.
  explicit RunCollector(const Symbols& symbols, size_t kept = 0)
      : decoder_(DecoderFor(symbols)), kept_(kept) {}

  void Add(const Text& text) {
    Require(text.joined_to_previous == joined_, "a text is joined to the one it follows");
    bool first = joined_;
    const uint64_t invalid_before = decoder_.invalid_bytes();
    decoder_.Decode<true>(text, [&](const SymbolBatch& batch) {
      const size_t used = batch.last ? batch.size : batch.size - std::min(kept_, batch.size);
      const SymbolId* from = batch.ids;
      if (first) {
        Require(!ids_.empty() && batch.size > 0, "joined texts have something to join");
        Require(*from != kSeparator && *from == ids_.back(), "joined texts share one symbol");
        ++from;
        first = false;
      }
      for (size_t i = 0; i < used; ++i) {
        Require(batch.starts[i] <= batch.starts[i + 1] && batch.starts[i] <= text.bytes.size(),
                "symbols start in order and within the text");
      }
      ids_.insert(ids_.end(), from, batch.ids + used);
      return used;
    });
    invalid_bytes_ += decoder_.invalid_bytes() - invalid_before;
    joined_ = text.joined_to_next;
  }

  // The symbols so far, with one separator at the end of each text that is not joined to the next.
  const std::vector<SymbolId>& ids() const { return ids_; }
  uint64_t invalid_bytes() const { return invalid_bytes_; }

 private:
  RunDecoder& decoder_;
  const size_t kept_;
  bool joined_ = false;
  uint64_t invalid_bytes_ = 0;
  std::vector<SymbolId> ids_;
};

// The same symbols with one separator after each run and none before the first; a joint that does
// not hold ends a run. Where splits were makes no difference to the result.
template <typename Holds>
std::vector<SymbolId> Pieces(const std::vector<SymbolId>& ids, const Holds& holds) {
  std::vector<SymbolId> pieces;
  for (const SymbolId id : ids) {
    const SymbolId previous = pieces.empty() ? kSeparator : pieces.back();
    if (previous == kSeparator && id == kSeparator) continue;
    if (previous != kSeparator && id != kSeparator && !holds(previous, id)) {
      pieces.push_back(kSeparator);
    }
    pieces.push_back(id);
  }
  if (!pieces.empty() && pieces.back() != kSeparator) pieces.push_back(kSeparator);
  return pieces;
}

inline std::vector<SymbolId> Pieces(const std::vector<SymbolId>& ids) {
  return Pieces(ids, [](SymbolId, SymbolId) { return true; });
}

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_RUN_COLLECTOR_H_
