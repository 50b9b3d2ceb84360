#include "io/shell_word.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>

#include "io/utf8.h"

namespace ciku {
namespace {

// What bash makes of a word.
std::string InBash(const std::string& word) {
  // The shell between this program and bash takes the script from a here document, unchanged.
  const std::string command = "bash <<'END OF SCRIPT'\nprintf %s " + word + "\nEND OF SCRIPT\n";
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string seen;
  for (int c; (c = std::fgetc(pipe)) != EOF;) seen.push_back(static_cast<char>(c));
  EXPECT_EQ(::pclose(pipe), 0);
  return seen;
}

TEST(ShellWordTest, PlainWordsStayAsTheyAre) {
  for (const char* const word : {"ciku", "--min-count=3", "a/b.txt", "-", "1,2"}) {
    EXPECT_EQ(ShellWord(word), word);
  }
  EXPECT_EQ(ShellWord(""), "''");
  EXPECT_EQ(ShellWord("词 典"), "'词 典'");
  EXPECT_EQ(ShellWord("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellWord("a\nb\xff"), "$'a\\x0ab\\xff'");
}

TEST(ShellWordTest, BashTakesEachTextForOneWord) {
  const std::string special = " \t\n'\"\\$`!*?[]{}()<>|&;#~=%^a0Ff-";
  for (unsigned seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::string text;
    for (size_t size = random() % 20; text.size() < size;) {
      switch (random() % 3) {
        case 0:
          text += special[random() % special.size()];
          break;
        case 1:
          text += static_cast<char>(1 + random() % 255);
          break;
        default:
          AppendUtf8(static_cast<char32_t>(0x4E00 + random() % 100), &text);
      }
    }
    const std::string word = ShellWord(text);
    EXPECT_EQ(InBash(word), text) << word;
    EXPECT_EQ(word.find('\n'), word.npos);
    const char* const end = word.data() + word.size();
    EXPECT_EQ(FindSymbol(word, [](char32_t scalar) { return scalar == kInvalid; }), end);
  }
}

}  // namespace
}  // namespace ciku
