#include "io/files/file.h"

#include <gtest/gtest.h>

#include <string>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(FileTest, TemporaryFilesHaveNoName) {
  const Scratch scratch;
  File file = File::CreateTemporary(scratch.path());
  file.Write("text");
  EXPECT_EQ(scratch.FilesIn(), 0U);
  EXPECT_EQ(file.Size(), 4U);
  std::string read(2, '\0');
  file.ReadAt(1, read.data(), 2);
  EXPECT_EQ(read, "ex");
  EXPECT_THROW(file.ReadAt(3, read.data(), 2), CorruptionError);
  EXPECT_THROW(File::CreateTemporary(scratch.File("missing")), IoError);
}

TEST(FileTest, ShortNamesAreDifferentAndEndWithCharacters) {
  EXPECT_EQ(ShortNameOf("folder/name"), "name");
  const std::string first = std::string(200, 'x') + "1";
  const std::string second = std::string(200, 'x') + "2";
  EXPECT_NE(ShortNameOf(first), ShortNameOf(second));
  for (size_t before = 0; before < 4; ++before) {
    std::string name(before, 'x');
    for (int i = 0; i < 80; ++i) name += "词";
    const std::string cut = ShortNameOf(name);
    EXPECT_LE(cut.size(), 100U);
    EXPECT_EQ(cut[cut.size() - 17], '-');
    EXPECT_EQ((cut.size() - 17 - before) % 3, 0U);
  }
}

TEST(FileTest, AppendsBytesOfAnotherFile) {
  const Scratch scratch;
  File from = File::CreateTemporary(scratch.path());
  File to = File::CreateTemporary(scratch.path());
  const std::string text(3'000'000, 'x');
  from.Write(text);
  to.Write("before");
  AppendBytes(from, text.size() - 1, &to);
  EXPECT_EQ(to.Size(), 6 + text.size() - 1);
  EXPECT_THROW(AppendBytes(from, text.size() + 1, &to), CorruptionError);
}

TEST(ErrorTest, PathsArePrintedOnOneLine) { EXPECT_EQ(Printable("a\nb"), "a\\x0ab"); }

}  // namespace
}  // namespace ciku
