// Sums of integers of any size by integer keys, in memory: one thread's share of a count.
#ifndef CIKU_ENGINE_COUNT_SUM_MAP_H_
#define CIKU_ENGINE_COUNT_SUM_MAP_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "engine/count/big_count.h"
#include "engine/count/partition.h"

namespace ciku {

// As IntegerMap, with sums that cannot overflow. Not safe for use by two threads at once, but
// different partitions of finished maps may be.
class SumMap {
 public:
  using Key = uint64_t;
  using Count = BigCount;
  using Addend = BigCount;
  static constexpr size_t kPartitions = size_t{1} << kPartitionBits;
  static constexpr uint64_t kMostTotal = std::numeric_limits<uint64_t>::max();

  // An empty slot has a sum of 0.
  struct Slot {
    uint64_t key = 0;
    BigCount sum;
  };

  // The tables may take up to `budget` bytes together, but at least their smallest size.
  explicit SumMap(size_t budget) : budget_(budget) {
    for (Table& table : tables_) Resize(&table, kSmallestTable);
    bytes_ = kPartitions * kSmallestTable * sizeof(Slot);
  }

  // Adds `count`, which is not 0, to the key's sum. False, with nothing added, where that needs
  // more memory than the budget has: then spill the map and add again.
  bool Add(uint64_t key, const BigCount& count) {
    Table& table = tables_[PartitionOf<kPartitionBits>(Hash(key))];
    if (table.used * 4 >= table.slots.size() * 3 && !Grow(&table)) return false;
    const size_t heap = HeapBytes(count) == 0 ? 0 : HeapBytes(count) + sizeof(uint64_t);
    if (heap != 0 && total_ != 0 && bytes_ + 2 * heap > budget_) return false;
    AddTo(&table, key, count);
    ++total_;
    return true;
  }

  // Calls visit(key, sum) for the partition's entries, in no order.
  template <typename Visit>
  void ForEach(size_t partition, Visit&& visit) const {
    for (const Slot& slot : tables_[partition].slots) {
      if (!slot.sum.is_zero()) visit(slot.key, slot.sum);
    }
  }

  // Packs and sorts the partition's entries by key. Afterwards only Clear may be called for it.
  std::span<const Slot> Sort(size_t partition) {
    std::vector<Slot>& slots = tables_[partition].slots;
    const auto end = std::remove_if(slots.begin(), slots.end(),
                                    [](const Slot& slot) { return slot.sum.is_zero(); });
    std::sort(slots.begin(), end, [](const Slot& a, const Slot& b) { return a.key < b.key; });
    return {slots.begin(), end};
  }

  static uint64_t KeyOf(const Slot& slot) { return slot.key; }
  static const BigCount& CountOf(const Slot& slot) { return slot.sum; }

  // Adds the other map's entries of a partition to this one's, whatever memory that takes, and
  // frees the other's.
  void Absorb(size_t partition, SumMap* other) {
    Table* const table = &tables_[partition];
    other->ForEach(partition, [&](uint64_t key, const BigCount& sum) {
      if (table->used * 4 >= table->slots.size() * 3) Resize(table, table->slots.size() * 2);
      AddTo(table, key, sum);
    });
    other->tables_[partition] = {};
  }

  // Forgets all entries but keeps the tables.
  void Clear() {
    for (Table& table : tables_) {
      bytes_ -= table.heap;
      std::fill(table.slots.begin(), table.slots.end(), Slot{});
      table.used = table.heap = 0;
    }
    total_ = 0;
  }

  // How often something was added.
  uint64_t total() const { return total_; }
  size_t entries(size_t partition) const { return tables_[partition].used; }
  size_t bytes() const { return bytes_; }

 private:
  struct Table {
    std::vector<Slot> slots;
    size_t used = 0;
    size_t heap = 0;  // bytes of large sums
    unsigned shift = 0;
  };

  static constexpr size_t kSmallestTable = 16;

  static uint64_t Hash(uint64_t key) { return (key ^ key >> 29) * 0x9E3779B97F4A7C15; }

  static Slot* Find(Table* table, uint64_t key) {
    const size_t mask = table->slots.size() - 1;
    // The hash bits below those of the partition.
    const auto first = static_cast<size_t>((Hash(key) << kPartitionBits) >> table->shift);
    for (size_t i = first;; i = (i + 1) & mask) {
      Slot* const slot = &table->slots[i];
      if (slot->key == key || slot->sum.is_zero()) return slot;
    }
  }

  void AddTo(Table* table, uint64_t key, const BigCount& count) {
    Slot* const slot = Find(table, key);
    table->used += slot->sum.is_zero();
    const size_t before = HeapBytes(slot->sum);
    slot->key = key;
    slot->sum += count;
    const size_t more = HeapBytes(slot->sum) - before;
    table->heap += more;
    bytes_ += more;
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
    for (Slot& slot : old) {
      if (!slot.sum.is_zero()) *Find(table, slot.key) = std::move(slot);
    }
  }

  size_t budget_;
  size_t bytes_ = 0;
  uint64_t total_ = 0;
  std::array<Table, kPartitions> tables_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_SUM_MAP_H_
