// Joins runs of symbols again after splits.
#ifndef CIKU_TESTS_FUZZ_RUN_COLLECTOR_H_
#define CIKU_TESTS_FUZZ_RUN_COLLECTOR_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "engine/text/run_decoder.h"
#include "tests/fuzz/check.h"

namespace ciku {

// Returns the decoder for these symbols. There is one for the whole process, because it takes
// longer to make a decoder than to decode an input.
inline RunDecoder& DecoderFor(const Symbols& symbols) {
  static std::map<const Symbols*, RunDecoder> decoders;
  return decoders.try_emplace(&symbols, symbols, false).first->second;
}

// Collects the symbols of a file from its texts, in their order. Joined texts have one symbol in
// common, which is taken once.
class RunCollector {
 public:
  // `symbols` must live until the process ends. The last `kept` symbols of each batch are left to
  // the decoder, which returns them again with the next batch.
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

  // The symbols so far. A separator follows each text that is not joined to the next one.
  const std::vector<SymbolId>& ids() const { return ids_; }
  uint64_t invalid_bytes() const { return invalid_bytes_; }

 private:
  RunDecoder& decoder_;
  const size_t kept_;
  bool joined_ = false;
  uint64_t invalid_bytes_ = 0;
  std::vector<SymbolId> ids_;
};

// Returns the same symbols with exactly one separator after each run and none before the first run.
// A joint that does not hold ends a run. The result does not depend on the places of splits.
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
