// Counts of integer keys in memory: one thread's share of a count.
#ifndef CIKU_ENGINE_COUNT_INTEGER_MAP_H_
#define CIKU_ENGINE_COUNT_INTEGER_MAP_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/count/partition.h"

namespace ciku {

// Open addressing with linear probing, one table for each partition of the hash, so that maps
// merge partition by partition and a table that grows is a small part of the whole. Not safe for
// use by two threads at once, but different partitions of finished maps may be.
class IntegerMap {
 public:
  using Key = uint64_t;
  using Count = uint64_t;   // what counts of several maps add up to
  using Addend = uint32_t;  // what is added at a time
  // The sum of all counts, total(), up to which none can be too large for a map.
  static constexpr uint64_t kMostTotal = std::numeric_limits<uint32_t>::max();
  static constexpr size_t kPartitions = size_t{1} << kPartitionBits;

  // Twelve bytes: the tables are what the memory budget goes to. An empty slot counts 0.
  struct [[gnu::packed, gnu::aligned(4)]] Slot {
    uint64_t key = 0;
    uint32_t count = 0;
  };

  // The tables may take up to `budget` bytes together, but at least their smallest size.
  explicit IntegerMap(size_t budget) : budget_(budget) {
    for (Table& table : tables_) Resize(&table, kSmallestTable);
    bytes_ = kPartitions * kSmallestTable * sizeof(Slot);
  }

  // Adds `count` to the key's count. False, with nothing added, where that needs more memory than
  // the budget has, or the sum does not fit 32 bits: then spill the map and add again.
  bool Add(uint64_t key, uint32_t count = 1) {
    Table& table = tables_[PartitionOf<kPartitionBits>(Hash(key))];
    if (table.used * 4 >= table.slots.size() * 3 && !Grow(&table)) return false;
    Slot* const slot = Find(&table, key);
    if (count > std::numeric_limits<uint32_t>::max() - slot->count) return false;
    table.used += slot->count == 0;
    total_ += count;
    slot->key = key;
    slot->count += count;
    return true;
  }

  // Loads the place of a key that will be added soon into the cache.
  void Prefetch(uint64_t key) const {
    const uint64_t hash = Hash(key);
    const Table& table = tables_[PartitionOf<kPartitionBits>(hash)];
    __builtin_prefetch(table.slots.data() + table.IndexOf(hash), 1);
  }

  // Calls visit(key, count) for the partition's entries, in no order.
  template <typename Visit>
  void ForEach(size_t partition, Visit&& visit) const {
    for (const Slot& slot : tables_[partition].slots) {
      if (slot.count != 0) visit(slot.key, slot.count);
    }
  }

  // Packs and sorts the partition's entries by key. Afterwards only Clear may be called for it.
  std::span<const Slot> Sort(size_t partition) {
    std::vector<Slot>& slots = tables_[partition].slots;
    const auto end = std::remove_if(slots.begin(), slots.end(),
                                    [](const Slot& slot) { return slot.count == 0; });
    std::sort(slots.begin(), end, [](const Slot& a, const Slot& b) { return a.key < b.key; });
    return {slots.begin(), end};
  }

  static uint64_t KeyOf(const Slot& slot) { return slot.key; }
  static uint64_t CountOf(const Slot& slot) { return slot.count; }

  // Adds the other map's entries of a partition to this one's, whatever memory that takes, and
  // frees the other's. No sum may be too large for 32 bits.
  void Absorb(size_t partition, IntegerMap* other) {
    Table* const table = &tables_[partition];
    other->ForEach(partition, [&](uint64_t key, uint32_t count) {
      if (table->used * 4 >= table->slots.size() * 3) Resize(table, table->slots.size() * 2);
      Slot* const slot = Find(table, key);
      table->used += slot->count == 0;
      slot->key = key;
      slot->count += count;
    });
    other->tables_[partition] = {};
  }

  // Forgets all entries but keeps the memory.
  void Clear() {
    for (Table& table : tables_) {
      std::fill(table.slots.begin(), table.slots.end(), Slot{});
      table.used = 0;
    }
    total_ = 0;
  }

  // The sum of all counts.
  uint64_t total() const { return total_; }
  size_t entries(size_t partition) const { return tables_[partition].used; }
  size_t bytes() const { return bytes_; }

 private:
  struct Table {
    std::vector<Slot> slots;
    size_t used = 0;
    unsigned shift = 0;

    // The hash bits below those of the partition.
    size_t IndexOf(uint64_t hash) const {
      return static_cast<size_t>((hash << kPartitionBits) >> shift);
    }
  };

  static constexpr size_t kSmallestTable = 64;

  static uint64_t Hash(uint64_t key) {
    // Fibonacci hashing; folding the upper half in first lets both symbols of a pair reach the
    // upper bits, which are the ones used.
    return (key ^ key >> 29) * 0x9E3779B97F4A7C15;
  }

  static Slot* Find(Table* table, uint64_t key) {
    const size_t mask = table->slots.size() - 1;
    for (size_t i = table->IndexOf(Hash(key));; i = (i + 1) & mask) {
      Slot* const slot = &table->slots[i];
      if (slot->key == key || slot->count == 0) return slot;
    }
  }

  bool Grow(Table* table) {
    const size_t size = table->slots.size() * 2;
    // Old and new exist side by side for a moment.
    if (bytes_ + size * sizeof(Slot) > budget_) return false;
    bytes_ += (size - table->slots.size()) * sizeof(Slot);
    Resize(table, size);
    return true;
  }

  static void Resize(Table* table, size_t size) {
    std::vector<Slot> old(size);
    old.swap(table->slots);
    table->shift = static_cast<unsigned>(64 - std::countr_zero(size));
    for (const Slot& slot : old) {
      if (slot.count != 0) *Find(table, slot.key) = slot;
    }
  }

  size_t budget_;
  size_t bytes_ = 0;
  uint64_t total_ = 0;
  std::array<Table, kPartitions> tables_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_INTEGER_MAP_H_
