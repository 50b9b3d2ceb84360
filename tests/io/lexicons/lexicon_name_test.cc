#include "io/lexicons/lexicon_name.h"

#include <gtest/gtest.h>

namespace ciku {
namespace {

TEST(LexiconNameTest, TellsTheFormatOfALexicon) {
  const auto format = [](std::string_view path) { return LexiconFormatByName(path); };
  EXPECT_EQ(format("a.tsv"), LexiconFormat::kTsv);
  EXPECT_EQ(format("b.csv/a.CSV.gz"), LexiconFormat::kCsv);
  EXPECT_EQ(format("a.jsonl.zst"), LexiconFormat::kJsonLines);
  EXPECT_EQ(format("a.Json"), LexiconFormat::kJsonLines);
  EXPECT_EQ(format("a.dict.yaml.xz"), LexiconFormat::kRime);
  for (const char* path : {"", "-", "a", "a.txt", "a.yaml", "csv", "a.csv/b", "a.csv.gz.gz"}) {
    EXPECT_EQ(format(path), std::nullopt) << path;
  }
}

TEST(LexiconNameTest, NamesADictionaryForRime) {
  EXPECT_EQ(RimeNameFor("folder/luna.dict.yaml"), "luna");
  EXPECT_EQ(RimeNameFor("luna.dict.yaml.gz"), "luna");
  EXPECT_EQ(RimeNameFor("luna.txt"), "luna.txt");
  EXPECT_EQ(RimeNameFor("-"), "ciku");
  EXPECT_EQ(RimeNameFor("folder/.dict.yaml"), "ciku");
}

}  // namespace
}  // namespace ciku
