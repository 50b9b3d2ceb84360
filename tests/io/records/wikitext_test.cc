#include "io/records/wikitext.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "io/records/wikitext_pruner.h"
#include "tests/naive_wikitext.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

using WikitextCases = std::vector<std::pair<std::string, std::string>>;

std::string Repeat(std::string_view part, size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (size_t i = 0; i < times; ++i) text += part;
  return text;
}

void ExpectTexts(const WikitextCases& cases) {
  for (const auto& [wikitext, text] : cases) {
    EXPECT_EQ(ReduceWikitext(wikitext), text) << wikitext;
    EXPECT_EQ(NaiveReduce(wikitext), text) << "the oracle, of " << wikitext;
  }
}

TEST(WikitextTest, TextStaysAsItIs) {
  ExpectTexts({{"", ""},
               {"词典", "词典"},
               {"词典。\n第二行", "词典。\n第二行"},
               {"a < b, c > d; {x} [1] e|f 5 * 3 = 15 #1 it's -{ \xFF\xE4\xB8",
                "a < b, c > d; {x} [1] e|f 5 * 3 = 15 #1 it's -{ \xFF\xE4\xB8"}});
}

TEST(WikitextTest, CommentsAndElements) {
  ExpectTexts({
      {"词<!-- x\n\n{{ -->典", "词典"},
      {"词<ref>x</ref>典<ref name=\"a\" />。<ref\nname=a/>", "词典。"},
      {"词<REF>x</Ref \n>典", "词典"},
      {"词<ref>{{x</ref>典}}", "词典"},
      {"<ruby>漢<rp>(</rp><rt>ㄏㄢˋ</rt><rp>)</rp></ruby>字", "漢字"},
      {"词<math>x<0</math>典", "词 典"},
      {"词<math display=\"inline\">\\frac{1}{2}</math>典<code>a{{b</code>", "词 典"},
      {"词<syntaxhighlight lang=c>\nint [[main]]\n</syntaxhighlight>典", "词 典"},
      {"词<gallery>\nFile:a.jpg|词\n</gallery>典", "词\n典"},
      {"词<references><ref>x</ref></references>典<references/>", "词\n典"},
      {"词<templatestyles src=\"a\" />典", "词\n典"},
      {"<includeonly>x</includeonly><noinclude>词</noinclude>", "词"},
      {"<nowiki>[[词]] '''{{典}}''' <b> &lt; &quot;</nowiki>", "[[词]] '''{{典}}''' <b> < \""},
      {"词<nowiki/>典<nowiki />", "词典"},
      {"词<pre>\n* [[词]]\n\n= 典 =</pre>典", "词\n* [[词]]\n= 典 =\n典"},
      {"a{{b<nowiki>}}</nowiki>c}}d", "a d"},
      {"词<b>典</b><span style=\"{{x}}\">和</span><FONT color=red>语</FONT>", "词典和语"},
      {"一<br>二<br/>三<BR />四<p>五</p>六<div class=\"a\">七</div>八",
       "一\n二\n三\n四\n五\n六\n七\n八"},
      {"<ul><li>一</li><li>二</li></ul>", "一\n二"},
      {"<blockquote>词</blockquote><poem>典\n词</poem>", "词\n典\n词"},
      {"<1> <a@b> <词> </ b> <b", "<1> <a@b> <词> </ b> <b"},
      {"H<sub>2</sub>O", "H2O"},
  });
}

TEST(WikitextTest, TemplatesAndParameters) {
  ExpectTexts({
      {"词{{x}}典", "词 典"},
      {"词{{x|a=[[b]]|{{y|{{z}}}}}}典", "词 典"},
      {"词{{{1|典}}}", "词"},
      {"词{{{{{x}}}|典}}词", "词 词"},
      {"{{x\n|a = b\n}}词", "词"},
      {"词 {{x}} 典", "词 典"},
      {"{x} }x{ {{}}", "{x} }x{"},
      {"a{{{{x}}b}}c", "a c"},
      {"a{{{{{x}}b}}c", "a{ c"},
      {"a{{{x}}b", "a{ b"},
      {"a{{x}}}b", "a }b"},
  });
}

TEST(WikitextTest, Tables) {
  ExpectTexts({
      {"词\n{| class=\"x\"\n! a\n|-\n| b || c\n|}\n典", "词\n典"},
      {"{|\n| a\n{|\n| b\n|}\n| c\n|}\n词", "词"},
      {":{|\n|a\n |}词", "词"},
      {"{{x|\n{|\n|a\n|}}}词", "词"},
      {"{|\n| {{x|\n|}}\n|}\n词", "词"},
      {"{{x\n|}}词", "词"},
      {"词 {| a |} 典", "词 {| a |} 典"},
      {"{|\n| {{x\n|}\n词", "词"},
      {"{|\n|a\n|}}词", "}词"},
  });
}

TEST(WikitextTest, LanguageVariants) {
  ExpectTexts({
      {"-{词典}-", "词典"},
      {"-{zh-hans:词典; zh-hant:詞典}-", "词典"},
      {"-{zh-tw:詞典; zh-cn: 词典 ;}-", "词典"},
      {"-{zh-cn:一;zh-hans:二;zh-hk:三}-", "二"},
      {"-{zh-tw:一;zh-hk:二}-", "一"},
      {"-{zh:一;zh-cn:二}-", "二"},
      {"-{zh-hans:[[a|一&amp;]];zh-hant:二;}-x", "一&x"},
      {"-{sr-el:a;sr-ec:b}-", "a"},
      {"-{H|zh-hans:一;zh-hant:二}-词", "词"},
      {"-{T|zh-hans:一}--{D|x}--{-|zh-hans:一}--{N|zh-cn}-词", "词"},
      {"-{A|zh-hans:一;zh-hant:二}-词-{A;zh-cn|zh-cn:三}-", "一词三"},
      {"-{R|词;zh-cn:典}--{|x}--{zh-hans;zh-hant|詞}-", "词;zh-cn:典x詞"},
      {"-{[[a|b]]|c}-", "b|c"},
      {"-{词;典}-", "词;典"},
      {"-{http://x.com y}-", "y"},
      {"-{zh-hans:{{x}}一;zh-hant:{{y|-{z}-}}二}-", "一"},
      {"-{zh-hans:一-{a;zh-hant:b}-二;zh-hant:三}-", "一a;zh-hant:b二"},
      {"-{{x}}-", "- -"},
      {"-{{{x}}词}-", "词"},
      {"{{x|-{词}-}}典", "典"},
      {"-{词}-{典}-", "词{典}-"},
      {"词-{zh-hans:典\n\n语", "词-{zh-hans:典\n语"},
      {"}- 词 }-", "}- 词 }-"},
      {Repeat("-{", 100) + "-{词" + Repeat("}-", 101), "-{词}-"},
  });
}

TEST(WikitextTest, Links) {
  ExpectTexts({
      {"[[词|典]]和[[词典]]s[[词#典|]]", "典和词典s"},
      {"[[a|b|c]] [[a|'''b''' {{x}}]]", "b|c b"},
      {"[[:Category:词]] [[:File:a.jpg|词]] [[:en:x]]", "Category:词 词 en:x"},
      {"[[File:a.jpg|thumb|200px|词[[典|语]]和{{x}}\n* 词]]典", "典"},
      {"[[image:a]][[文件:a|词]][[檔案:词.png]][[Category:词|*]][[分類:词]][[ category : 词 ]]典",
       "典"},
      {"[[Fil:a.JPG|thumb|x]][[ja:词]][[zh-min-nan:x|y]][[simple:x]]典", "典"},
      {"[[Re:Zero]] [[mw:a|b]] [[w:词]] [[星際：a]]", "Re:Zero b w:词 星際：a"},
      {"[[AT&amp;T]] [[a<!-- x -->|<b>b</b>]] [[{{x}}|c]]", "AT&T b c"},
      {"[[[词]]] [[[[词]]]] [[词|[典]]]", "[词] [[词 [典]"},
      {"[[a|词\n典]]语", "词\n典语"},
  });
}

TEST(WikitextTest, Addresses) {
  ExpectTexts({
      {"[http://a.com/词 典] [https://b]。[//c d][mailto:x@y e] [ftp://f]", "典 。de"},
      {"[http://a\u3000词] [http://a\u00A0词]", "\u3000词 \u00A0词"},
      {"见http://a.com/x_(y)?z=1。下", "见。下"},
      {"'''https://a.com'''词 HTTP://B，(git://c) \"irc://d\"x", "词 ，( \"\"x"},
      {"[http://a [[b|词]] [1] 典]", "词 [1 典]"},
      {"[[http://a 词]]", "[词]"},
      {"词://x 比：3:2 //", "词://x 比：3:2 //"},
      {"[http://a 词\n典]", "词\n典]"},
      {"[http://a<br>词]", "词"},
  });
}

TEST(WikitextTest, LinesAndWords) {
  ExpectTexts({
      {"= 一 =\n==二==\n=== 三 === <!-- x -->\n======四======{{x}}", "一\n二\n三\n四"},
      {"== a=b ==\n= 五", "a=b\n五"},
      {"* 一\n** 二\n#三\n:四\n;五:六\n*#:; 七\n * 八", "一\n二\n三\n四\n五:六\n七\n八"},
      {"<!-- x -->* 一\n{{x}}== 二 ==", "一\n二"},
      {"一\n----\n二\n-----三\n--四", "一\n二\n三\n--四"},
      {"''一'''二''三'''''四'五''''六", "一二三四'五六"},
      {"__TOC__一__NOTOC__二__目录__ ____ a__b__ __X_Y__", "一二 ____ a__b__ __X_Y__"},
      {"| 一\n|- 二\n{| 三\n!五\n六\n |四", "!五\n六"},
      {"一\n|} 二\n三|", "一\n三|"},
      {"一\n\n\n \n二\r\n三 \t 四\n", "一\n二\n三 四"},
      {"一\x01\x02\x03\x04\x7F二", "一 \x7F二"},
  });
}

TEST(WikitextTest, CharacterReferences) {
  ExpectTexts({
      {"&lt;b&gt; &amp;lt; &quot;&nbsp;&mdash;&hellip;&times;", "<b> &lt; \"\u00A0—…×"},
      {"&#35789;&#x5178;&#X20000;", "词典𠀀"},
      {"AT&T &unheard; &#; &#xD800; &#1; &amp", "AT&T &unheard; &#; &#xD800; &#1; &amp"},
      {"&#91;&#91;a&#93;&#93; &#123;&#123;b", "[[a]] {{b"},
  });
}

TEST(WikitextTest, WhatHasNoEndTakesNothingWithIt) {
  ExpectTexts({
      {"词{{x\n典", "词 x\n典"},
      {"词{{x|[[a|b]] {{y}}\n|z=1\n典", "词 x|b\n典"},
      {"词}}典", "词 典"},
      {"{| class=x\n| a\n|-\n词", "词"},
      {"词<ref>典\n语", "词典\n语"},
      {"词<!-- 典\n语", "词 典\n语"},
      {"词<nowiki>[[典]]", "词典"},
      {"词<math>典", "词 典"},
      {"词[[典\n语", "词典\n语"},
      {"词[[a|典\n语\n\n和]]", "词典\n语\n和"},
      {"词[[File:a|thumb|典\n语\n\n和]]词", "词\n和词"},
      {"词[[a [[b]] c]]", "词a b c"},
      {"词]]典", "词典"},
      {"{{a [[b }}词]]", "词"},
      {"[[a|{{b]]词", "b词"},
      {"{{a\n{|\n|b }}词\n|}", "词"},
      {"{{a <ref> b }}词", "词"},
  });
}

// Makes wikitext of which it knows the text.
class RandomPage {
 public:
  explicit RandomPage(uint64_t seed) : random_(seed) {
    const size_t lines = 1 + random_.Below(6);
    for (size_t i = 0; i < lines; ++i) {
      static const std::pair<std::string, std::string> kMarks[] = {
          {"", ""}, {"* ", ""}, {"== ", " =="}, {":#", ""}, {"", "\n\n"}, {"{|\n|x\n", "\n|}"}};
      const auto& [before, after] = kMarks[random_.Below(std::size(kMarks))];
      const auto [wikitext, text] = Some(random_.Below(7));
      wikitext_ += before + "词" + wikitext + "典" + after + "\n";
      if (before.starts_with("{|")) continue;
      if (!text_.empty()) text_ += "\n";
      text_ += OneSpace("词" + text + "典");
    }
  }

  const std::string& wikitext() const { return wikitext_; }
  const std::string& text() const { return text_; }

 private:
  using Pair = std::pair<std::string, std::string>;

  static std::string OneSpace(const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c != ' ' || out.empty() || out.back() != ' ') out += c;
    }
    return out;
  }

  Pair Some(size_t depth) {
    Pair all;
    for (size_t i = random_.Below(4); i > 0; --i) {
      const auto [wikitext, text] = One(depth);
      all.first += wikitext;
      all.second += text;
    }
    return all;
  }

  Pair One(size_t depth) {
    if (depth == 0) return {"字", "字"};
    const auto [inner, text] = Some(depth - 1);
    switch (random_.Below(14)) {
      case 0:
        return {"{{x|" + inner + "|y}}", " "};
      case 1:
        return {"{{{x|" + inner + "y}}}", " "};
      case 2:
        return {"<ref name=x>" + inner.substr(0, inner.find("</ref")) + "</ref>", ""};
      case 3:
        return {"<!--" + inner.substr(0, inner.find("--")) + "-->", ""};
      case 4:
        return {"[[x|" + inner + "]]", text};
      case 5:
        return {"[[File:x|thumb|" + inner + "]]", ""};
      case 6:
        return {"'''" + inner + "'''", text};
      case 7:
        return {"[http://x.y " + inner + "字]", text + "字"};
      case 8:
        return {"-{zh-hans:甲" + inner + "乙;zh-hant:" + inner + "}-", "甲" + text + "乙"};
      case 9:
        return {"-{H|zh-hans:" + inner + "}-", ""};
      case 10:
        return {"-{A|zh-tw:" + inner + ";zh-cn:甲" + inner + "乙;}-", "甲" + text + "乙"};
      case 11:
        return {"<span title=\"x\">" + inner + "</span>", text};
      case 12:
        return {"<nowiki>[[{{</nowiki>&lt;" + inner, "[[{{<" + text};
      default:
        return {"[[字]]" + inner + "&#23383;", "字" + text + "字"};
    }
  }

  RandomText random_;
  std::string wikitext_;
  std::string text_;
};

TEST(WikitextTest, RandomNesting) {
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    const RandomPage page(seed);
    ASSERT_EQ(ReduceWikitext(page.wikitext()), page.text()) << "seed " << seed << "\n"
                                                            << page.wikitext();
    ASSERT_EQ(NaiveReduce(page.wikitext()), page.text()) << "the oracle, seed " << seed;
  }
}

TEST(WikitextTest, RandomMarksAgainstTheOracle) {
  static const std::string kMarks[] = {
      "{{",      "}}",       "{",          "}",        "{{{",       "}}}",  "[[",        "]]",
      "[",       "]",        "|",          "\n",       "\n{|",      "\n|}", "\n|",       "-{",
      "}-",      "zh-hans:", "zh-cn:",     ";",        "H|",        "A|",   "<ref>",     "</ref>",
      "<ref/>",  "<!--",     "-->",        "<nowiki>", "</nowiki>", "<br>", "<b>",       "<math>",
      "</math>", "''",       "'''",        "==",       "\n==",      "\n*",  "\n\n",      "----",
      "\n----",  "http://x", "[http://x ", "File:",    "a",         "b",    "中",        "文",
      " ",       ":",        "&amp;",      "&lt;",     "__TOC__",   "_",    "#",         ";zh-tw:",
      "<pre>",   "</pre>",   "\x01",       "\x03",     "<",         "-",    "Category:", "ja:",
      "\n|}}",   "\t",       "=",          "<div {",   "\n:{|",     "}-{"};
  for (uint64_t seed = 1; seed <= 20'000; ++seed) {
    RandomText random(seed);
    std::string wikitext;
    // Few marks at a time, so that they meet.
    const size_t first = random.Below(std::size(kMarks));
    const size_t some = 3 + random.Below(20);
    for (size_t i = random.Below(25); i > 0; --i) {
      const size_t mark = random.Chance(0.7) ? first + random.Below(some) : random.Below(1000);
      wikitext += kMarks[mark % std::size(kMarks)];
    }
    ASSERT_EQ(PruneWikitext(wikitext), NaivePrune(wikitext)) << "seed " << seed << "\n" << wikitext;
    ASSERT_EQ(ReduceWikitext(wikitext), NaiveReduce(wikitext)) << "seed " << seed << "\n"
                                                               << wikitext;
  }
}

// Twice the text must not take much more than twice the time. A second is far more than the text
// takes, and far less than it would if the time grew with the square of its size.
TEST(WikitextTest, TimeIsLinear) {
  const auto expect_quick = [](const std::string& text, const std::string& what) {
    const auto begin = std::chrono::steady_clock::now();
    ReduceWikitext(text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << what;
  };
  for (const std::string part :
       {"{{",        "}}",           "{{{",     "{{a",        "[[",      "[[a",    "[[a|",
        "[[File:a|", "]]",           "<ref>",   "<ref>{{",    "<ref",    "</ref>", "<!--",
        "<a ",       "<a {",         "{|\n",    "\n|}",       "\n|",     "-{",     "}-",
        "-{A|",      "-{zh-hans:a;", ";zh-cn:", "[http://x ", "http://", ":",      "&#",
        "__",        "__A",          "''",      "\n=",        "\n*",     "<pre>",  "<nowiki>",
        " ",         "\n",           "[",       "]",          "{|\n{{[["}) {
    expect_quick(Repeat(part, 2'000'000 / part.size()), part);
  }
  for (const auto& [open, close] :
       std::vector<std::pair<std::string, std::string>>{{"{{", "}}"},
                                                        {"{{a|", "}}"},
                                                        {"[[a|", "]]"},
                                                        {"[[File:a|", "]]"},
                                                        {"{|\n", "\n|}"},
                                                        {"-{zh-hans:", ";zh-hant:b}-"},
                                                        {"[http://a ", "]"},
                                                        {"{{[[a|", "]]}}"},
                                                        {"<ref>", "</ref>"}}) {
    const size_t depth = 1'000'000 / open.size();
    expect_quick(Repeat(open, depth) + "x" + Repeat(close, depth), open + close);
  }
}

}  // namespace
}  // namespace ciku
