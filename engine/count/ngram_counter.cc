#include "engine/count/ngram_counter.h"

namespace ciku {

std::vector<uint8_t> DivideSymbols(const Symbols& symbols, size_t count) {
  // Symbols that are not in the sample may still occur in the corpus, so their weight is not 0.
  const auto weight = [&](SymbolId id) { return uint64_t{1} + symbols.sampled(id); };
  uint64_t total = 0;
  for (SymbolId id = 1; id < symbols.size(); ++id) total += weight(id);
  std::vector<uint8_t> groups(symbols.size());
  uint64_t before = 0;
  for (SymbolId id = 1; id < symbols.size(); ++id) {
    groups[id] = static_cast<uint8_t>(before * count / total);
    before += weight(id);
  }
  return groups;
}

}  // namespace ciku
