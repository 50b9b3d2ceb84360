// Reads arbitrary bytes, with their checksums repaired, as a counts file. The result must be counts
// or one of ciku's errors. If it is counts, merging must not change them, and the n-grams that are
// dumped must be those that are weighed. If it is joints, they must be n-grams.
#include "engine/count/counts_file.h"

#include <fmt/format.h>

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "engine/count/merge_counts.h"
#include "engine/discover/joints_file.h"
#include "engine/discover/ngram_counts.h"
#include "io/error.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/mended_block_file.h"

namespace ciku {
namespace {

using Counts = std::map<std::string, uint64_t>;

std::string PathOf(const File& file) { return fmt::format("/proc/self/fd/{}", file.descriptor()); }

Counts ReadCounts(const CountsFile& file) {
  Counts counts;
  for (size_t i = 0; i < file.sections().size(); ++i) {
    for (CountsFile::Section entry(file, i); !entry.at_end(); entry.Next()) {
      counts.emplace(entry.key(), entry.count());
    }
  }
  for (CountsFile::Inputs input(file); !input.at_end(); input.Next()) {
  }
  return counts;
}

Counts Dumped(const CountsFile& file) {
  Counts counts;
  DumpCounts(file, [&](std::string_view key, uint64_t count) { counts.emplace(key, count); });
  return counts;
}

// Returns the n-grams as symbols of the basic alphabet, read in the way in which weighing reads
// them. Throws InputError if they hold other characters.
Counts NgramsOf(const NgramCounts& counts) {
  static const Symbols symbols(Alphabet::kBasic);
  const NgramPacking<WideKey<3>> packing(symbols.size(), counts.order());
  Counts ngrams;
  counts.ForEach(symbols, packing, 1,
                 [&](size_t, const WideKey<3>& key, size_t length, uint64_t count) {
                   std::string text;
                   for (size_t i = 0; i < length; ++i)
                     symbols.AppendUtf8(packing.At(key, i), &text);
                   ngrams.emplace(text, count);
                 });
  return ngrams;
}

// Removes counts of zero. ciku never writes them, and it leaves them out when it adds up counts.
Counts WithoutZeros(Counts counts) {
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  return counts;
}

// Reads what holds together as symbols of the basic alphabet.
void ReadJoints(const std::string& path) {
  static const Symbols symbols(Alphabet::kBasic);
  const JointsFile joints(path);
  joints.ForEachNgram(symbols, kMaxOrder, [](std::span<const SymbolId> ngram) {
    Require(ngram.size() >= 2 && ngram.size() <= kMaxOrder, "joints are n-grams");
  });
}

void Try(std::string_view bytes) {
  const File file = MemoryFile(bytes);
  const CountsFile counts(PathOf(file));
  if (counts.about(kWhat) == kJointsKept) return ReadJoints(PathOf(file));
  const Counts read = ReadCounts(counts);
  SpillFolder spills;
  const File merged = MergeCounts({PathOf(file)}, {}, {size_t{1} << 30, 1, &spills}, MemoryFile());
  Require(WithoutZeros(ReadCounts(CountsFile(PathOf(merged)))) == WithoutZeros(read),
          "merging does not change counts");
  if (counts.order() == 0) return;
  const Counts dumped = WithoutZeros(Dumped(counts));
  Require(WithoutZeros(NgramsOf(NgramCounts(PathOf(file)))) == dumped,
          "what is dumped is what is weighed");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    ciku::Try(ciku::RunMender::Mended({reinterpret_cast<const char*>(data), size}));
  } catch (const ciku::Error&) {
  }
  return 0;
}
