// Hash tables of integer keys, within a budget: what maps of them have in common.
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

// Open addressing with linear probing, one table for each partition of the hash, so that maps
// merge partition by partition and a table that grows is a small part of the whole. A Slot has a
// `key`, and empty() is true of a new one. Not safe for use by two threads at once, but different
// partitions of finished tables may be.
template <typename Slot>
class IntegerTables {
 public:
  static constexpr size_t kPartitions = size_t{1} << kPartitionBits;

  // The tables may take up to `budget` bytes together, but at least their smallest size.
  explicit IntegerTables(size_t budget) : budget_(budget) {
    for (Table& table : tables_) Resize(&table, kSmallestTable);
    bytes_ = kPartitions * kSmallestTable * sizeof(Slot);
  }

  // The key's slot. A new one has to be made other than empty. Null where that needs more memory
  // than the budget has besides `others` bytes.
  Slot* Put(uint64_t key, size_t others = 0) {
    Table& table = tables_[PartitionOf<kPartitionBits>(HashOf(key))];
    if (table.used * 4 >= table.slots.size() * 3 && !Grow(&table, others)) [[unlikely]] {
      return nullptr;
    }
    return Find(&table, key);
  }

  // Loads the place of a key that will be put soon into the cache.
  void Prefetch(uint64_t key) const {
    const uint64_t hash = HashOf(key);
    const Table& table = tables_[PartitionOf<kPartitionBits>(hash)];
    __builtin_prefetch(table.slots.data() + table.IndexOf(hash), 1);
  }

  // Calls visit(slot) for the partition's slots that are not empty, in no order.
  template <typename Visit>
  void ForEach(size_t partition, const Visit& visit) const {
    for (const Slot& slot : tables_[partition].slots) {
      if (!slot.empty()) visit(slot);
    }
  }

  // Packs and sorts the partition's slots by key. Afterwards only Clear may be called for it.
  std::span<const Slot> Sort(size_t partition) {
    std::vector<Slot>& slots = tables_[partition].slots;
    const auto end =
        std::remove_if(slots.begin(), slots.end(), [](const Slot& slot) { return slot.empty(); });
    std::sort(slots.begin(), end, [](const Slot& a, const Slot& b) { return a.key < b.key; });
    return {slots.begin(), end};
  }

  // Calls add(slot, other_slot) for the other tables' slots of a partition and the slots here of
  // the same keys, whatever memory these take, and frees the other's.
  template <typename Add>
  void Absorb(size_t partition, IntegerTables* other, const Add& add) {
    Table* const table = &tables_[partition];
    other->ForEach(partition, [&](const Slot& slot) {
      if (table->used * 4 >= table->slots.size() * 3) Resize(table, table->slots.size() * 2);
      add(Find(table, slot.key), slot);
    });
    other->tables_[partition] = {};
  }

  // Forgets all entries but keeps the tables.
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

    // The hash bits below those of the partition.
    size_t IndexOf(uint64_t hash) const {
      return static_cast<size_t>((hash << kPartitionBits) >> shift);
    }
  };

  static constexpr size_t kSmallestTable = 64;

  // The key's slot, or the empty one where it belongs.
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
    // Old and new exist side by side for a moment.
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
