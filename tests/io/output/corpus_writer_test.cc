#include "io/output/corpus_writer.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "io/files/spill_folder.h"
#include "io/input/block_reader.h"
#include "io/input/split_rule.h"
#include "io/records/json_records.h"

namespace ciku {
namespace {

std::vector<std::string> RandomTexts(uint32_t seed, size_t count, size_t longest) {
  std::mt19937 random(seed);
  const std::vector<std::string> symbols = {"词", "a", "\n", "\r\n", "\"", "\\", "𠀀", "\t", " "};
  std::vector<std::string> texts(count);
  for (std::string& text : texts) {
    for (size_t size = random() % longest; size > 0; --size) {
      text += symbols[random() % symbols.size()];
    }
  }
  return texts;
}

// What the texts are as JSON lines.
std::string AsJsonLines(const std::vector<std::string>& texts) {
  std::string lines;
  for (const std::string& text : texts) AppendJsonLine(text, &lines);
  return lines;
}

// Reads a corpus, and its records as JSON lines.
std::string ReadBack(const Corpus& corpus) {
  ReaderConfig config;
  config.limits = {size_t{1} << 16, size_t{1} << 23};
  config.files_at_once = 1;
  config.max_record = size_t{1} << 25;
  config.keep_json = true;
  const AnywhereSplitRule rule;
  BlockReader reader(corpus, config, rule);
  std::string lines;
  for (Block block; reader.HandOut(&block); reader.Finish(&block)) {
    reader.Load(&block);
    reader.Stitch(&block);
    reader.Parse(&block);
    lines += block.lead.bytes;
    lines += block.body.bytes;
  }
  return lines;
}

Corpus Kept(const std::vector<std::string>& texts, const std::string& name = "texts",
            SpillFolder* spills = nullptr) {
  CorpusWriter writer(name, spills);
  for (const std::string& text : texts) writer.Add(text);
  EXPECT_EQ(writer.texts(), texts.size());
  return writer.Finish();
}

TEST(CorpusWriterTest, EachTextIsARecord) {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<std::string> texts = RandomTexts(seed, 300, seed % 2 == 0 ? 20 : 10'000);
    const Corpus corpus = Kept(texts);
    const std::string expected = AsJsonLines(texts);
    EXPECT_EQ(ReadBack(corpus), expected);
    EXPECT_EQ(ReadBack(corpus), expected) << "the second time";
  }
}

TEST(CorpusWriterTest, NoTexts) { EXPECT_EQ(ReadBack(Kept({})), ""); }

TEST(CorpusWriterTest, LongText) {
  const std::vector<std::string> texts = {std::string(5'000'000, 'a'), "b"};
  EXPECT_EQ(ReadBack(Kept(texts)), AsJsonLines(texts));
}

TEST(CorpusWriterTest, CountsItsFile) {
  SpillFolder spills;
  const Corpus corpus = Kept(RandomTexts(1, 1000, 1000), "texts", &spills);
  EXPECT_EQ(spills.bytes(), corpus.total_bytes());
}

}  // namespace
}  // namespace ciku
