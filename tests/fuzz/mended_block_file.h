// Repairs the checksums of block files and leaves everything else that is wrong with them.
#ifndef CIKU_TESTS_FUZZ_MENDED_BLOCK_FILE_H_
#define CIKU_TESTS_FUZZ_MENDED_BLOCK_FILE_H_

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "io/bytes.h"

namespace ciku {

constexpr size_t kMostPartitions = 64;

class RunMender {
 public:
  // Returns the same file with correct magics and checksums. The index is put right before the
  // footer, and before it a description of the size that the footer states. Nothing else is
  // repaired.
  static std::string Mended(std::string_view original) {
    std::string bytes(original);
    if (bytes.size() < kHeader + kFooter) return bytes;
    bytes.replace(0, kHeader, "CIKURUN\x02", kHeader);
    const size_t footer = bytes.size() - kFooter;
    const size_t room = footer - kHeader;
    const size_t partitions =
        std::min<size_t>(LoadNumber<uint32_t>(bytes.data() + footer + 12), room / kIndexEntry);
    const size_t index = footer - partitions * kIndexEntry;
    const size_t described =
        std::min<size_t>(LoadNumber<uint32_t>(bytes.data() + footer + 8), index - kHeader);
    const size_t description = index - described;
    Store<uint64_t>(description, footer, &bytes);
    Store<uint32_t>(static_cast<uint32_t>(described), footer + 8, &bytes);
    Store<uint32_t>(static_cast<uint32_t>(partitions), footer + 12, &bytes);
    for (size_t p = 0; p < std::min(partitions, kMostPartitions); ++p) {
      MendPartition(index + p * kIndexEntry, description, &bytes);
    }
    const uint64_t checksum = XXH3_64bits(bytes.data() + description, footer + 24 - description);
    Store<uint64_t>(checksum, footer + 24, &bytes);
    return bytes.replace(footer + 32, 8, "CIKURUN.");
  }

 private:
  static constexpr size_t kHeader = 8;
  static constexpr size_t kBlockHeader = 16;
  static constexpr size_t kIndexEntry = 24;
  static constexpr size_t kFooter = 40;

  template <typename Number>
  static void Store(Number number, size_t at, std::string* bytes) {
    std::memcpy(bytes->data() + at, &number, sizeof(number));
  }

  // Repairs the checksums of a partition's blocks, up to the first block that does not lie before
  // `end`. Repairs the partition's digest if all its blocks do.
  static void MendPartition(size_t entry, uint64_t end, std::string* bytes) {
    auto at = LoadNumber<uint64_t>(bytes->data() + entry);
    uint64_t digest = 0;
    for (auto left = LoadNumber<uint64_t>(bytes->data() + entry + 8); left > 0; --left) {
      if (at > end || end - at < kBlockHeader) return;
      const auto raw_size = LoadNumber<uint32_t>(bytes->data() + at);
      const auto stored_size = LoadNumber<uint32_t>(bytes->data() + at + 4);
      if (stored_size > end - at - kBlockHeader) return;
      const char* const stored = bytes->data() + at + kBlockHeader;
      const uint64_t seed = uint64_t{raw_size} << 32 | stored_size;
      const uint64_t checksum = XXH3_64bits_withSeed(stored, stored_size, seed);
      Store<uint64_t>(checksum, at + 8, bytes);
      digest = XXH3_64bits_withSeed(&checksum, sizeof(checksum), digest);
      at += kBlockHeader + stored_size;
    }
    Store<uint64_t>(digest, entry + 16, bytes);
  }
};

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_MENDED_BLOCK_FILE_H_
