// Sums of any size by integer keys, in memory: the part of a counter that belongs to one thread.
#ifndef CIKU_ENGINE_COUNT_SUM_MAP_H_
#define CIKU_ENGINE_COUNT_SUM_MAP_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

#include "engine/count/big_count.h"
#include "engine/count/integer_tables.h"

namespace ciku {

// A sum of any size. Nearly all sums fit 64 bits, and adding to those takes one operation.
class SumSlot {
 public:
  uint64_t key = 0;

  // Whether the sum is 0.
  bool empty() const { return low_ == 0 && high_ == nullptr; }

  BigCount sum() const { return high_ == nullptr ? BigCount(low_) : *high_ + low_; }

  void Add(const BigCount& count) {
    if (count > std::numeric_limits<uint64_t>::max()) {
      AddToHigh(count);
    } else if (__builtin_add_overflow(low_, static_cast<uint64_t>(count), &low_)) {
      AddToHigh(BigCount(1) << 64);
    }
  }

  // The bytes on the heap, in addition to the slot itself.
  size_t heap() const { return high_ == nullptr ? 0 : sizeof(BigCount) + HeapBytes(*high_); }

 private:
  void AddToHigh(const BigCount& count) {
    if (high_ == nullptr) high_ = std::make_unique<BigCount>(0);
    *high_ += count;
  }

  uint64_t low_ = 0;
  std::unique_ptr<BigCount> high_;  // the rest of the sum, if there is any
};

// Like IntegerMap, with sums that cannot overflow.
class SumMap {
 public:
  using Key = uint64_t;
  using Count = BigCount;
  using Addend = BigCount;
  using Slot = SumSlot;
  static constexpr uint64_t kMostTotal = std::numeric_limits<uint64_t>::max();
  static constexpr size_t kPartitions = IntegerTables<Slot>::kPartitions;

  // The map may take up to `budget` bytes. It always takes at least the smallest tables and one
  // sum.
  explicit SumMap(size_t budget) : budget_(budget), tables_(budget) {}

  // Adds `count`, which must not be 0, to the key's sum. Returns false and adds nothing if that
  // needs more memory than the budget has. The caller must then spill the map and add again.
  bool Add(uint64_t key, const BigCount& count) {
    const size_t most = HeapBytes(count) == 0 ? 0 : HeapBytes(count) + 2 * sizeof(BigCount);
    if (most != 0 && total_ != 0 && bytes() + 2 * most > budget_) return false;
    Slot* const slot = tables_.Put(key, heap_);
    if (slot == nullptr) return false;
    const size_t before = slot->heap();
    slot->Add(count);
    heap_ += slot->heap() - before;
    ++total_;
    return true;
  }

  // Prefetches the slot of a key that will be added soon.
  void Prefetch(uint64_t key) const { tables_.Prefetch(key); }

  // Calls visit(key, sum) for the partition's entries, in no particular order.
  template <typename Visit>
  void ForEach(size_t partition, const Visit& visit) const {
    tables_.ForEach(partition, [&](const Slot& slot) { visit(slot.key, slot.sum()); });
  }

  // Sorts the partition's entries by key and returns them, packed together. Afterwards the
  // partition must not be used until Clear.
  std::span<const Slot> Sort(size_t partition) { return tables_.Sort(partition); }

  static uint64_t KeyOf(const Slot& slot) { return slot.key; }
  static BigCount CountOf(const Slot& slot) { return slot.sum(); }

  // Adds the other map's entries of a partition to this map, even beyond the budget, and frees the
  // partition of the other map.
  void Absorb(size_t partition, SumMap* other) {
    tables_.Absorb(partition, &other->tables_,
                   [](Slot* slot, const Slot& more) { slot->Add(more.sum()); });
  }

  // Removes all entries but keeps the tables.
  void Clear() {
    tables_.Clear();
    heap_ = total_ = 0;
  }

  // How often Add has added something.
  uint64_t total() const { return total_; }
  size_t entries(size_t partition) const { return tables_.entries(partition); }
  size_t bytes() const { return tables_.bytes() + heap_; }

 private:
  size_t budget_;
  IntegerTables<Slot> tables_;
  size_t heap_ = 0;  // bytes of large sums
  uint64_t total_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_SUM_MAP_H_
