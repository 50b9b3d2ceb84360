#include "io/input/block_reader.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "io/input/input_file.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

struct Read {
  std::string text;
  std::vector<std::string> whole;              // records that were handed on whole
  std::map<uint64_t, std::string> in_parts;    // the other records by number
  std::map<std::string, std::string> text_of;  // the text of each file by path
  uint64_t records = 0;
  uint64_t bad_records = 0;
  uint64_t input_bytes = 0;
};

// Adds the records in a text to *read.
void AddRecords(const Text& text, Read* read) {
  if (text.part_of != 0) {
    EXPECT_EQ(text.parsed, nullptr);
    read->in_parts[text.part_of] += text.bytes;
    return;
  }
  size_t begin = 0;
  const auto add = [&](size_t end) {
    read->whole.emplace_back(text.bytes.substr(begin, end - begin));
    begin = end + 1;
  };
  if (text.parsed != nullptr) {
    std::vector<size_t> line_ends;
    for (size_t end = 0; (end = text.bytes.find('\n', end)) != text.bytes.npos; ++end) {
      line_ends.push_back(end);
    }
    for (const uint32_t end : text.parsed->ends) {
      ASSERT_LT(end, line_ends.size());
      add(line_ends[end]);
    }
  } else {
    for (size_t end; (end = text.bytes.find('\n', begin)) != text.bytes.npos;) add(end);
    if (begin < text.bytes.size()) add(text.bytes.size());
  }
  EXPECT_GE(begin, text.bytes.size());
}

// Reads up to `blocks` blocks from *position with an AnywhereSplitRule, adds their texts to *read
// and moves *position on. Returns false at the end of the corpus.
bool ReadSome(const Corpus& corpus, const ReaderConfig& config, size_t blocks,
              ReaderPosition* position, Read* read) {
  const AnywhereSplitRule rule;
  BlockReader reader(corpus, config, rule, *position);
  std::map<std::string, bool> joined;
  for (const auto& begun : position->begun) {
    joined[corpus.files()[begun.file].path] = begun.position.joined;
  }
  Block block;
  for (size_t i = 0; i < blocks; ++i) {
    if (!reader.HandOut(&block)) return false;
    reader.Load(&block);
    reader.Stitch(&block);
    reader.Parse(&block);
    for (const Text& text : {block.lead, block.body}) {
      if (text.bytes.empty()) continue;
      EXPECT_EQ(text.joined_to_previous, joined[*text.origin.path]);
      joined[*text.origin.path] = text.joined_to_next;
      EXPECT_TRUE(text.joined_to_next || text.bytes.ends_with('\n') || block.last);
      read->text += text.bytes;
      AddRecords(text, read);
      read->text_of[*text.origin.path] += text.bytes;
    }
    read->records += block.records;
    read->bad_records += block.bad_records;
    read->input_bytes += block.input_bytes;
    reader.Finish(&block);
  }
  *position = reader.position();
  return true;
}

// Reads a whole corpus.
Read ReadAll(const Corpus& corpus, const ReaderConfig& config) {
  Read read;
  ReaderPosition position;
  ReadSome(corpus, config, std::numeric_limits<size_t>::max(), &position, &read);
  return read;
}

ReaderConfig Config(size_t block_size, size_t frame_limit) {
  ReaderConfig config;
  config.limits = {block_size, frame_limit};
  config.files_at_once = 1;
  return config;
}

std::string Frame(std::string_view text) {
  std::string frame(ZSTD_compressBound(text.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), text.data(), text.size(), 1));
  return frame;
}

// Compresses a text to frames of random sizes that end anywhere, as other programs make them.
std::string Frames(const std::string& text, RandomText* random) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t size = std::min<size_t>(random->Below(3000), text.size() - at);
    out += Frame(std::string_view(text).substr(at, size));
    at += size;
  }
  return out;
}

// Returns either short lines or a few lines that are longer than many blocks.
std::string MakeLines(RandomText* random) {
  TextShape shape;
  shape.symbols = random->Below(8000);
  shape.line_ends = random->Chance(0.3) ? 0.0002 : 0.03;
  return random->Make(shape);
}

// Expects all records of `files` files that hold this text, in any order.
void ExpectRecords(const Read& read, const std::string& text, size_t files) {
  std::multiset<std::string> expected;
  for (size_t begin = 0, end; begin < text.size(); begin = end + 1) {
    end = std::min(text.find('\n', begin), text.size());
    for (size_t i = 0; i < files; ++i) expected.insert(text.substr(begin, end - begin));
  }
  std::multiset<std::string> seen(read.whole.begin(), read.whole.end());
  for (const auto& [number, record] : read.in_parts) {
    seen.insert(record.ends_with('\n') ? record.substr(0, record.size() - 1) : record);
  }
  EXPECT_TRUE(seen == expected);
}

uint64_t CountRecords(const std::string& text) {
  const auto ends = static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
  return ends + (text.empty() || text.ends_with('\n') ? 0 : 1);
}

TEST(BlockReaderTest, EveryByteComesOnceAndInOrder) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    const std::string text = MakeLines(&random);
    const std::string expected = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
    const std::string plain = scratch.Write("a.txt", text);
    const std::string framed = scratch.Write("a.zst", Frames(text, &random));
    const ReaderConfig config = Config(1 + random.Below(4000), random.Below(4000));
    for (const std::string& path : {plain, framed}) {
      const Corpus corpus = Corpus::Open({path}, LinesOnly());
      const Read read = ReadAll(corpus, config);
      EXPECT_EQ(read.text, expected);
      ExpectRecords(read, expected, 1);
      EXPECT_EQ(read.records, CountRecords(expected));
      EXPECT_EQ(read.input_bytes, corpus.total_bytes());
    }
  }
}

// The records of a plain file that begin in part `number` of `of`.
std::string NaivePart(const std::string& text, uint64_t number, uint64_t of) {
  std::string part;
  for (size_t begin = 0, end; begin < text.size(); begin = end) {
    end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const bool after_begin = begin >= text.size() * (number - 1) / of;
    if (after_begin && begin < text.size() * number / of) part += text.substr(begin, end - begin);
  }
  return part;
}

// Reads a part, with another reader for every few blocks.
Read ReadPart(const std::vector<std::string>& paths, uint64_t number, uint64_t of,
              RandomText* random) {
  InputOptions options = LinesOnly();
  options.part = {.number = number, .of = of};
  const Corpus corpus = Corpus::Open(paths, options);
  Read read;
  ReaderPosition position;
  const ReaderConfig config = Config(1 + random->Below(4000), random->Below(4000));
  // A reader may have to skip many blocks before it comes to its position.
  for (size_t blocks = 1; ReadSome(corpus, config, blocks, &position, &read); blocks *= 2) {
  }
  return read;
}

TEST(BlockReaderTest, PartsTogetherAreTheWhole) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    const std::string text = "a" + MakeLines(&random);
    const std::vector<std::string> paths = {scratch.Write("a.txt", text),
                                            scratch.Write("b.txt", ""),
                                            scratch.Write("c.zst", Frames(text, &random))};
    const uint64_t of = 1 + random.Below(random.Chance(0.1) ? 200 : 20);
    std::map<std::string, std::string> seen;
    uint64_t records = 0;
    for (uint64_t number = 1; number <= of; ++number) {
      const Read read = ReadPart(paths, number, of, &random);
      for (const auto& [path, part] : read.text_of) seen[path] += part;
      records += read.records;
      const Read plain = ReadPart({paths[0]}, number, of, &random);
      EXPECT_EQ(plain.text, NaivePart(text, number, of)) << "part " << number << " of " << of;
    }
    EXPECT_EQ(seen[paths[0]], text);
    EXPECT_EQ(seen[paths[2]], text);
    EXPECT_EQ(records, 2 * CountRecords(text));
  }
}

// Reads a few blocks, drops the reader and goes on from its position with a new one, again and
// again.
TEST(BlockReaderTest, GoesOnFromAnyPosition) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    const std::string text = MakeLines(&random);
    const std::string expected = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
    const std::vector<std::string> paths = {
        scratch.Write("a.txt", text), scratch.Write("a.zst", Frames(text, &random)),
        scratch.Write("b.txt", text), scratch.Write("one.zst", Frame(text))};
    const Corpus corpus = Corpus::Open(paths, LinesOnly());
    Read read;
    ReaderPosition position;
    for (bool more = true; more;) {
      ReaderConfig config = Config(1 + random.Below(4000), random.Below(4000));
      config.files_at_once = 1 + random.Below(4);
      more = ReadSome(corpus, config, 1 + random.Below(8), &position, &read);
      position = ReaderPositionFrom(ToJson(position));
    }
    for (const std::string& path : paths) {
      EXPECT_TRUE(read.text_of[path] == expected)
          << path << ": " << read.text_of[path].size() << " bytes read of " << expected.size();
    }
    ExpectRecords(read, expected, paths.size());
    EXPECT_EQ(read.records, CountRecords(expected) * paths.size());
  }
}

TEST(BlockReaderTest, ByteOrderMarksGo) {
  const Scratch scratch;
  const std::string mark = "\xEF\xBB\xBF";
  for (const std::string& text : {std::string("a\nb"), std::string(), std::string("\xEF\xBB x")}) {
    for (size_t block = 1; block < 8; ++block) {
      const Corpus once = Corpus::Open({scratch.Write("a", mark + text)}, LinesOnly());
      EXPECT_EQ(ReadAll(once, Config(block, block)).text, text);
      const Corpus twice = Corpus::Open({scratch.Write("b", mark + mark + text)}, LinesOnly());
      EXPECT_EQ(ReadAll(twice, Config(block, block)).text, mark + text);
      const Corpus none = Corpus::Open({scratch.Write("c", text)}, LinesOnly());
      EXPECT_EQ(ReadAll(none, Config(block, block)).text, text);
    }
  }
}

TEST(BlockReaderTest, JsonLines) {
  const Scratch scratch;
  const std::string lines = "{\"text\":\"a\\nb\"}\n\n{\"text\":\"词\"}\r\n{\"text\":\"last\"}";
  const Corpus corpus = Corpus::Open({scratch.Write("a.jsonl", lines)}, {});
  for (const size_t block : {1, 5, 20, 1000}) {
    const Read read = ReadAll(corpus, Config(block, 100));
    EXPECT_EQ(read.text, "a\nb\n词\nlast\n");
    EXPECT_EQ(read.whole, (std::vector<std::string>{"a\nb", "词", "last"}));
    EXPECT_EQ(read.records, 3U);
  }
}

TEST(BlockReaderTest, BadJsonLinesAreNamedOrCounted) {
  const Scratch scratch;
  const std::string path =
      scratch.Write("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\n{\"other\":\"b\"}\n{\"text\":3}\n");
  InputOptions options;
  try {
    ReadAll(Corpus::Open({path}, options), Config(20, 100));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("a.jsonl: offset 13: "), std::string::npos)
        << error.what();
  }
  options.skip_bad_records = true;
  const Read read = ReadAll(Corpus::Open({path}, options), Config(20, 100));
  EXPECT_EQ(read.records, 1U);
  EXPECT_EQ(read.bad_records, 3U);
}

TEST(BlockReaderTest, AJsonLineTooLongToHoldIsNamed) {
  const Scratch scratch;
  const Corpus corpus = Corpus::Open(
      {scratch.Write("a.jsonl", "{\"text\":\"" + std::string(5000, 'x') + "\"}\n")}, {});
  ReaderConfig config = Config(100, 100);
  config.max_record = 1000;
  EXPECT_THROW(ReadAll(corpus, config), InputError);
  config.max_record = 10'000;
  EXPECT_EQ(ReadAll(corpus, config).records, 1U);
}

TEST(BlockReaderTest, ALineThatCannotBeDividedIsNamed) {
  struct NowhereRule : SplitRule {
    SplitPoint Find(std::string_view, size_t) const override { return {}; }
  };
  const NowhereRule rule;
  const Scratch scratch;
  const Corpus corpus = Corpus::Open({scratch.Write("a", "x\n" + std::string(5000, 'x'))}, {});
  const auto read = [&](size_t most) {
    ReaderConfig config = Config(100, 100);
    config.max_undivided = most;
    BlockReader reader(corpus, config, rule);
    std::string text;
    for (Block block; reader.HandOut(&block); reader.Finish(&block)) {
      reader.Load(&block);
      reader.Stitch(&block);
      reader.Parse(&block);
      text.append(block.lead.bytes).append(block.body.bytes);
    }
    return text;
  };
  EXPECT_EQ(read(5000), "x\n" + std::string(5000, 'x'));
  try {
    read(1000);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("/a: offset 2: this line cannot be split"),
              std::string::npos)
        << error.what();
  }
}

TEST(BlockReaderTest, DamagedFramesAreCorruption) {
  const Scratch scratch;
  RandomText random(1);
  const std::string bytes = Frames(random.Make({.symbols = 5000}), &random);
  for (size_t size = 5; size < bytes.size(); size += 97) {
    // If the file happens to end between two frames, nothing is thrown.
    const Corpus corpus = Corpus::Open({scratch.Write("a.zst", bytes.substr(0, size))}, {});
    try {
      ReadAll(corpus, Config(1000, 5000));
    } catch (const CorruptionError& error) {
      EXPECT_NE(std::string(error.what()).find("a.zst"), std::string::npos);
    }
  }
  EXPECT_THROW(
      ReadAll(Corpus::Open({scratch.Write("b.zst", bytes + "rubbish")}, {}), Config(1000, 5000)),
      CorruptionError);
}

TEST(BlockReaderTest, AFileThatGrowsIsNoticed) {
  const Scratch scratch;
  const std::string path = scratch.Write("a.txt", "one\ntwo\n");
  const Corpus corpus = Corpus::Open({path}, {});
  const AnywhereSplitRule rule;
  BlockReader reader(corpus, Config(4, 4), rule);
  Block block;
  ASSERT_TRUE(reader.HandOut(&block));
  scratch.Write("a.txt", "one\ntwo\nthree\n");
  EXPECT_THROW(reader.Finish(&block), InputError);
  EXPECT_THROW(ReadAll(corpus, Config(4, 4)), InputError);
}

TEST(BlockReaderTest, AFileThatShrinksIsNoticedAndKillsNobody) {
  const Scratch scratch;
  const std::string path = scratch.Write("a.txt", std::string(1 << 20, 'x'));
  const Corpus corpus = Corpus::Open({path}, {});
  const AnywhereSplitRule rule;
  BlockReader reader(corpus, Config(1 << 20, 4), rule);
  Block block;
  ASSERT_TRUE(reader.HandOut(&block));
  std::filesystem::resize_file(path, 100);
  reader.Load(&block);
  EXPECT_EQ(std::count(block.loaded.begin(), block.loaded.end(), 'q'), 0);  // reads every page
  EXPECT_THROW(reader.Finish(&block), InputError);
}

}  // namespace
}  // namespace ciku
