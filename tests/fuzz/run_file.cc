// Arbitrary bytes as a run file: entries or a CorruptionError, nothing else. Checksums would keep
// nearly every input from getting anywhere, so that each is also tried with checksums that match.
#include "io/run_file.h"

#include <xxhash.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/count/run_entries.h"
#include "io/bytes.h"
#include "io/error.h"
#include "tests/fuzz/memory_file.h"

namespace ciku {
namespace {

constexpr size_t kHeader = 8;
constexpr size_t kBlockHeader = 16;
constexpr size_t kIndexEntry = 16;
constexpr size_t kFooter = 32;
constexpr size_t kMostPartitions = 64;

template <typename Key>
void ReadEntries(std::string_view bytes) {
  try {
    const Run run(MemoryFile(bytes));
    for (size_t p = 0; p < std::min(run.partitions().size(), kMostPartitions); ++p) {
      for (EntryCursor<Key> cursor(run, p); !cursor.at_end(); cursor.Next()) {
      }
    }
    if (!run.partitions().empty()) MergePartition<Key>({&run, &run}, 0, [](Key, uint64_t) {});
  } catch (const CorruptionError&) {
  }
}

template <typename Number>
void Store(Number number, size_t at, std::string* bytes) {
  std::memcpy(bytes->data() + at, &number, sizeof(number));
}

// Makes the checksums of a partition's blocks match, as far as they lie before `end`.
void MendBlocks(uint64_t at, uint64_t end, std::string* bytes) {
  while (at <= end && end - at >= kBlockHeader) {
    const auto raw_size = LoadNumber<uint32_t>(bytes->data() + at);
    const auto stored_size = LoadNumber<uint32_t>(bytes->data() + at + 4);
    if (stored_size > end - at - kBlockHeader) return;
    const char* const stored = bytes->data() + at + kBlockHeader;
    const uint64_t seed = uint64_t{raw_size} << 32 | stored_size;
    Store<uint64_t>(XXH3_64bits_withSeed(stored, stored_size, seed), at + 8, bytes);
    at += kBlockHeader + stored_size;
  }
}

// The same file with magics and checksums as they should be, and an index as long as the footer
// says. What else is wrong with it stays.
std::string Mended(std::string_view original) {
  std::string bytes(original);
  if (bytes.size() < kHeader + kFooter) return bytes;
  bytes.replace(0, kHeader, "CIKURUN\x01", kHeader);
  const size_t footer = bytes.size() - kFooter;
  const size_t room = (footer - kHeader) / kIndexEntry;
  const size_t partitions = std::min<size_t>(LoadNumber<uint32_t>(bytes.data() + footer + 8), room);
  const size_t index = footer - partitions * kIndexEntry;
  Store<uint64_t>(index, footer, &bytes);
  Store<uint32_t>(static_cast<uint32_t>(partitions), footer + 8, &bytes);
  for (size_t p = 0; p < std::min(partitions, kMostPartitions); ++p) {
    MendBlocks(LoadNumber<uint64_t>(bytes.data() + index + p * kIndexEntry), index, &bytes);
  }
  const uint64_t checksum = XXH3_64bits(bytes.data() + index, footer + 16 - index);
  Store<uint64_t>(checksum, footer + 16, &bytes);
  return bytes.replace(footer + 24, 8, "CIKURUN.");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ciku::ReadEntries<uint64_t>(bytes);
  const std::string mended = ciku::Mended(bytes);
  ciku::ReadEntries<uint64_t>(mended);
  ciku::ReadEntries<std::string_view>(mended);
  return 0;
}
