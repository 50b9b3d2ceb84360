#include "engine/cluster/expectation.h"

#include <algorithm>
#include <variant>

#include "io/input/input_file.h"

namespace ciku {
namespace {

constexpr uint64_t kGiB = uint64_t{1} << 30;
constexpr uint64_t kUsualPart = kGiB;
constexpr uint64_t kMostUsualParts = 1000;
// Compressed text is about so many times as long.
constexpr uint64_t kExpansion = 3;

// What the folder of a run holds at most, for each byte of text, and the memory that suffices for a
// part of a gigabyte: of 85 and 267 MB of real text in 4 and 20 parts, and of generated text in
// parts of 500 MB. Larger parts have fewer distinct n-grams for each byte.
struct Measured {
  double kept;
  uint64_t memory;
};

Measured MeasuredOf(const MethodOptions& method) {
  if (std::holds_alternative<UnigramOptions>(method)) return {0.8, 2 * kGiB};
  if (std::holds_alternative<NgramOptions>(method)) return {0.5, 2 * kGiB};
  return {0.25, kGiB};
}

uint64_t TextBytes(const Corpus& corpus) {
  uint64_t bytes = 0;
  for (const InputFile& file : corpus.files()) {
    bytes += file.identity.size * (file.compression == Compression::kNone ? 1 : kExpansion);
  }
  return bytes;
}

}  // namespace

RunExpectation ExpectedOf(const MineOptions& options, const Corpus& corpus, uint64_t parts) {
  RunExpectation expected;
  expected.parts = parts;
  if (parts == 0) {
    expected.parts =
        std::clamp(corpus.total_bytes() / kUsualPart + 1, uint64_t{1}, kMostUsualParts);
  }
  const Measured measured = MeasuredOf(options.method);
  expected.memory = measured.memory;
  const double kept = measured.kept * static_cast<double>(TextBytes(corpus));
  expected.run_disk = static_cast<uint64_t>(kept);
  // Spills, and what they are merged into.
  expected.task_disk = static_cast<uint64_t>(2 * kept / static_cast<double>(expected.parts));
  return expected;
}

}  // namespace ciku
