// The text for the benchmarks of single parts.
#ifndef CIKU_BENCH_SAMPLE_TEXT_H_
#define CIKU_BENCH_SAMPLE_TEXT_H_

#include <string>
#include <vector>

#include "bench/generator.h"
#include "engine/text/run_decoder.h"
#include "engine/text/symbols.h"
#include "io/files/spill_folder.h"

namespace ciku::bench {

inline SpillFolder* SampleSpills() {
  static SpillFolder folder;
  return &folder;
}

// Sixteen megabytes of generated text, which is made only once.
inline const std::string& SampleText() {
  static const std::string text = [] {
    std::string made;
    Generator(GeneratorOptions{}).Append(size_t{16} << 20, &made);
    return made;
  }();
  return text;
}

inline const Symbols& SampleSymbols() {
  static const Symbols symbols(Alphabet::kBasic, SampleText());
  return symbols;
}

// The text as symbol ids, with a separator at its end.
inline const std::vector<SymbolId>& SampleIds() {
  static const std::vector<SymbolId> ids = [] {
    std::vector<SymbolId> all;
    RunDecoder decoder(SampleSymbols(), false);
    decoder.Decode<false>({SampleText(), {}}, [&](const SymbolBatch& batch) {
      all.insert(all.end(), batch.ids, batch.ids + batch.size);
      return batch.size;
    });
    return all;
  }();
  return ids;
}

}  // namespace ciku::bench

#endif  // CIKU_BENCH_SAMPLE_TEXT_H_
