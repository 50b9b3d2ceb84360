// Reads arbitrary bytes as a block file. The result must be entries or a CorruptionError. Because
// nearly all inputs fail at the first checksum, each is also read with its checksums repaired.
#include "io/files/block_file.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/count/sorted_entries.h"
#include "io/error.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/mended_block_file.h"

namespace ciku {
namespace {

template <typename Key>
void ReadEntries(std::string_view bytes) {
  try {
    const BlockFile run(MemoryFile(bytes));
    for (size_t p = 0; p < std::min(run.partitions().size(), kMostPartitions); ++p) {
      for (EntryCursor<Key> cursor(run, p); !cursor.at_end(); cursor.Next()) {
      }
    }
    if (!run.partitions().empty()) MergePartition<Key>({&run, &run}, 0, [](Key, uint64_t) {});
  } catch (const CorruptionError&) {
  }
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ciku::ReadEntries<uint64_t>(bytes);
  const std::string mended = ciku::RunMender::Mended(bytes);
  ciku::ReadEntries<uint64_t>(mended);
  ciku::ReadEntries<std::string_view>(mended);
  return 0;
}
