#include "engine/count/ngram_counter.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <random>
#include <vector>

#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(WideKeyTest, ShiftsAsOneInteger) {
  WideKey<3> key(0x8000000000000001);
  for (unsigned by = 0; by < 128; ++by) {
    const WideKey<3> shifted = key << by;
    EXPECT_EQ(shifted >> by, key) << by;
    EXPECT_EQ(shifted.words[2 - by / 64] & (uint64_t{1} << by % 64), uint64_t{1} << by % 64) << by;
  }
  EXPECT_LT(key, key << 1);
}

template <typename Key>
void CheckPacking(SymbolId symbols, size_t order) {
  const NgramPacking<Key> packing(symbols, order);
  std::mt19937_64 random(order);
  for (int i = 0; i < 200; ++i) {
    std::vector<SymbolId> ids(1 + random() % order);
    for (SymbolId& id : ids) id = static_cast<SymbolId>(1 + random() % (symbols - 1));
    Key key{};
    for (size_t at = ids.size(); at-- > 0;) key = packing.Before(ids[at], key);
    EXPECT_EQ(packing.Length(key), ids.size());
    for (size_t at = 0; at < ids.size(); ++at) EXPECT_EQ(packing.At(key, at), ids[at]);
    for (size_t length = 1; length <= ids.size(); ++length) {
      const Key prefix = packing.Prefix(key, length);
      EXPECT_EQ(packing.Length(prefix), length);
      EXPECT_EQ(packing.Shared(prefix, key),
                length == ids.size() ? packing.Shared(key, key) : length);
      if (length < ids.size()) {
        EXPECT_EQ(packing.At(packing.Suffix(key, length), 0), ids[length]);
        EXPECT_LT(prefix, key);
      }
    }
  }
}

TEST(NgramPackingTest, HoldsSymbolsInOrder) {
  for (size_t order = 2; order <= kMaxOrder; ++order) {
    SCOPED_TRACE(order);
    if (KeyWords(20'965, order) == 1) CheckPacking<uint64_t>(20'965, order);
    CheckPacking<WideKey<2>>(20'965, order);
    CheckPacking<WideKey<3>>(1'112'064, order);
  }
  EXPECT_EQ(KeyWords(20'965, 4), 1U);
  EXPECT_EQ(KeyWords(3, 5), 2U);
  EXPECT_EQ(KeyWords(1'112'064, 8), 3U);
}

TEST(NgramCounterTest, CountsEveryOrder) {
  constexpr size_t kOrder = 4;
  const Symbols symbols(Alphabet::kBasic);
  for (const size_t memory : {size_t{0}, size_t{64} << 20}) {
    std::mt19937_64 random(6);
    NgramCounter<uint64_t> counter({memory, 2, TestSpills()}, symbols, kOrder);
    std::map<std::vector<SymbolId>, uint64_t> expected;
    for (int run = 0; run < 3000; ++run) {
      std::vector<SymbolId> ids(random() % 12);
      for (SymbolId& id : ids) id = static_cast<SymbolId>(1 + random() % 9);
      for (size_t i = 0; i < ids.size(); ++i) {
        for (size_t length = 1; length <= kOrder && i + length <= ids.size(); ++length) {
          ++expected[{ids.data() + i, ids.data() + i + length}];
        }
      }
      EXPECT_EQ(counter.Add(ids.data(), ids.size(), ids.size()), ids.size());
    }
    std::map<std::vector<SymbolId>, uint64_t> counted;
    std::mutex mutex;
    counter.ForEach([&](size_t, uint64_t key, size_t length, uint64_t count) {
      std::vector<SymbolId> ids;
      for (size_t i = 0; i < length; ++i) ids.push_back(counter.packing().At(key, i));
      const std::lock_guard lock(mutex);
      EXPECT_TRUE(counted.emplace(ids, count).second);
    });
    EXPECT_TRUE(counted == expected);
  }
}

TEST(DivideSymbolsTest, GroupsAscendAndAreAboutEqual) {
  std::string sample;
  for (int i = 0; i < 1000; ++i) sample += i % 2 == 0 ? "的" : "abcdefghij";
  const Symbols symbols(Alphabet::kBasic, sample);
  const std::vector<uint8_t> groups = DivideSymbols(symbols, 8);
  for (SymbolId id = 2; id < symbols.size(); ++id) EXPECT_GE(groups[id], groups[id - 1]);
  EXPECT_EQ(groups.back(), 7);
  EXPECT_EQ(groups[1], 0);
}

}  // namespace
}  // namespace ciku
