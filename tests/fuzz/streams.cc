// Reads arbitrary bytes as an input file, as a sweep does: plain, zstd, gzip, bzip2 or xz, as text
// lines and as JSON lines. The reader must read them or throw one of ciku's errors, and the result
// must not depend on the size of blocks.
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/run_split_rule.h"
#include "io/error.h"
#include "io/input/block_reader.h"
#include "io/input/input_file.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/run_collector.h"

namespace ciku {
namespace {

// A few bytes of a compressed file can expand to gigabytes: it is enough to read the first of them.
constexpr size_t kMostBlocks = 1000;
constexpr size_t kMostText = 4000;
// Commands refuse files that need more memory before they read them.
constexpr uint64_t kMostStreamMemory = uint64_t{32} << 20;

const BlockLimits kSmall = {.block_size = 5, .frame_limit = 40};
const BlockLimits kLarge = {.block_size = 1000, .frame_limit = 1000};

const Symbols& AnySymbols() {
  static const Symbols symbols(Alphabet::kAny);
  return symbols;
}

// Calls take(block) for one block after the other, as a sweep does on one thread. Returns false if
// the file was refused or was not read to its end.
template <typename Take>
bool Read(const Corpus& corpus, const BlockLimits& limits, const SplitRule& rule,
          const Take& take) {
  ReaderConfig config;
  config.limits = limits;
  config.max_record = 1000;
  try {
    BlockReader reader(corpus, config, rule);
    Block block;
    size_t bytes = 0;
    for (size_t i = 0; i < kMostBlocks && bytes < kMostText; ++i) {
      if (!reader.HandOut(&block)) return true;
      reader.Load(&block);
      bytes += block.loaded.size();
      reader.Stitch(&block);
      reader.Parse(&block);
      take(block);
      reader.Finish(&block);
    }
  } catch (const Error&) {
  }
  return false;
}

struct Content {
  bool whole = false;
  std::string text;
  uint64_t records = 0;
  uint64_t bad_records = 0;

  bool operator==(const Content&) const = default;
};

Content ReadText(const Corpus& corpus, const BlockLimits& limits) {
  static const AnywhereSplitRule rule;
  Content content;
  content.whole = Read(corpus, limits, rule, [&](const Block& block) {
    content.text.append(block.lead.bytes).append(block.body.bytes);
    content.records += block.records;
    content.bad_records += block.bad_records;
  });
  return content;
}

void CheckText(const Corpus& corpus) {
  const Content small = ReadText(corpus, kSmall);
  const Content large = ReadText(corpus, kLarge);
  if (small.whole && large.whole) {
    Require(small == large, "text and records do not depend on the size of blocks");
  }
}

void CheckRuns(const Corpus& corpus) {
  const RunSplitRule rule(AnySymbols(), {.patience = 8});
  std::vector<RunCollector> runs(2, RunCollector(AnySymbols()));
  bool whole = true;
  for (size_t i = 0; i < 2; ++i) {
    whole &= Read(corpus, i == 0 ? kSmall : kLarge, rule, [&](const Block& block) {
      for (const Text& text : {block.lead, block.body}) {
        if (!text.bytes.empty()) runs[i].Add(text);
      }
    });
  }
  if (!whole) return;
  Require(Pieces(runs[0].ids()) == Pieces(runs[1].ids()), "runs do not depend on blocks");
  Require(runs[0].invalid_bytes() == runs[1].invalid_bytes(),
          "invalid bytes do not depend on blocks");
}

void Check(std::string_view bytes) {
  const File file = MemoryFile(bytes);
  if (::dup2(file.descriptor(), STDIN_FILENO) < 0) ThrowErrno("standard input", "redirect");
  InputOptions options;
  options.skip_bad_records = true;
  options.allow_binary = true;
  options.columns = {"1"};
  options.format = InputFormat::kLines;
  try {
    const Corpus lines = Corpus::Open({"-"}, options);
    if (lines.max_stream_memory() > kMostStreamMemory) return;
    if (IsTurn(0, 3, bytes.size())) CheckText(lines);
    if (IsTurn(1, 3, bytes.size())) CheckRuns(lines);
    constexpr InputFormat kOthers[] = {InputFormat::kJsonLines, InputFormat::kCsv,
                                       InputFormat::kCopy, InputFormat::kWarc, InputFormat::kWiki};
    for (const InputFormat format : kOthers) {
      if (!IsTurn(static_cast<size_t>(format), 7, bytes.size())) continue;
      options.format = format;
      CheckText(Corpus::Open({"-"}, options));
    }
    if (IsTurn(0, 4, bytes.size())) SampleText(lines.files().front(), 64, 4);
  } catch (const Error&) {
  }
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
