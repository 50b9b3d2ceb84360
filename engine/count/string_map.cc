#include "engine/count/string_map.h"

#include <oneapi/tbb/parallel_sort.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cstring>

namespace ciku {
namespace {

// The first four bytes of a key as a number. If these numbers differ, the keys have the same
// order.
uint32_t Prefix(std::string_view key) {
  unsigned char bytes[sizeof(uint32_t)] = {};
  std::memcpy(bytes, key.data(), std::min(key.size(), sizeof(bytes)));
  uint32_t prefix = 0;
  for (const unsigned char byte : bytes) prefix = prefix << 8 | byte;
  return prefix;
}

// How many slots ahead of their use keys are prefetched.
constexpr size_t kAhead = 8;

}  // namespace

template <unsigned kBits>
std::span<const typename BasicStringMap<kBits>::Slot> BasicStringMap<kBits>::Sort(
    size_t partition) {
  std::vector<Slot>& slots = tables_[partition].slots;
  const auto end =
      std::remove_if(slots.begin(), slots.end(), [](const Slot& slot) { return slot.count == 0; });
  // The tags are no longer needed, so they are replaced by the first bytes of the keys: reading
  // the keys themselves takes most of the time.
  std::for_each(slots.begin(), end, [](Slot& slot) { slot.tag = Prefix(KeyOf(slot)); });
  const auto before = [](const Slot& a, const Slot& b) {
    return a.tag != b.tag ? a.tag < b.tag : KeyOf(a) < KeyOf(b);
  };
  if constexpr (kPartitions == 1) {
    // With several partitions, different partitions are sorted in parallel instead. The sort is
    // isolated because a thread that waits for it must not start other work that adds to this map.
    tbb::this_task_arena::isolate([&] { tbb::parallel_sort(slots.begin(), end, before); });
  } else {
    std::sort(slots.begin(), end, before);
  }
  return {slots.begin(), end};
}

template <unsigned kBits>
void BasicStringMap<kBits>::Absorb(size_t partition, BasicStringMap* other) {
  Table* const table = &tables_[partition];
  const std::vector<Slot>& slots = other->tables_[partition].slots;
  for (size_t i = 0; i < slots.size(); ++i) {
    if (i + kAhead < slots.size()) {
      // What is needed to find the other map's key.
      const Slot& ahead = slots[i + kAhead];
      __builtin_prefetch(ahead.key);
      __builtin_prefetch(table->slots[ahead.tag & (table->slots.size() - 1)].key);
    }
    const Slot& slot = slots[i];
    if (slot.count == 0) continue;
    if (table->used * 4 >= table->slots.size() * 3) Resize(table, table->slots.size() * 2);
    Slot* const place = Find(table, StringArena::At(slot.key), slot.tag);
    if (place->count == 0) {
      *place = slot;
      ++table->used;
    } else {
      place->count += slot.count;
    }
  }
  other->tables_[partition] = {};
}

template <unsigned kBits>
void BasicStringMap<kBits>::Clear() {
  for (Table& table : tables_) {
    table = {};
    Resize(&table, kSmallestTable);
  }
  table_bytes_ = kPartitions * kSmallestTable * sizeof(Slot);
  arena_.Clear();
  total_ = 0;
}

template <unsigned kBits>
bool BasicStringMap<kBits>::Grow(Table* table) {
  const size_t size = table->slots.size() * 2;
  // The old and the new table exist at the same time for a moment.
  if (bytes() + size * sizeof(Slot) > budget_) return false;
  table_bytes_ += (size - table->slots.size()) * sizeof(Slot);
  Resize(table, size);
  return true;
}

template <unsigned kBits>
void BasicStringMap<kBits>::Resize(Table* table, size_t size) {
  std::vector<Slot> old(size);
  old.swap(table->slots);
  for (const Slot& slot : old) {
    if (slot.count == 0) continue;
    size_t i = slot.tag & (size - 1);
    while (table->slots[i].count != 0) i = (i + 1) & (size - 1);
    table->slots[i] = slot;
  }
}

template class BasicStringMap<kPartitionBits>;
template class BasicStringMap<0>;

}  // namespace ciku
