// Takes arbitrary bytes for entries and writes them to two block files. Reading each of the files
// and merging them must return what was written.
#include "engine/count/sorted_entries.h"

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"

namespace ciku {
namespace {

template <typename Key>
using Owned = std::conditional_t<std::is_same_v<Key, std::string_view>, std::string, Key>;

template <typename Key>
using Entries = std::map<Owned<Key>, uint64_t>;

constexpr size_t kPartitions = 2;

// Takes numbers and keys from the front of the input. After its end, numbers are 0 and keys empty.
class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return bytes_.empty(); }

  uint64_t Number() {
    uint64_t number = 0;
    const char* at = bytes_.data();
    ReadVarint(&at, at + bytes_.size(), &number);
    bytes_.remove_prefix(static_cast<size_t>(at - bytes_.data()));
    return number;
  }

  // The first byte is the length of the string. The largest byte stands for a string that is long
  // enough to end a block.
  void Take(std::string* key) {
    const size_t length = bytes_.empty() ? 0 : static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(std::min<size_t>(1, bytes_.size()));
    if (length == 255) {
      key->assign(kEntryBlockSize, bytes_.empty() ? '\0' : bytes_.front());
      return;
    }
    key->assign(bytes_.substr(0, length));
    bytes_.remove_prefix(key->size());
  }

  void Take(uint64_t* key) { *key = Number(); }

  template <size_t kWords>
  void Take(WideKey<kWords>* key) {
    for (uint64_t& word : key->words) word = Number();
  }

 private:
  std::string_view bytes_;
};

template <typename Key>
size_t PartitionOf(const Owned<Key>& key) {
  if constexpr (std::is_same_v<Key, std::string_view>) {
    return std::hash<std::string>()(key) % kPartitions;
  } else {
    return HashOf(key) >> 63;
  }
}

template <typename Key>
BlockFile Write(const Entries<Key>& entries) {
  EntryWriter<Key> writer(MemoryFile());
  for (size_t partition = 0; partition < kPartitions; ++partition) {
    writer.BeginPartition();
    for (const auto& [key, count] : entries) {
      if (PartitionOf<Key>(key) == partition) writer.Write(key, count);
    }
  }
  return writer.Finish();
}

template <typename Key>
Entries<Key> ReadBack(const BlockFile& run) {
  Require(run.partitions().size() == kPartitions, "a run has the partitions that were written");
  Entries<Key> entries;
  for (size_t partition = 0; partition < kPartitions; ++partition) {
    for (EntryCursor<Key> cursor(run, partition); !cursor.at_end(); cursor.Next()) {
      const bool added = entries.emplace(cursor.key(), cursor.count()).second;
      Require(added, "no key comes twice");
      Require(PartitionOf<Key>(Owned<Key>(cursor.key())) == partition,
              "keys stay in their partition");
    }
  }
  return entries;
}

template <typename Key>
void Check(std::string_view bytes) {
  std::vector<Entries<Key>> parts(2);
  Entries<Key> sum;
  Input input(bytes);
  for (size_t i = 0; !input.at_end(); ++i) {
    Owned<Key> key;
    input.Take(&key);
    // Counts are not 0, and no sum of them exceeds 64 bits.
    const uint64_t count = (input.Number() >> 24) + 1;
    parts[i % 2][key] += count;
    sum[key] += count;
  }
  const BlockFile first = Write<Key>(parts[0]);
  const BlockFile second = Write<Key>(parts[1]);
  Require(ReadBack<Key>(first) == parts[0] && ReadBack<Key>(second) == parts[1],
          "entries are read back as they were written");
  Entries<Key> merged;
  for (size_t partition = 0; partition < kPartitions; ++partition) {
    Owned<Key> previous{};
    bool any = false;
    MergePartition<Key>({&first, &second}, partition, [&](Key key, uint64_t count) {
      Require(!any || previous < key, "merged keys ascend");
      previous = key;
      any = true;
      merged.emplace(key, count);
    });
  }
  Require(merged == sum, "merging adds up");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ciku::Check<uint64_t>(bytes);
  ciku::Check<ciku::WideKey<2>>(bytes);
  ciku::Check<ciku::WideKey<3>>(bytes);
  ciku::Check<std::string_view>(bytes);
  return 0;
}
