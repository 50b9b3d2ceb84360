#include "engine/templates/template_grower.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/templates/count_words.h"
#include "engine/templates/encoded_block.h"
#include "engine/templates/link_runs.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using WordIds = std::vector<WordId>;
using PathCounts = std::map<std::string, BigCount>;

struct LinkedCorpus {
  std::vector<WordIds> runs;
  std::vector<uint64_t> links;
  size_t window = 5;

  bool Links(const WordIds& run, size_t from, size_t to) const {
    const uint64_t key = PairKey(run[from], run[to]);
    return to > from && to - from <= window &&
           std::find(links.begin(), links.end(), key) != links.end();
  }
};

LinkedCorpus RandomCorpus(RandomText* random, size_t longest) {
  LinkedCorpus corpus;
  corpus.window = 1 + random->Below(7);
  const auto words = static_cast<WordId>(1 + random->Below(6));
  const double share = static_cast<double>(random->Below(10)) / 10;
  for (WordId a = 1; a <= words; ++a) {
    for (WordId b = 1; b <= words; ++b) {
      if (random->Chance(share)) corpus.links.push_back(PairKey(a, b));
    }
  }
  corpus.runs.resize(random->Below(30));
  for (WordIds& run : corpus.runs) {
    run.resize(1 + random->Below(longest));
    // Some words have no id.
    for (WordId& word : run) word = static_cast<WordId>(random->Below(words + 1));
  }
  return corpus;
}

std::string Spell(const WordIds& run, const std::vector<size_t>& path) {
  std::string text = path.front() == 0 ? "" : "_";
  for (size_t i = 0; i < path.size(); ++i) {
    if (i > 0 && path[i] > path[i - 1] + 1) text += "_";
    text += static_cast<char>('a' + run[path[i]]);
  }
  return path.back() + 1 == run.size() ? text : text + "_";
}

// Counts every path that begins with `path`, one by one.
void AddPaths(const LinkedCorpus& corpus, const WordIds& run, std::vector<size_t>* path,
              PathCounts* counts) {
  bool is_end = true;
  for (size_t next = path->back() + 1; next < run.size(); ++next) {
    if (!corpus.Links(run, path->back(), next)) continue;
    is_end = false;
    path->push_back(next);
    AddPaths(corpus, run, path, counts);
    path->pop_back();
  }
  if (is_end) ++(*counts)[Spell(run, *path)];
}

PathCounts CountsOfRun(const LinkedCorpus& corpus, const WordIds& run) {
  PathCounts counts;
  for (size_t start = 0; start < run.size(); ++start) {
    bool is_entered = false;
    for (size_t from = 0; from < start; ++from) is_entered |= corpus.Links(run, from, start);
    std::vector<size_t> path{start};
    if (!is_entered) AddPaths(corpus, run, &path, &counts);
  }
  return counts;
}

PathCounts NaiveCounts(const LinkedCorpus& corpus, PathWeight weight, BigCount* paths) {
  PathCounts sums;
  for (const WordIds& run : corpus.runs) {
    const PathCounts counts = CountsOfRun(corpus, run);
    BigCount total = 0;
    for (const auto& [text, count] : counts) total += count;
    *paths += total;
    for (const auto& [text, count] : counts) {
      sums[text] +=
          weight == PathWeight::kPath ? count : BigCount(count * (BigCount(1) << 63) / total);
    }
  }
  return sums;
}

// A vocabulary in which the words "1" to "200" have these numbers as ids, and others have none.
Vocabulary TestVocabulary() {
  ExternalCounter<StringMap> counter({size_t{1} << 20, 1, TestSpills()});
  for (uint32_t id = 1; id <= 200; ++id)
    counter.Add(&counter.local(), 1000 - id, std::to_string(id));
  return {&counter, 1, size_t{1} << 20};
}

const Storage& TestStorage() {
  static const Storage storage(TestSpills());
  return storage;
}

RunStream StreamOf(const LinkedCorpus& corpus) {
  RunStreamWriter writer(TestSpills());
  RunStreamWriter::Part& part = writer.local();
  EncodedBlockWriter block;
  for (size_t i = 0; i < corpus.runs.size(); ++i) {
    std::vector<std::string> words;
    for (const WordId word : corpus.runs[i]) words.push_back(std::to_string(word));
    block.Add(std::vector<std::string_view>(words.begin(), words.end()));
    if (i % 5 != 4) continue;
    block.End(part.block());
    part.EndBlock();
  }
  block.End(part.block());
  return writer.Finish();
}

std::string Spell(const TemplateGrower& grower, const FoundTemplate& found) {
  std::string text;
  for (const PrefixTrie::Step step : found.Spell(grower.trie())) {
    if (PrefixTrie::HasGap(step)) text += "_";
    text += static_cast<char>('a' + PrefixTrie::WordOf(step));
  }
  return found.ends_in_gap ? text + "_" : text;
}

TemplateGrower Grow(const LinkedCorpus& corpus, PathWeight weight, const BigCount& least,
                    size_t memory, BigCount* paths) {
  const size_t threads = 1 + memory % 3;
  const CounterConfig counters{memory, threads, TestSpills()};
  LinkedRuns linked = LinkRuns(StreamOf(corpus), TestVocabulary(), {corpus.links, corpus.window},
                               weight, counters, TestStorage());
  *paths = linked.paths;
  TemplateGrower grower(&linked, {weight, least, size_t{64} << 20, counters}, TestStorage());
  while (grower.prefixes() > 0) grower.Grow();
  return grower;
}

PathCounts CountsOf(const TemplateGrower& grower) {
  PathCounts counts;
  for (const FoundTemplate& found : grower.found()) {
    EXPECT_TRUE(counts.emplace(Spell(grower, found), found.count).second) << "found twice";
  }
  return counts;
}

PathCounts GrownCounts(const LinkedCorpus& corpus, PathWeight weight, const BigCount& least,
                       size_t memory, BigCount* paths) {
  return CountsOf(Grow(corpus, weight, least, memory, paths));
}

// Drops the templates that are too rare or have a word without an id.
void Drop(const BigCount& least, PathCounts* counts) {
  std::erase_if(*counts, [&](const auto& entry) {
    return entry.second < least || entry.first.find('a') != std::string::npos;
  });
}

TEST(TemplateGrowerTest, AgreesWithEveryPathOneByOne) {
  for (uint64_t seed = 1; seed <= 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const LinkedCorpus corpus = RandomCorpus(&random, 9);
    const PathWeight weight = random.Chance(0.5) ? PathWeight::kPath : PathWeight::kSentence;
    BigCount least = 1 + random.Below(8);
    if (weight == PathWeight::kSentence) least <<= 61;
    const size_t memory = random.Below(3) + (random.Chance(0.5) ? size_t{1} << 20 : 0);
    BigCount paths;
    BigCount expected_paths = 0;
    PathCounts expected = NaiveCounts(corpus, weight, &expected_paths);
    Drop(least, &expected);
    ASSERT_EQ(GrownCounts(corpus, weight, least, memory, &paths), expected);
    ASSERT_EQ(paths, expected_paths);
  }
}

// Each life is a new grower, which resumes from the work folder, makes one sweep and ends.
TEST(TemplateGrowerTest, GoesOnAfterAnySweep) {
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const LinkedCorpus corpus = RandomCorpus(&random, 9);
    const PathWeight weight = random.Chance(0.5) ? PathWeight::kPath : PathWeight::kSentence;
    const BigCount least = weight == PathWeight::kPath ? BigCount(1) : BigCount(1) << 61;
    BigCount paths;
    const PathCounts expected = GrownCounts(corpus, weight, least, 0, &paths);
    const Scratch scratch;
    bool done = false;
    for (size_t lives = 0; !done; ++lives) {
      ASSERT_LT(lives, 20U);
      WorkFolder folder(scratch.File("work"), {});
      if (lives == 0) folder.Record({{kCountWords, {{"results", Json::object()}}}});
      const Storage storage(&folder, &folder, std::chrono::seconds(0));
      const CounterConfig counters{size_t{1} << 20, 1 + lives % 3, &folder};
      const RunStream stream = lives == 0 ? StreamOf(corpus) : RunStream();
      LinkedRuns linked = LinkRuns(stream, TestVocabulary(), {corpus.links, corpus.window}, weight,
                                   counters, storage);
      ASSERT_EQ(linked.paths, paths);
      TemplateGrower grower(&linked, {weight, least, size_t{64} << 20, counters}, storage);
      done = grower.prefixes() == 0;
      if (done) {
        ASSERT_EQ(CountsOf(grower), expected);
      } else {
        grower.Grow();
      }
    }
  }
}

// Runs with more paths than fit in 64 bits. They repeat one word; each step of a path may lead to
// any of the next five tokens, so that many paths are spelled the same.
TEST(TemplateGrowerTest, CountsBeyond64Bits) {
  LinkedCorpus corpus;
  corpus.links = {PairKey(1, 1)};
  corpus.window = 5;
  corpus.runs = {WordIds(100, 1), WordIds(1, 1), WordIds(2, 1), WordIds(100, 1)};
  // The number of paths from a node is the sum of the numbers of the next five nodes.
  std::vector<BigCount> from(101);
  from[1] = 1;
  for (size_t left = 2; left <= 100; ++left) {
    for (size_t step = 1; step <= std::min<size_t>(5, left - 1); ++step)
      from[left] += from[left - step];
  }
  BigCount paths;
  const PathCounts none = GrownCounts(corpus, PathWeight::kPath, from[100] / 100'000, 0, &paths);
  EXPECT_EQ(paths, 2 * from[100] + 2);
  EXPECT_EQ(none, PathCounts());
  // By sentence, the short runs have enough weight.
  const BigCount vote = BigCount(1) << 63;
  EXPECT_EQ(GrownCounts(corpus, PathWeight::kSentence, vote, 0, &paths),
            (PathCounts{{"b", vote}, {"bb", vote}}));
}

// A run of different words, each linked to the next five: every one of its more than 2^193 paths is
// spelled differently, so that no template occurs twice.
TEST(TemplateGrowerTest, AllLinkedAndUnlike) {
  LinkedCorpus corpus;
  WordIds run(200);
  for (size_t i = 0; i < run.size(); ++i) {
    run[i] = static_cast<WordId>(i + 1);
    for (size_t j = i + 1; j < run.size() && j <= i + 5; ++j) {
      corpus.links.push_back(PairKey(static_cast<WordId>(i + 1), static_cast<WordId>(j + 1)));
    }
  }
  corpus.runs = {run};
  BigCount paths;
  EXPECT_EQ(GrownCounts(corpus, PathWeight::kPath, 2, 1 << 20, &paths), PathCounts());
  EXPECT_EQ(msb(paths), 193U);
}

TEST(TemplateGrowerTest, PrefixesThatDoNotFitAreRefused) {
  LinkedCorpus corpus;
  corpus.links = {PairKey(1, 1), PairKey(1, 2), PairKey(2, 1), PairKey(2, 2)};
  RandomText random(1);
  for (size_t i = 0; i < 50; ++i) {
    WordIds run(40);
    for (WordId& word : run) word = static_cast<WordId>(1 + random.Below(2));
    corpus.runs.push_back(run);
  }
  const CounterConfig counters{size_t{1} << 20, 2, TestSpills()};
  LinkedRuns linked = LinkRuns(StreamOf(corpus), TestVocabulary(), {corpus.links, 5},
                               PathWeight::kPath, counters, TestStorage());
  const auto grow = [&] {
    TemplateGrower grower(&linked, {PathWeight::kPath, 1, size_t{64} << 10, counters},
                          TestStorage());
    while (grower.prefixes() > 0) grower.Grow();
  };
  EXPECT_THROW(grow(), UsageError);
}

}  // namespace
}  // namespace ciku
