#include "engine/discover/measure_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/output/work_folder.h"
#include "io/utf8.h"
#include "tests/mining.h"
#include "tests/naive_pair_cut.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {

// For comparisons bit by bit, and for messages.
bool operator==(const WordStatistics& a, const WordStatistics& b) {
  return a.frequency == b.frequency && a.documents == b.documents && a.cohesion == b.cohesion &&
         a.left_entropy == b.left_entropy && a.right_entropy == b.right_entropy &&
         a.left_variety == b.left_variety && a.right_variety == b.right_variety;
}
std::ostream& operator<<(std::ostream& out, const WordStatistics& of) {
  return out << of.frequency << " in " << of.documents << ", " << of.cohesion.value_or(-99) << ", "
             << of.left_entropy << ", " << of.right_entropy << ", " << of.left_variety << ", "
             << of.right_variety;
}

namespace {

// The runs of each record.
using Records = std::vector<std::vector<std::u32string>>;

// Adds the lines of a text as records.
void AddLines(std::string_view text, Alphabet alphabet, Records* records) {
  uint64_t invalid = 0;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    records->push_back(NaiveRuns(line, alphabet, &invalid));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
}

uint64_t SymbolsIn(const Records& records) {
  uint64_t symbols = 0;
  for (const auto& runs : records) {
    for (const std::u32string& run : runs) symbols += run.size();
  }
  return symbols;
}

double NaiveEntropy(const std::map<char32_t, uint64_t>& neighbours, uint64_t total) {
  std::map<uint64_t, uint64_t> with_count;
  for (const auto& [neighbour, count] : neighbours) ++with_count[count];
  double sum = 0;
  for (const auto& [count, how_many] : with_count) {
    const double p = static_cast<double>(count) / static_cast<double>(total);
    sum += static_cast<double>(how_many) * (p * std::log(p));
  }
  return 0 - sum;
}

uint64_t Frequency(const Records& records, const std::u32string& text) {
  uint64_t frequency = 0;
  for (const auto& runs : records) {
    for (const std::u32string& run : runs) {
      for (size_t at = 0; (at = run.find(text, at)) != run.npos; ++at) ++frequency;
    }
  }
  return frequency;
}

WordStatistics NaiveStatistics(const Records& records, const std::u32string& word) {
  WordStatistics of;
  std::map<char32_t, uint64_t> left;
  std::map<char32_t, uint64_t> right;
  for (const auto& runs : records) {
    const uint64_t before = of.frequency;
    for (const std::u32string& run : runs) {
      for (size_t at = 0; (at = run.find(word, at)) != run.npos; ++at) {
        ++of.frequency;
        ++left[at == 0 ? 0 : run[at - 1]];
        ++right[at + word.size() == run.size() ? 0 : run[at + word.size()]];
      }
    }
    of.documents += of.frequency > before ? 1 : 0;
  }
  of.left_variety = left.size();
  of.right_variety = right.size();
  of.left_entropy = NaiveEntropy(left, of.frequency);
  of.right_entropy = NaiveEntropy(right, of.frequency);
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  double least = std::numeric_limits<double>::infinity();
  for (size_t i = 1; i < word.size(); ++i) {
    least = std::min(least, real(SymbolsIn(records)) * real(of.frequency) /
                                (real(Frequency(records, word.substr(0, i))) *
                                 real(Frequency(records, word.substr(i)))));
  }
  if (word.size() > 1) of.cohesion = std::log(least);
  return of;
}

// Returns some distinct parts of the runs, as the words to be measured.
std::vector<std::u32string> SomeWords(const Records& records, size_t count, size_t longest,
                                      RandomText* random) {
  std::vector<std::u32string> runs;
  for (const auto& of_record : records) runs.insert(runs.end(), of_record.begin(), of_record.end());
  std::set<std::u32string> words;
  for (size_t i = 0; i < count && !runs.empty(); ++i) {
    const std::u32string& run = runs[random->Below(runs.size())];
    const size_t begin = random->Below(run.size());
    words.insert(run.substr(begin, 1 + random->Below(random->Chance(0.1) ? longest : 4)));
  }
  return {words.begin(), words.end()};
}

std::string ToUtf8(const std::u32string& word) {
  std::string bytes;
  for (const char32_t scalar : word) AppendUtf8(scalar, &bytes);
  return bytes;
}

MeasuredWords Measure(const std::vector<std::string>& paths, Alphabet alphabet,
                      const std::vector<std::u32string>& words, const MemoryPlan& plan,
                      const Storage& storage) {
  const Corpus corpus =
      Corpus::Open(paths, paths.front().ends_with(".jsonl") ? InputOptions() : LinesOnly());
  const Symbols symbols = Symbols::Rank({.alphabet = alphabet}, corpus);
  WordTable table(symbols, plan.statistics);
  for (const std::u32string& word : words) table.Add(ToUtf8(word), 1);
  table.Encode();
  SweepMeter meter;
  MeasuredWords measured;
  MeasureWords(corpus, symbols, table, plan, storage, &meter, &measured);
  return measured;
}

void ExpectMeasured(const MeasuredWords& measured, const std::vector<std::u32string>& words,
                    const Records& records) {
  ASSERT_EQ(measured.of.size(), words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    ASSERT_EQ(measured.of[i], NaiveStatistics(records, words[i])) << ToUtf8(words[i]);
  }
}

MemoryPlan TinyPlan(RandomText* random) {
  MemoryPlan plan = SmallPlan(1 + random->Below(4), 0, size_t{1} << (4 + random->Below(9)),
                              SymbolId{1} << (1 + random->Below(9)));
  plan.statistics = size_t{10} << 20;
  return plan;
}

TEST(MeasureWordsTest, RandomCorporaAgreeWithTheOracle) {
  constexpr std::array kAlphabets = {Alphabet::kBasic, Alphabet::kHan, Alphabet::kLetters,
                                     Alphabet::kAny};
  for (uint64_t seed = 1; seed <= 64; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    const Alphabet alphabet = kAlphabets[seed % kAlphabets.size()];
    std::vector<std::string> paths;
    Records records;
    for (uint64_t i = 0; i <= random.Below(3); ++i) {
      TextShape shape;
      shape.symbols = random.Below(3000);
      shape.distinct = static_cast<char32_t>(1 + random.Below(random.Chance(0.3) ? 3 : 60));
      shape.line_ends = random.Chance(0.4) ? 0 : 0.02;  // endless lines
      shape.separators = random.Chance(0.3) ? 0 : 0.05;
      if (random.Chance(0.4)) shape.invalid = shape.others = 0;  // endless runs
      const std::string text = random.Make(shape);
      paths.push_back(scratch.Write(std::to_string(i) + ".txt", text));
      AddLines(text, alphabet, &records);
    }
    const std::vector<std::u32string> words =
        SomeWords(records, 1 + random.Below(60), random.Chance(0.5) ? 12 : 500, &random);
    const MeasuredWords measured =
        Measure(paths, alphabet, words, TinyPlan(&random), Storage(TestSpills()));
    ExpectMeasured(measured, words, records);
  }
}

TEST(MeasureWordsTest, LineEndsInsideJsonRecordsEndNoDocument) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    std::string lines;
    Records records;
    for (uint64_t i = 0; i <= random.Below(100); ++i) {
      TextShape shape{.symbols = random.Below(200), .distinct = 20, .invalid = 0};
      shape.line_ends = random.Chance(0.5) ? 0.1 : 0;
      const std::string text = random.Make(shape);
      lines += nlohmann::json({{"text", text}}).dump() + "\n";
      Records of_lines;
      AddLines(text.starts_with("\xEF\xBB\xBF") ? "\n" + text : text, Alphabet::kBasic, &of_lines);
      records.emplace_back();
      for (const auto& runs : of_lines) {
        records.back().insert(records.back().end(), runs.begin(), runs.end());
      }
    }
    const std::string path = scratch.Write("a.jsonl", lines);
    const std::vector<std::u32string> words = SomeWords(records, 50, 12, &random);
    const MeasuredWords measured =
        Measure({path}, Alphabet::kBasic, words, TinyPlan(&random), Storage(TestSpills()));
    ExpectMeasured(measured, words, records);
  }
}

TEST(MeasureWordsTest, EverythingSpillsManyTimes) {
  const Scratch scratch;
  RandomText random(7);
  const std::string text =
      random.Make({.symbols = 400'000, .distinct = 1000, .separators = 0, .line_ends = 0.001});
  const std::string path = scratch.Write("text.txt", text);
  Records records;
  AddLines(text, Alphabet::kLetters, &records);
  const std::vector<std::u32string> words = SomeWords(records, 300, 3, &random);
  MemoryPlan plan = SmallPlan(1, 0, size_t{16} << 10, 16);
  plan.statistics = size_t{1} << 30;
  const MeasuredWords expected =
      Measure({path}, Alphabet::kLetters, words, plan, Storage(TestSpills()));
  EXPECT_EQ(expected.spilled_bytes, 0U);
  for (const size_t threads : {1, 2, 4}) {
    plan.sweep.threads = plan.sweep.reader.files_at_once = threads;
    plan.statistics = threads * (size_t{3} << 18) + (size_t{1} << 20);
    const MeasuredWords measured =
        Measure({path}, Alphabet::kLetters, words, plan, Storage(TestSpills()));
    EXPECT_EQ(measured.of, expected.of);
    EXPECT_GT(measured.spilled_bytes, 100'000U);
  }
}

TEST(MeasureWordsTest, WhatIsRecordedCountsForTheSameWords) {
  const Scratch scratch;
  RandomText random(9);
  const std::string text = random.Make({.symbols = 30'000, .line_ends = 0.0001});
  const std::string path = scratch.Write("text.txt", text);
  Records records;
  AddLines(text, Alphabet::kBasic, &records);
  std::vector<std::u32string> words = SomeWords(records, 100, 20, &random);
  WorkFolder work(scratch.File("work"), {});
  work.Begin(Json{{"command", "test"}}, Corpus::Open({path}, LinesOnly()));
  const Storage storage(&work, &work, std::chrono::duration<double>(0));
  for (size_t i = 0; i < 3; ++i) {
    MemoryPlan plan = SmallPlan(1 + i, 0, size_t{8} << 10, 64);
    plan.statistics = size_t{10} << 20;
    ExpectMeasured(Measure({path}, Alphabet::kBasic, words, plan, storage), words, records);
    if (i == 1) words.pop_back();
  }
}

TEST(MeasureWordsTest, WhatDoesNotFitTheBudgetIsRefused) {
  const Scratch scratch;
  const std::string path = scratch.Write("text.txt", "词典\n");
  MemoryPlan plan = SmallPlan(1, 0, 1 << 16, 64);
  plan.statistics = size_t{500} << 10;
  EXPECT_THROW(Measure({path}, Alphabet::kBasic, {U"词典"}, plan, Storage(TestSpills())),
               UsageError);
}

TEST(MeasureWordsTest, NoWordsNeedNoSweep) {
  const Scratch scratch;
  const std::string path = scratch.Write("text.txt", "词典\n");
  RandomText random(1);
  EXPECT_TRUE(
      Measure({path}, Alphabet::kBasic, {}, TinyPlan(&random), Storage(TestSpills())).of.empty());
}

}  // namespace
}  // namespace ciku
