// Counts of byte strings in memory: the part of a counter that belongs to one thread.
#ifndef CIKU_ENGINE_COUNT_STRING_MAP_H_
#define CIKU_ENGINE_COUNT_STRING_MAP_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "engine/count/hash.h"
#include "engine/count/string_arena.h"

namespace ciku {

// Like IntegerMap, but for byte strings, which are hashed with XXH3 and stored in an arena. There
// are 2^kBits partitions.
template <unsigned kBits>
class BasicStringMap {
 public:
  using Key = std::string_view;
  using Count = uint64_t;   // the sum of the counts in several maps
  using Addend = uint32_t;  // the amount of one addition
  // No key's sum over several maps can overflow if their total() adds up to no more than this.
  static constexpr uint64_t kMostTotal = std::numeric_limits<uint32_t>::max();
  static constexpr size_t kPartitions = size_t{1} << kBits;

  // Sixteen bytes. The tag is the lower half of the hash. It determines the key's place in the
  // table and saves most comparisons of different keys. An empty slot has the count 0.
  struct Slot {
    const char* key = nullptr;  // in the arena
    uint32_t tag = 0;
    uint32_t count = 0;
  };

  // Tables and strings may take up to `budget` bytes together. They always take at least their
  // smallest size.
  explicit BasicStringMap(size_t budget) : budget_(budget) { Clear(); }

  static uint64_t Hash(std::string_view key) { return XXH3_64bits(key.data(), key.size()); }

  // Adds `count` to the key's count. Returns false and adds nothing if that needs more memory than
  // the budget has, or if the sum does not fit 32 bits. The caller must then spill the map and add
  // again.
  bool Add(std::string_view key, uint32_t count = 1) { return Add(key, Hash(key), count); }

  bool Add(std::string_view key, uint64_t hash, uint32_t count) {
    Table& table = tables_[PartitionOf<kBits>(hash)];
    if (table.used * 4 >= table.slots.size() * 3 && !Grow(&table)) return false;
    const auto tag = static_cast<uint32_t>(hash);
    Slot* const slot = Find(&table, key, tag);
    if (slot->count != 0) {
      if (count > std::numeric_limits<uint32_t>::max() - slot->count) return false;
      slot->count += count;
    } else {
      if (!arena_.Fits(key.size(), budget_ - std::min(budget_, table_bytes_))) return false;
      *slot = {arena_.Put(key), tag, count};
      ++table.used;
    }
    total_ += count;
    return true;
  }

  // Prefetches the slot of a key that will be added soon.
  void Prefetch(uint64_t hash) const {
    const Table& table = tables_[PartitionOf<kBits>(hash)];
    const size_t mask = table.slots.size() - 1;
    __builtin_prefetch(table.slots.data() + (static_cast<uint32_t>(hash) & mask), 1);
  }

  // Prefetches the key's bytes, once its slot is in the cache.
  void PrefetchKey(uint64_t hash) const {
    const Table& table = tables_[PartitionOf<kBits>(hash)];
    const size_t mask = table.slots.size() - 1;
    __builtin_prefetch(table.slots[static_cast<uint32_t>(hash) & mask].key);
  }

  // Calls visit(key, count) for the partition's entries, in no particular order.
  template <typename Visit>
  void ForEach(size_t partition, Visit&& visit) const {
    for (const Slot& slot : tables_[partition].slots) {
      if (slot.count != 0) visit(StringArena::At(slot.key), slot.count);
    }
  }

  // Sorts the partition's entries by key and returns them, packed together. Afterwards the
  // partition must not be used until Clear.
  std::span<const Slot> Sort(size_t partition);

  static std::string_view KeyOf(const Slot& slot) { return StringArena::At(slot.key); }
  static uint64_t CountOf(const Slot& slot) { return slot.count; }

  // Adds the other map's entries of a partition to this map, even beyond the budget, and frees the
  // table of the other map. The strings stay in the other map, which must therefore be kept. No sum
  // may exceed 32 bits.
  void Absorb(size_t partition, BasicStringMap* other);

  // Removes all entries and frees their memory, because the next entries may need it divided
  // differently between tables and strings.
  void Clear();

  // The sum of all counts.
  uint64_t total() const { return total_; }
  size_t entries(size_t partition) const { return tables_[partition].used; }
  size_t bytes() const { return table_bytes_ + arena_.bytes(); }

 private:
  struct Table {
    std::vector<Slot> slots;
    size_t used = 0;
  };

  static constexpr size_t kSmallestTable = 64;

  // The key's slot, or the empty slot where it belongs.
  static Slot* Find(Table* table, std::string_view key, uint32_t tag) {
    const size_t mask = table->slots.size() - 1;
    for (size_t i = tag & mask;; i = (i + 1) & mask) {
      Slot* const slot = &table->slots[i];
      if (slot->count == 0 || (slot->tag == tag && StringArena::At(slot->key) == key)) return slot;
    }
  }

  bool Grow(Table* table);
  static void Resize(Table* table, size_t size);

  size_t budget_;
  size_t table_bytes_ = 0;
  uint64_t total_ = 0;
  StringArena arena_;
  std::array<Table, kPartitions> tables_;
};

using StringMap = BasicStringMap<kPartitionBits>;

// Has a single partition, so that merging gives one sorted sequence.
using SortingMap = BasicStringMap<0>;

extern template class BasicStringMap<kPartitionBits>;
extern template class BasicStringMap<0>;

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_STRING_MAP_H_
