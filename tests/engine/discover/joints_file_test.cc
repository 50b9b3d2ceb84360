#include "engine/discover/joints_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/discover/methods.h"
#include "engine/sweep/job.h"
#include "io/error.h"
#include "tests/counts_bytes.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

class JointsFileTest : public testing::Test {
 protected:
  // Writes joints as they are given, whether or not they make sense.
  std::string Write(const CountsMap& keys, const MethodOptions& method, const Json& totals) {
    CountsDescription description{AboutNgrams(symbols_, 4), totals};
    description.about.update(NamedAsOptions(DescribeMethod(method)));
    description.about[kWhat] = kJointsKept;
    return scratch_.Write("joints", CountsBytes(keys, {InputNamed("a")}, description));
  }

  std::vector<std::string> Read(const std::string& path, size_t order) {
    const JointsFile file(path);
    std::vector<std::string> ngrams;
    file.ForEachNgram(symbols_, order, [&](std::span<const SymbolId> ngram) {
      ngrams.emplace_back();
      for (const SymbolId id : ngram) symbols_.AppendUtf8(id, &ngrams.back());
    });
    return ngrams;
  }

  const Json totals_ = {{"symbols", 9}, {"distinct", 7}, {"strong", 2}};
  const CountsMap keys_ = {{"词", 5}, {"词典", 0}, {"典", 3}, {"典里的", 0}, {"a", 1}};
  const NgramOptions three_ = {.order = 3, .min_count = 4, .thresholds = {0, 1, 2}};
  const Symbols symbols_{Alphabet::kBasic};
  Scratch scratch_;
};

TEST_F(JointsFileTest, HoldsWhatHoldsTogether) {
  const std::string path = Write(keys_, three_, totals_);
  EXPECT_EQ(Read(path, 3), (std::vector<std::string>{"典里的", "词典"}));
  const JointsFile file(path);
  EXPECT_EQ(DescribeMethod(file.method()), DescribeMethod(three_));
  EXPECT_EQ(file.weighed().symbols, 9U);
  EXPECT_EQ(file.weighed().distinct, 7U);
  EXPECT_EQ(file.weighed().strong, 2U);
  EXPECT_EQ(file.AboutPieces()[kWhat], kPiecesCounted);
  // The most frequent symbols have the smallest ids.
  const Symbols symbols = file.MakeSymbols();
  EXPECT_EQ(symbols.ids()[U'词'], 1U);
  EXPECT_EQ(symbols.ids()[U'典'], 2U);
  EXPECT_EQ(symbols.ids()[U'a'], 3U);
}

TEST_F(JointsFileTest, WhatMakesNoSenseIsCorruption) {
  EXPECT_THROW(Read(Write(keys_, three_, totals_), 2), CorruptionError);
  Json totals = totals_;
  totals["strong"] = 3;
  EXPECT_THROW(Read(Write(keys_, three_, totals), 3), CorruptionError);
  for (const char* name : {"symbols", "distinct", "strong"}) {
    totals = totals_;
    totals.erase(name);
    EXPECT_THROW(Read(Write(keys_, three_, totals), 3), CorruptionError) << name;
    totals[name] = "2";
    EXPECT_THROW(Read(Write(keys_, three_, totals), 3), CorruptionError) << name;
  }
  EXPECT_THROW(Read(Write({{"词", 5}, {"词。", 0}}, three_, totals_), 3), CorruptionError);
  EXPECT_THROW(Read(Write(keys_, UnigramOptions(), totals_), 3), CorruptionError);
  NgramOptions far = three_;
  for (const size_t order : {0, 1, 9, 1000}) {
    far.order = order;
    EXPECT_THROW(Read(Write(keys_, far, totals_), 3), CorruptionError) << order;
  }
}

}  // namespace
}  // namespace ciku
