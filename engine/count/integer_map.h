// Counts of integer keys in memory: the part of a counter that belongs to one thread.
#ifndef CIKU_ENGINE_COUNT_INTEGER_MAP_H_
#define CIKU_ENGINE_COUNT_INTEGER_MAP_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "engine/count/integer_tables.h"

namespace ciku {

// Packed into twelve bytes, because the tables use up the memory budget. An empty slot has the
// count 0.
struct [[gnu::packed, gnu::aligned(4)]] CountSlot {
  uint64_t key = 0;
  uint32_t count = 0;

  bool empty() const { return count == 0; }
};

// Not safe for use by two threads at once, except for different partitions of finished maps.
class IntegerMap {
 public:
  using Key = uint64_t;
  using Count = uint64_t;   // the sum of the counts in several maps
  using Addend = uint32_t;  // the amount of one addition
  using Slot = CountSlot;
  // No key's sum over several maps can overflow if their total() adds up to no more than this.
  static constexpr uint64_t kMostTotal = std::numeric_limits<uint32_t>::max();
  static constexpr size_t kPartitions = IntegerTables<Slot>::kPartitions;

  // The map may take up to `budget` bytes. It always takes at least the smallest tables.
  explicit IntegerMap(size_t budget) : tables_(budget) {}

  // Adds `count`, which must not be 0, to the key's count. Returns false and adds nothing if that
  // needs more memory than the budget has, or if the sum does not fit 32 bits. The caller must then
  // spill the map and add again.
  bool Add(uint64_t key, uint32_t count = 1) {
    Slot* const slot = tables_.Put(key);
    if (slot == nullptr || count > std::numeric_limits<uint32_t>::max() - slot->count) return false;
    slot->count += count;
    total_ += count;
    return true;
  }

  // Prefetches the slot of a key that will be added soon.
  void Prefetch(uint64_t key) const { tables_.Prefetch(key); }

  // Calls visit(key, count) for the partition's entries, in no particular order.
  template <typename Visit>
  void ForEach(size_t partition, const Visit& visit) const {
    tables_.ForEach(partition, [&](const Slot& slot) { visit(slot.key, slot.count); });
  }

  // Sorts the partition's entries by key and returns them, packed together. Afterwards the
  // partition must not be used until Clear.
  std::span<const Slot> Sort(size_t partition) { return tables_.Sort(partition); }

  static uint64_t KeyOf(const Slot& slot) { return slot.key; }
  static uint64_t CountOf(const Slot& slot) { return slot.count; }

  // Adds the other map's entries of a partition to this map, even beyond the budget, and frees the
  // partition of the other map. No sum may exceed 32 bits.
  void Absorb(size_t partition, IntegerMap* other) {
    tables_.Absorb(partition, &other->tables_,
                   [](Slot* slot, const Slot& more) { slot->count += more.count; });
  }

  // Removes all entries but keeps the memory.
  void Clear() {
    tables_.Clear();
    total_ = 0;
  }

  // The sum of all counts.
  uint64_t total() const { return total_; }
  size_t entries(size_t partition) const { return tables_.entries(partition); }
  size_t bytes() const { return tables_.bytes(); }

 private:
  IntegerTables<Slot> tables_;
  uint64_t total_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_INTEGER_MAP_H_
