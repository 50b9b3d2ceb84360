#include "io/records/character_references.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace ciku {
namespace {

TEST(CharacterReferencesTest, NamesAndNumbers) {
  const std::vector<std::pair<std::string, std::string>> references = {
      {"&amp;", "&"},
      {"&AElig;", "Æ"},
      {"&zwnj;", "\u200C"},
      {"&thetasym;", "ϑ"},
      {"&apos;", "'"},
      {"&nbsp;", "\u00A0"},
      {"&hellip;", "…"},
      {"&sup2;", "²"},
      {"&#65;", "A"},
      {"&#233;", "é"},
      {"&#x8BCD;", "词"},
      {"&#X1f600;", "\U0001F600"},
      {"&#0000065;", "A"},
      {"&#9;", "\t"},
      {"&#10;", "\n"},
      {"&#xA0;", "\u00A0"},
      {"&#x10FFFF;", "\U0010FFFF"},
  };
  for (const auto& [reference, character] : references) {
    std::string out = "x";
    EXPECT_EQ(DecodeReference(reference + "rest;", &out), reference.size()) << reference;
    EXPECT_EQ(out, "x" + character);
  }
}

TEST(CharacterReferencesTest, OthersAreNone) {
  for (const std::string text : {"&", "&;", "&amp", "&amp ;", "&Amp;", "&zzz;", "&#;", "&#x;",
                                 "&#x110000;", "&#xD800;", "&#xDFFF;", "&#0;", "&#x7F;", "&#159;",
                                 "&#-1;", "&#1a;", "&# 65;", "&#99999999;", "&averylongname;"}) {
    std::string out;
    EXPECT_EQ(DecodeReference(text, &out), 0U) << text;
    EXPECT_EQ(out, "");
  }
}

}  // namespace
}  // namespace ciku
