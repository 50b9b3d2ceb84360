// Counts of integer keys in memory: one thread's share of a count.
#ifndef CIKU_ENGINE_COUNT_INTEGER_MAP_H_
#define CIKU_ENGINE_COUNT_INTEGER_MAP_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "engine/count/integer_tables.h"

namespace ciku {

// Twelve bytes: the tables are what the memory budget goes to. An empty slot counts 0.
struct [[gnu::packed, gnu::aligned(4)]] CountSlot {
  uint64_t key = 0;
  uint32_t count = 0;

  bool empty() const { return count == 0; }
};

// Not safe for use by two threads at once, but different partitions of finished maps may be.
class IntegerMap {
 public:
  using Key = uint64_t;
  using Count = uint64_t;   // what counts of several maps add up to
  using Addend = uint32_t;  // what is added at a time
  using Slot = CountSlot;
  // The sum of all counts, total(), up to which none can be too large for a map.
  static constexpr uint64_t kMostTotal = std::numeric_limits<uint32_t>::max();
  static constexpr size_t kPartitions = IntegerTables<Slot>::kPartitions;

  // May take up to `budget` bytes, but at least the smallest tables.
  explicit IntegerMap(size_t budget) : tables_(budget) {}

  // Adds `count`, which is not 0, to the key's count. False, with nothing added, where that needs
  // more memory than the budget has, or the sum does not fit 32 bits: then spill the map and add
  // again.
  bool Add(uint64_t key, uint32_t count = 1) {
    Slot* const slot = tables_.Put(key);
    if (slot == nullptr || count > std::numeric_limits<uint32_t>::max() - slot->count) return false;
    slot->count += count;
    total_ += count;
    return true;
  }

  // Loads the place of a key that will be added soon into the cache.
  void Prefetch(uint64_t key) const { tables_.Prefetch(key); }

  // Calls visit(key, count) for the partition's entries, in no order.
  template <typename Visit>
  void ForEach(size_t partition, const Visit& visit) const {
    tables_.ForEach(partition, [&](const Slot& slot) { visit(slot.key, slot.count); });
  }

  // Packs and sorts the partition's entries by key. Afterwards only Clear may be called for it.
  std::span<const Slot> Sort(size_t partition) { return tables_.Sort(partition); }

  static uint64_t KeyOf(const Slot& slot) { return slot.key; }
  static uint64_t CountOf(const Slot& slot) { return slot.count; }

  // Adds the other map's entries of a partition to this one's, whatever memory that takes, and
  // frees the other's. No sum may be too large for 32 bits.
  void Absorb(size_t partition, IntegerMap* other) {
    tables_.Absorb(partition, &other->tables_,
                   [](Slot* slot, const Slot& more) { slot->count += more.count; });
  }

  // Forgets all entries but keeps the memory.
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
