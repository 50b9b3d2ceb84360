#include "io/records/wiki_dump.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/error.h"
#include "io/records/wikitext.h"
#include "tests/document_reading.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

using PageTexts = std::vector<std::string>;

const std::string kDumpStart =
    "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\">\n"
    "  <siteinfo><sitename>x</sitename><namespaces><namespace key=\"0\" /></namespaces>"
    "</siteinfo>\n";
const std::string kDumpEnd = "</mediawiki>\n";

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '\r':
        out += "&#13;";  // XML turns it into a line end otherwise
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Returns a page with these elements before its revision, and these in it.
std::string DumpPage(const std::string& elements, const std::string& revision) {
  return "  <page>\n    <title>词</title>\n    " + elements + "\n    <id>1</id>\n    <revision>\n" +
         "      <id>2</id>\n      <contributor><username>x</username></contributor>\n      " +
         revision + "\n    </revision>\n  </page>\n";
}

std::string DumpTextPage(const std::string& wikitext) {
  return DumpPage("<ns>0</ns>", "<model>wikitext</model><text bytes=\"3\" xml:space=\"preserve\">" +
                                    Escaped(wikitext) + "</text>");
}

DocumentTexts ParseDump(std::string_view bytes, bool skip_bad = false) {
  DocumentTexts read;
  ReadPart(ParsePages, bytes, 0, skip_bad, &read);
  return read;
}

TEST(WikiDumpTest, DumpsAreTold) {
  EXPECT_TRUE(IsWikiDump(kDumpStart));
  EXPECT_TRUE(IsWikiDump("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<mediawiki>"));
  EXPECT_FALSE(IsWikiDump("<mediawikis>"));
  EXPECT_FALSE(IsWikiDump("text <mediawiki>"));
  EXPECT_FALSE(IsWikiDump(""));
}

TEST(WikiDumpTest, TextsOfPages) {
  const DocumentTexts read =
      ParseDump(kDumpStart + DumpTextPage("'''词'''<ref>x</ref>&amp;[[a|典]]") + DumpTextPage("") +
                DumpTextPage("第二\n\n页") + kDumpEnd);
  EXPECT_EQ(read.texts, (PageTexts{"词&典", "", "第二\n页"}));
  EXPECT_EQ(read.records, 3U);
  EXPECT_EQ(read.passed_over, 0U);
  EXPECT_EQ(ParseDump("").records, 0U);
  EXPECT_EQ(ParseDump(kDumpStart + kDumpEnd).records, 0U);
}

TEST(WikiDumpTest, WhichPagesHoldTexts) {
  const std::string text = "<text>词</text>";
  const std::vector<std::pair<std::string, bool>> pages = {
      {DumpPage("<ns>0</ns>", text), true},
      {DumpPage("<ns>0</ns>", "<model>wikitext</model><format>text/x-wiki</format>" + text), true},
      {DumpPage("<ns>0</ns>", "<model>javascript</model>" + text), false},
      {DumpPage("<ns>1</ns>", text), false},
      {DumpPage("<ns>10</ns>", text), false},
      {DumpPage("<ns>0</ns><redirect title=\"x\" />", text), false},
      {DumpPage("<ns>0</ns>", "<text>#REDIRECT [[x]]</text>"), false},
      {DumpPage("<ns>0</ns>", "<text>\n#redirect[[x]]</text>"), false},
      {DumpPage("<ns>0</ns>", "<text>#重定向 [[x]]</text>"), false},
      {DumpPage("<ns>0</ns>", "<text># 一\n# 二</text>"), true},
      {DumpPage("<ns>0</ns>", "<text deleted=\"deleted\" />"), true},
      {DumpPage("<ns>0</ns>", "<comment>词</comment>"), false},
      {DumpPage("<ns>0</ns>", "<content><role>x</role><text>词</text></content>"), false},
      {"<page><title>词</title><ns>0</ns><text>词</text></page>", false},
      {"<page><title>Re:词</title><revision><text>词</text></revision></page>", true},
      {"<page><title>模板:词</title><revision><text>词</text></revision></page>", false},
      {"<page><title>User talk:词</title><revision><text>词</text></revision></page>", false},
  };
  for (const auto& [page, taken] : pages) {
    const DocumentTexts read = ParseDump(page);
    EXPECT_EQ(read.records, taken ? 1U : 0U) << page;
    EXPECT_EQ(read.passed_over, taken ? 0U : 1U) << page;
  }
}

TEST(WikiDumpTest, TheLastRevisionCounts) {
  const auto revision = [](const std::string& text) {
    return "<revision><model>wikitext</model><text>" + text + "</text></revision>";
  };
  EXPECT_EQ(ParseDump("<page><ns>0</ns>" + revision("一") + revision("二") + "</page>").texts,
            PageTexts{"二"});
  EXPECT_EQ(ParseDump("<page><ns>0</ns>" + revision("一") + "<revision /></page>").passed_over, 1U);
  // Slots other than the main one have their texts in <content>.
  EXPECT_EQ(ParseDump(DumpPage("<ns>0</ns>",
                               "<text>一</text><content><model>json</model><text>二</text>"
                               "</content>"))
                .texts,
            PageTexts{"一"});
}

TEST(WikiDumpTest, BadPagesAreNamedWithPlaceAndReason) {
  const std::string good = DumpTextPage("好");
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"<page><title>x</page>", "mismatched tag"},
      {"<page><text>a & b</text></page>", "not well-formed (invalid token)"},
      {"<page><text>&nbsp;</text></page>", "undefined entity"},
      {"<page><!DOCTYPE x [<!ENTITY a \"b\">]></page>", "not well-formed (invalid token)"},
      {"<page><text a=1></text></page>", "not well-formed (invalid token)"},
      {"<page><title>x</title>", "it is cut off"},
  };
  for (const auto& [page, reason] : bad) {
    const std::string path = "f.xml";
    try {
      ParsePages({good + "\n" + page, {&path}}, false, [](std::string_view, size_t) {});
      ADD_FAILURE() << page;
    } catch (const InputError& error) {
      EXPECT_EQ(error.what(), "f.xml: offset " + std::to_string(good.size() + 1) +
                                  ": this page is not well-formed XML (" + reason +
                                  "); get the file anew, or pass --skip-bad-records to leave such "
                                  "pages out");
    }
    const DocumentTexts read = ParseDump(good + page, true);
    EXPECT_EQ(read.texts, PageTexts{"好"}) << page;
    EXPECT_EQ(read.bad, 1U) << page;
  }
  const DocumentTexts read = ParseDump("x</page>" + good, true);
  EXPECT_EQ(read.bad, 1U);
  EXPECT_EQ(read.records, 1U);
}

TEST(WikiDumpTest, BytesThatXmlDoesNotAllowDoNotLoseThePage) {
  EXPECT_EQ(ParseDump(DumpTextPage("词\xFF典\xE4\xB8[[a\x80|b]]\xC0\x80")).texts,
            PageTexts{"词\xFF典\xFF\xFF"
                      "b\xFF\xFF"});
  EXPECT_EQ(ParseDump(DumpTextPage("词\x01典\x7F\uFFFE\uFFFF\xED\xA0\x80")).texts,
            PageTexts{"词\xFF典\x7F\xFF\xFF\xFF\xFF\xFF"});
  // The stand-in is another character for private use, unless bytes have to be replaced.
  EXPECT_EQ(ParseDump(DumpTextPage("词\U0010FFFD典")).texts, PageTexts{"词\U0010FFFD典"});
  EXPECT_EQ(ParseDump(DumpTextPage("词\U0010FFFD典\x80")).texts, PageTexts{"词\xFF典\xFF"});
  EXPECT_EQ(
      ParseDump("<page\xFF></page>", true).passed_over + ParseDump("<page><\xFF></page>", true).bad,
      1U);
}

TEST(WikiDumpTest, FinderFindsEndsAcrossStretches) {
  PageFinder finder;
  EXPECT_EQ(finder.Find("<page></pa").last, 0U);
  FoundEnds found = finder.Find("ge>x</page>y</pag");
  EXPECT_EQ(found.first, 3U);
  EXPECT_EQ(found.last, 11U);
  found = finder.Find("e");
  EXPECT_EQ(found.last, 0U);
  found = finder.Find(">");
  EXPECT_EQ(found.first, 1U);
  EXPECT_EQ(found.last, 1U);
  found = finder.Find("</page</page>");
  EXPECT_EQ(found.first, 13U);
  EXPECT_EQ(found.last, 13U);
  EXPECT_EQ(found.skip, 0U);
}

TEST(WikiDumpTest, RandomDumpsInAllStretches) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    std::string dump = kDumpStart;
    DocumentTexts expected;
    for (size_t i = random.Below(6); i > 0; --i) {
      if (random.Chance(0.3)) {
        dump += DumpPage("<ns>2</ns>", "<text>词</text>");
        ++expected.passed_over;
        continue;
      }
      const std::string wikitext = random.Make(
          {.symbols = random.Below(60), .separators = 0.2, .line_ends = 0.1, .invalid = 0});
      dump += DumpTextPage(wikitext + "<!-- & -->");
      expected.texts.push_back(ReduceWikitext(wikitext));
      ++expected.records;
    }
    dump += kDumpEnd;
    for (const size_t size : {1, 2, 3, 5, 6, 7, 8, 50, 300, 1 << 20}) {
      ASSERT_EQ(ReadInStretchesOf<PageFinder>(size, ParsePages, dump), expected) << size;
    }
  }
}

}  // namespace
}  // namespace ciku
