#include "io/lexicons/lexicon_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "tests/read_lexicon.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

struct Case {
  std::string text;
  std::string expected;
  std::string name = "lexicon";
};

class LexiconFileTest : public testing::Test {
 protected:
  // Returns the format and the entries, "tsv|词典=3|语言", or the message without the path.
  std::string Read(std::string_view text, std::string_view name = "lexicon",
                   std::optional<LexiconFormat> format = {}) const {
    const std::string path = scratch_.Write(std::string(name), text);
    try {
      LexiconReader reader(path, format);
      std::string seen(LexiconFormatName(reader.format()));
      for (LexiconEntry entry; reader.Next(&entry);) {
        seen += "|" + entry.word + (entry.count ? fmt::format("={}", *entry.count) : "");
      }
      return seen;
    } catch (const InputError& error) {
      return std::string(error.what()).substr(path.size());
    }
  }

  void Check(const std::vector<Case>& cases, std::optional<LexiconFormat> format = {}) const {
    for (const auto& [text, expected, name] : cases) {
      EXPECT_EQ(Read(text, name, format), expected) << testing::PrintToString(text);
    }
  }

  // Checks that the line is refused, by its format and for this reason.
  void CheckRefused(std::string_view text, int line, const std::string& format,
                    const std::string& reason, std::optional<LexiconFormat> named = {}) const {
    const std::string expected = fmt::format(
        ": line {} does not fit the lexicon format {}: {}; if that is not the format, "
        "name it with --lexicon-format",
        line, format, reason);
    EXPECT_EQ(Read(text, "lexicon", named), expected) << testing::PrintToString(text);
  }

  const Scratch scratch_;
};

const std::string kTsv = "tsv (a word, a tab and a count)";
const std::string kCsv = "csv (a word, a comma and a count)";
const std::string kJsonLines = R"(jsonl ({"word":"...","count":1}))";
const std::string kJieba = "jieba (a word, a count and a tag)";
const std::string kHanlp = "hanlp (a word, a tag and a count)";
constexpr const char* kNoCount = "it has no count";

TEST_F(LexiconFileTest, EveryFormatIsToldFromItsLines) {
  Check({{"中国\t12\nT恤\t3\n", "tsv|中国=12|T恤=3"},
         {"\uFEFF中国\t12\r\n\r\nT恤\t3", "tsv|中国=12|T恤=3"},
         {"word\tcount\tentropy\n中国\t12\t0.5\nT恤\t3\n", "tsv|中国=12|T恤=3"},
         {"count\tentropy\tword\n12\t0.5\t中国\n3\t\tT恤\n", "tsv|中国=12|T恤=3"},
         {"word\tentropy\n中国\t0.5\n", "tsv|中国"},
         {"中国 12 ns\nT恤 3\n", "jieba|中国=12|T恤=3"},
         {"中国 ns 12\nT恤 n 2 nz 1\n", "hanlp|中国=12|T恤=3"},
         {"中国\tns\t12\nT恤\tn\t3\n", "hanlp|中国=12|T恤=3"},
         {"{\"word\":\"中国\",\"count\":12,\"x\":[]}\n{\"count\":3,\"word\":\"T恤\"}",
          "jsonl|中国=12|T恤=3"},
         {"word,count\r\n中国,12\r\n\"T恤\",3\r\n", "csv|中国=12|T恤=3"},
         {"count,\"x,y\",word\n12,,\"中,\"\"国\"\n", "csv|中,\"国=12"},
         {"中国,12\nT恤 , 3\n", "csv|中国=12|T恤=3"},
         {"中国\nT恤\n", "words|中国|T恤"},
         {"New York\nLos Angeles\nvitamin c\n", "words|New York|Los Angeles|vitamin c"},
         {"1,000\n$\n{\n,\n\"\n2016\n", "words|1,000|$|{|,|\"|2016"},
         {"2,4,6-三硝基甲苯\n,5\n", "words|2,4,6-三硝基甲苯|,5"},
         {"", "words"},
         {" \n\t\n\u3000\n", "words"}});
}

TEST_F(LexiconFileTest, BlanksAtTheEndsAreNoPartOfAWord) {
  Check({{"词典 \n　词典\n\u00A0词典\u2003\n词典\u200B\n\uFEFF词典\n",
          "words|词典|词典|词典|词典|词典"},
         {"词典 100 \n", "jieba|词典=100"},
         {"词典  100\n", "jieba|词典=100"},
         {"词典　100\t\n", "jieba|词典=100"},
         {" 词典\u00A0100 n \n", "jieba|词典=100"},
         {"词典 nz  100\n", "hanlp|词典=100"},
         {"\uFEFF词典 nz 100\n\uFEFF\uFEFF语言 n 5\n", "hanlp|词典=100|语言=5"},
         {" 词典 \t 100 \n", "tsv|词典=100"},
         {"词典\t\t\t100\n词库\t5\t\n", "tsv|词典=100|词库=5"},
         {"machine learning \t100\n", "tsv|machine learning=100"},
         {"\uFEFFword\tcount\n\uFEFF词典 \t100\n", "tsv|词典=100"},
         {" 词典 , 100 \n\" 语言 \",5\n", "csv|词典=100|语言=5"},
         {" {\"word\":\" 词典\\t\",\"count\":100}\n", "jsonl|词典=100"}});
}

// Mining all characters can find such words.
TEST_F(LexiconFileTest, AWordMayBeNothingButBlanks) {
  Check({{" \t100\n词\t5\n", "tsv| =100|词=5"},
         {"word\tcount\tx\n\u3000\t100\t\n", "tsv|\u3000=100"},
         {"word,count\n\" \",100\n", "csv| =100"},
         {"{\"word\":\"\\t\",\"count\":100}\n", "jsonl|\t=100"}});
}

TEST_F(LexiconFileTest, CountsAndTagsMayBeMissing) {
  Check(
      {{"云计算 5\n创新办 3 i\n台中\n台北\n高雄\n", "jieba|云计算=5|创新办=3|台中|台北|高雄"},
       {"台中\n台北\n高雄\n凱特琳 nz\n云计算 5\n", "jieba|台中|台北|高雄|凱特琳|云计算=5"},
       {"中国 ns\nT恤 n\n", "jieba|中国|T恤"},
       {"中国 ns\nT恤\n", "jieba|中国|T恤"},
       {"希望 v 7685 vn 616\n北京 ns 3\n很好 a 5\n词典\n", "hanlp|希望=8301|北京=3|很好=5|词典"},
       {"希望 v 7685 vn\n北京\n词典 n\n很好\niPhone nz\n", "hanlp|希望=7685|北京|词典|很好|iPhone"},
       {"词典\tn\t3\n机器 学习\tnz\n北京\n", "hanlp|词典=3|机器 学习|北京"},
       {"中国\n\"T恤\"\n", "csv|中国|T恤", "words.csv"},
       {"word\n中国\n", "csv|中国", "words.csv"},
       {"word\n中国\n", "tsv|中国", "words.tsv"},
       {"word\n中国\n", "words|word|中国", "words.txt"}});
}

TEST_F(LexiconFileTest, PhrasesStayTogether) {
  Check(
      {{"machine learning 100\ndeep learning 90\n", "jieba|machine learning=100|deep learning=90"},
       {"machine learning 100 nz\ndeep learning\n", "jieba|machine learning=100|deep learning"},
       {"vitamin c 100\nmachine learning 90\n", "jieba|vitamin c=100|machine learning=90"},
       {"2016 5\n4 people 3\n", "jieba|2016=5|4 people=3"},
       {"machine  learning\t100\n", "tsv|machine  learning=100"}});
}

TEST_F(LexiconFileTest, WhatCouldBeSeveralFormatsIsRefused) {
  const std::string remedy = "; name the format with --lexicon-format";
  const std::string phrase = " is a phrase, or a word with a count and a tag" + remedy;
  const std::string sign =
      " seems to hold a count, but counts stand after a tab, a blank or a comma" + remedy;
  const auto json = [](int line) {
    return fmt::format(
        ": line {} is JSON, but no object on a line of its own, as lexicons have them", line);
  };
  Check({{"vitamin c 100\n", ": line 1" + phrase},
         {"hit list\n\ntop 10 songs\n", ": line 3" + phrase},
         {"苹果 15 pro\n", ": line 1" + phrase},
         {"词典;5\n语言;3\n", ": line 1" + sign},
         {"词典;5\n语言;3\n", ": line 1" + sign, "lexicon.csv"},
         {"词典：5\n", ": line 1" + sign}});
  CheckRefused("机器 学习 100\n深度 学习 90\n维生素 c 50\n", 3, kJieba,
               "'c' could also be a tag of format hanlp");
  CheckRefused("云计算 5\n苹果 15 n\ntop 10 songs\n", 3, kJieba, "'songs' is no known tag");
  CheckRefused("云计算 5\n创新办 3 i 0.5\n", 2, kJieba, "it has 4 columns");
  Check({{"创新办 3 i x\n", ": line 1" + phrase},
         {"苹果 15 pro max\n", ": line 1" + phrase},
         {"[\n{\"word\": \"词典\"}]\n", json(2)},
         {"[{\"word\": \"词典\"}]\n", json(1)},
         {"[\"词典\", \"语言\"]\n", json(1)},
         {"{\n  \"词典\": 5\n}\n", json(2)},
         {"[\n\\\n]\n{\n", "words|[|\\|]|{"},
         {"[\n\"\n", "words|[|\""}});
}

TEST_F(LexiconFileTest, ANamedFormatTakesEveryTagAndPhrase) {
  Check({{"vitamin c 100\n", "jieba|vitamin c=100"},
         {"云计算 5 mytag\n", "jieba|云计算=5"},
         {"希望 v 7685\n", "jieba|希望 v=7685"},
         {"云计算\t5\n", "jieba|云计算=5"}},
        LexiconFormat::kJieba);
  Check({{"vitamin c 100\n", "hanlp|vitamin=100"},
         {"machine learning 100 deep 5\n", "hanlp|machine=105"},
         {"machine learning\n", "hanlp|machine"}},
        LexiconFormat::kHanlp);
  Check({{"词典 100\na\tb\n{\"\n", "words|词典 100|a\tb|{\""}}, LexiconFormat::kWords);
  Check({{"word\n词典\n", "tsv|词典"}, {"词典 n\t5\n", "tsv|词典 n=5"}}, LexiconFormat::kTsv);
  Check({{"词典\n语言\n", "csv|词典|语言"}}, LexiconFormat::kCsv);
  CheckRefused("词典 100\n", 1, kTsv, kNoCount, LexiconFormat::kTsv);
  CheckRefused("词典\n", 1, kJsonLines, "it is no JSON object", LexiconFormat::kJsonLines);
  EXPECT_THROW(LexiconReader(scratch_.Write("a", ""), LexiconFormat::kSentencePiece), UsageError);
}

TEST_F(LexiconFileTest, DictionariesOfRime) {
  const std::string begin = "# comment\n\n---\nname: luna\nversion: \"1\"\n";
  EXPECT_EQ(
      Read(begin + "...\n# comment\n词典\tci dian\t5\n\n北京\tbei jing\n的\tde\t0\n得\tde\t50%\n"),
      "rime|词典=5|北京|的|得");
  EXPECT_EQ(Read(begin + "columns: [ weight, \"text\" ] # c\n...\n5\t词典 \n"), "rime|词典=5");
  EXPECT_EQ(Read(begin + "columns:\n  - weight # c\n  - text\nsort: by_weight\n...\n5\t词典\n"),
            "rime|词典=5");
  EXPECT_EQ(Read(begin + "columns: [text]\n...\n# 词典\n# no comment\n#词典\n"), "rime|#词典");
  EXPECT_EQ(Read("name: luna\n...\n词典\n", "luna.dict.yaml.gz"), "rime|词典");
  EXPECT_EQ(Read("---\n...\n"), "words|---|...");
  CheckRefused(begin + "...\n词典\ta\t1.5\n", 7, "rime (the columns that its header names)",
               "'1.5' is no whole number below 2^64");
  CheckRefused(begin + "...\n词典\ta\t5\tx\n", 7, "rime (the columns that its header names)",
               "it has 4 columns, and 3 are known");
  EXPECT_EQ(
      Read(begin, "luna.dict.yaml"),
      ": line 5 is not in the header of a dictionary for Rime: no line with three dots ends it");
  EXPECT_EQ(Read(begin + "columns: [code]\n...\n"),
            ": line 7 ends a header for Rime whose columns do not include the text");
}

TEST_F(LexiconFileTest, CompressedAsInputsMayBe) {
  const std::string text = "中国\t12\n";
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 1));
  EXPECT_EQ(Read(packed), "tsv|中国=12");
}

TEST_F(LexiconFileTest, TagsOfOtherKindsNeedANamedFormat) {
  for (const char* tag : {"nz/n", "n,v", "名", "-", "ORG-1"}) {
    const std::string text = fmt::format("甲乙 5 {}\n丙丁 3 n\n", tag);
    CheckRefused(text, 1, "jieba (a word, a count and a tag)",
                 fmt::format("'{}' is no known tag", tag));
    EXPECT_EQ(Read(text, "lexicon", LexiconFormat::kJieba), "jieba|甲乙=5|丙丁=3");
  }
}

TEST_F(LexiconFileTest, CountsBeforeWordsAreRefused) {
  const std::string reason =
      ": line 1 seems to begin with a count, as of `uniq -c`, but counts stand behind words; name "
      "the format with --lexicon-format";
  Check({{"      5 词典\n     12 我们\n", reason}, {"5,词典\n7,我们\n", reason}});
  EXPECT_EQ(Read("5 词典\n", "lexicon", LexiconFormat::kWords), "words|5 词典");
  Check({{"3 月\n词典\n语言\n", "words|3 月|词典|语言"}});
}

TEST_F(LexiconFileTest, FrequenciesAreCountsWhereThereAreNoOthers) {
  Check({{"word\tfrequency\n词典\t5\n", "tsv|词典=5"},
         {"freq,word\n5,词典\n", "csv|词典=5"},
         {"word\tfrequency\tcount\n词典\t5\t3\n", "tsv|词典=3"}});
}

TEST_F(LexiconFileTest, BrokenLinesAreNamed) {
  const std::string good = "甲\t1\n乙\t2\n丙\t3\n";
  EXPECT_EQ(Read(good), "tsv|甲=1|乙=2|丙=3");
  CheckRefused(good + "丁\n", 4, kTsv, kNoCount);
  CheckRefused("甲\n乙\n丙\n丁\t5\n", 1, kTsv, kNoCount);
  CheckRefused(good + "\t1\n", 4, kTsv, "it has no word");
  CheckRefused(good + "丁\t\n", 4, kTsv, kNoCount);
  CheckRefused("甲\t5\t0.5\n", 1, kTsv,
               "it has 3 columns, and no first line names them (word, count, ...)");
  const std::string no_header = "it has no count and, as a header, no column 'word'";
  CheckRefused("词\t频率\n" + good, 1, kTsv, no_header);
  CheckRefused("词,频率\n甲,5\n", 1, kCsv, no_header);
  CheckRefused("word\tcount\n甲\t5\t6\n", 2, kTsv, "it has 3 columns, and 2 are known");
  CheckRefused("word\tcount\tx\n甲\t\t6\n", 2, kTsv, "its count is empty");
  CheckRefused("word\tcount\tx\n甲\n", 2, kTsv, "its count is empty");
  CheckRefused("word\tcount\tx\n\t5\t6\n", 2, kTsv, "it has no word");
  CheckRefused("甲,5\n乙,\n丙,5\n", 2, kCsv, "its count is empty");
  CheckRefused("甲,5\n乙\n丙,5\n", 2, kCsv, "its count is empty");
  CheckRefused("甲\n乙\n丙,5\n", 3, kCsv, "it has 2 columns, and 1 are known");
  CheckRefused("甲,,5\n", 1, kCsv,
               "it has 3 columns, and no first line names them (word, count, ...)");
  CheckRefused("甲,5,n\n", 1, kCsv,
               "it has 3 columns, and no first line names them (word, count, ...)");
  CheckRefused("甲,5\n\"乙\n\",5\n丙,5\n", 2, kCsv, "its quotes are not those of RFC 4180");
  CheckRefused("{\"word\":\"a\"}\n{\"word\":1}\n", 2, kJsonLines, "it has no text as 'word'");
  CheckRefused("{\"word\":\"\"}\n", 1, kJsonLines, "it has no word");
  CheckRefused("{\"text\":\"a\"}\n", 1, kJsonLines, "it has no text as 'word'");
  CheckRefused("甲 n 1\n乙 n 1\n丙 1\n", 3, kHanlp, "no tag is before '1'");
  CheckRefused("甲 n 1\n乙 tag 1\n", 2, kHanlp, "'tag' is no known tag");
  EXPECT_EQ(Read("甲\t1\n\xFF\t2\n"),
            ": line 2 is not valid UTF-8, as lexicons are; convert it, for example with iconv");
  for (const char* lines : {"甲\r乙\r", "甲 乙\r丙 6\n"}) {
    EXPECT_THAT(Read(lines),
                testing::HasSubstr("holds a carriage return; lines end in LF or CRLF"));
  }
  EXPECT_EQ(Read(std::string(3'000'000, 'a')), ": line 1 is longer than 1048576 bytes");
}

TEST_F(LexiconFileTest, CountsAreWholeNumbers) {
  for (const std::string count : {"1.5", "1e5", "-3", "+3", "18446744073709551616", "5%", "1,000",
                                  "５", "99999999999999999999999"}) {
    SCOPED_TRACE(count);
    const std::string reason = fmt::format("'{}' is no whole number below 2^64", count);
    CheckRefused("甲\t1\n乙\t" + count + "\n", 2, kTsv, reason);
    CheckRefused("甲\t" + count + "\n", 1, kTsv, reason);
    CheckRefused("word\tcount\n甲\t" + count + "\n", 2, kTsv, reason);
    CheckRefused("word,count\n甲,\"" + count + "\"\n", 2, kCsv, reason);
    CheckRefused("甲 1\n乙 " + count + "\n", 2, kJieba, reason);
    CheckRefused("甲 " + count + "\n乙\n", 1, kJieba, reason);
    CheckRefused("甲 " + count + " n\n", 1, kJieba, reason);
    CheckRefused("甲 n " + count + "\n", 1, kHanlp, reason);
  }
  for (const std::string count : {"1.5", "1e5", "-3", "18446744073709551616", "\"3\"", "null"}) {
    CheckRefused("{\"word\":\"甲\",\"count\":" + count + "}\n", 1, kJsonLines,
                 "its 'count' is no whole number below 2^64");
  }
  const std::string most = "18446744073709551615";
  EXPECT_EQ(Read("甲\t" + most + "\n"), "tsv|甲=" + most);
  EXPECT_EQ(Read("甲 n " + most + " v 0\n"), "hanlp|甲=" + most);
  CheckRefused("甲 n " + most + " v 1\n", 1, kHanlp, "its counts add up to 2^64 or more");
}

// Lines of nothing but words do not decide, however many there are.
TEST_F(LexiconFileTest, ALateLineTellsTheFormat) {
  std::string words;
  for (int i = 0; i < 100'000; ++i) words += "词典\n";
  EXPECT_EQ(Read(words + "云计算 5\n").substr(0, 5), "jieba");
  CheckRefused(words + "云计算\t5\n", 1, kTsv, kNoCount);
  // Others do; the late line is then an error.
  CheckRefused(std::string("甲\t5\n") + words, 2, kTsv, kNoCount);
}

}  // namespace
}  // namespace ciku
