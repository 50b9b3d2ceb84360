#include "io/file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(ResultFileTest, AppearsWithCommitAndNotBefore) {
  const Scratch scratch;
  const std::string path = scratch.Write("out", "old");
  {
    ResultFile file(path);
    file.Write("new");
    EXPECT_EQ(ReadFile(path), "old");
    file.Commit();
  }
  EXPECT_EQ(ReadFile(path), "new");
  EXPECT_EQ(scratch.FilesIn(), 1U);
}

TEST(ResultFileTest, NothingRemainsWithoutACommit) {
  const Scratch scratch;
  {
    ResultFile file(scratch.File("out"));
    file.Write("new");
  }
  EXPECT_EQ(scratch.FilesIn(), 0U);
}

TEST(ResultFileTest, LinksAreFollowedAndDevicesWrittenTo) {
  const Scratch scratch;
  const std::string path = scratch.Write("out", "old");
  std::filesystem::create_symlink(path, scratch.File("link"));
  ResultFile file(scratch.File("link"));
  file.Write("new");
  file.Commit();
  EXPECT_EQ(ReadFile(path), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(scratch.File("link")));
  ResultFile null("/dev/null");
  null.Write("text");
  null.Commit();
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(ResultFileTest, PlacesThatCannotBeWritten) {
  const Scratch scratch;
  EXPECT_THROW(ResultFile(scratch.File("no/such/folder")), IoError);
  EXPECT_THROW(ResultFile(scratch.path()), IoError);
  ResultFile full("/dev/full");
  EXPECT_THROW(full.Write("text"), IoError);
}

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

TEST(ErrorTest, PathsArePrintedOnOneLine) { EXPECT_EQ(Printable("a\nb"), "a\\x0ab"); }

}  // namespace
}  // namespace ciku
