// Hash tables with integer keys, within a memory budget: the common part of IntegerMap and SumMap.
#ifndef CIKU_ENGINE_COUNT_INTEGER_TABLES_H_
#define CIKU_ENGINE_COUNT_INTEGER_TABLES_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/count/hash.h"

namespace ciku {

// Open addressing with linear probing. Each partition of the hash has its own table, so that maps
// can be merged partition by partition and a table that grows is a small part of the whole. A Slot
// has a `key`, and empty() is true for a new Slot. Not safe for use by two threads at once, except
// for different partitions of finished tables.
template <typename Slot>
class IntegerTables {
 public:
  static constexpr size_t kPartitions = size_t{1} << kPartitionBits;

  // The tables may take up to `budget` bytes together. They always take at least their smallest
  // size.
  explicit IntegerTables(size_t budget) : budget_(budget) {
    for (Table& table : tables_) Resize(&table, kSmallestTable);
    bytes_ = kPartitions * kSmallestTable * sizeof(Slot);
  }

  // Returns the key's slot, adding it if it is missing; the caller must then make it non-empty.
  // Returns null if a table has to grow and the budget, of which `others` bytes are taken outside
  // the tables, has no room.
  Slot* Put(uint64_t key, size_t others = 0) {
    Table& table = tables_[PartitionOf<kPartitionBits>(HashOf(key))];
    if (table.used * 4 >= table.slots.size() * 3 && !Grow(&table, others)) [[unlikely]] {
      return nullptr;
    }
    return Find(&table, key);
  }

  // Prefetches the slot of a key that will be put soon.
  void Prefetch(uint64_t key) const {
    const uint64_t hash = HashOf(key);
    const Table& table = tables_[PartitionOf<kPartitionBits>(hash)];
    __builtin_prefetch(table.slots.data() + table.IndexOf(hash), 1);
  }

  // Calls visit(slot) for the partition's slots that are not empty, in no particular order.
  template <typename Visit>
  void ForEach(size_t partition, const Visit& visit) const {
    for (const Slot& slot : tables_[partition].slots) {
      if (!slot.empty()) visit(slot);
    }
  }

  // Sorts the partition's slots by key and returns them, packed together. Afterwards the partition
  // must not be used until Clear.
  std::span<const Slot> Sort(size_t partition) {
    std::vector<Slot>& slots = tables_[partition].slots;
    const auto end =
        std::remove_if(slots.begin(), slots.end(), [](const Slot& slot) { return slot.empty(); });
    std::sort(slots.begin(), end, [](const Slot& a, const Slot& b) { return a.key < b.key; });
    return {slots.begin(), end};
  }

  // For each slot of the other tables' partition, calls add(slot, other_slot) with the slot of the
  // same key in these tables, which is added if it is missing, even beyond the budget. Frees the
  // partition of the other tables.
  template <typename Add>
  void Absorb(size_t partition, IntegerTables* other, const Add& add) {
    Table* const table = &tables_[partition];
    other->ForEach(partition, [&](const Slot& slot) {
      if (table->used * 4 >= table->slots.size() * 3) Resize(table, table->slots.size() * 2);
      add(Find(table, slot.key), slot);
    });
    other->tables_[partition] = {};
  }

  // Removes all entries but keeps the tables.
  void Clear() {
    for (Table& table : tables_) {
      for (Slot& slot : table.slots) slot = Slot{};
      table.used = 0;
    }
  }

  size_t entries(size_t partition) const { return tables_[partition].used; }
  size_t bytes() const { return bytes_; }

 private:
  struct Table {
    std::vector<Slot> slots;
    size_t used = 0;
    unsigned shift = 0;

    // The index is in the hash bits below those of the partition.
    size_t IndexOf(uint64_t hash) const {
      return static_cast<size_t>((hash << kPartitionBits) >> shift);
    }
  };

  static constexpr size_t kSmallestTable = 64;

  // The key's slot, or the empty slot where it belongs.
  static Slot* Look(Table* table, uint64_t key) {
    const size_t mask = table->slots.size() - 1;
    for (size_t i = table->IndexOf(HashOf(key));; i = (i + 1) & mask) {
      Slot* const slot = &table->slots[i];
      if (slot->key == key || slot->empty()) return slot;
    }
  }

  static Slot* Find(Table* table, uint64_t key) {
    Slot* const slot = Look(table, key);
    table->used += slot->empty();
    slot->key = key;
    return slot;
  }

  bool Grow(Table* table, size_t others) {
    const size_t size = table->slots.size() * 2;
    // The old and the new table exist at the same time for a moment.
    if (others + bytes_ + size * sizeof(Slot) > budget_) return false;
    bytes_ += (size - table->slots.size()) * sizeof(Slot);
    Resize(table, size);
    return true;
  }

  static void Resize(Table* table, size_t size) {
    std::vector<Slot> old(size);
    old.swap(table->slots);
    table->shift = static_cast<unsigned>(64 - std::countr_zero(size));
    for (Slot& slot : old) {
      if (slot.empty()) continue;
      Slot* const place = Look(table, slot.key);
      *place = std::move(slot);
    }
  }

  size_t budget_;
  size_t bytes_ = 0;
  std::array<Table, kPartitions> tables_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_INTEGER_TABLES_H_
