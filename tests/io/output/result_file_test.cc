#include "io/output/result_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <string>

#include "io/error.h"
#include "io/files/manifest.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

// Limits the size of files for as long as it lives.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t size) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{size, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;
  ~SizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit old_;
  void (*handler_)(int);
};

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
  fs::create_symlink(path, scratch.File("link"));
  ResultFile file(scratch.File("link"));
  file.Write("new");
  file.Commit();
  EXPECT_EQ(ReadFile(path), "new");
  EXPECT_TRUE(fs::is_symlink(scratch.File("link")));
  ResultFile null("/dev/null");
  null.Write("text");
  null.Commit();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(ResultFileTest, PlacesThatCannotBeWritten) {
  const Scratch scratch;
  EXPECT_THROW(ResultFile(scratch.File("no/such/folder")), IoError);
  EXPECT_THROW(ResultFile(scratch.path()), IoError);
  ResultFile full("/dev/full");
  EXPECT_THROW(full.Write("text"), IoError);
}

TEST(ResultFileTest, DanglingLinksAreFollowed) {
  const Scratch scratch;
  fs::create_symlink("new", scratch.File("link"));
  ResultFile file(scratch.File("link"));
  EXPECT_EQ(file.path(), fs::canonical(scratch.path()).native() + "/new");
  file.Write("text");
  file.Commit();
  EXPECT_EQ(ReadFile(scratch.File("new")), "text");
  EXPECT_TRUE(fs::is_symlink(scratch.File("link")));
}

TEST(ResultFileTest, AModeStays) {
  const Scratch scratch;
  const std::string path = scratch.Write("out", "old");
  for (const mode_t mode : {mode_t{0600}, mode_t{0444}, mode_t{0777}}) {
    ::chmod(path.c_str(), mode);
    ResultFile file(path);
    EXPECT_EQ(file.in_place(), "");
    file.Write("new");
    file.Commit();
    struct stat status;
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, mode);
  }
}

TEST(ResultFileTest, KeysTellFilesApart) {
  const Scratch scratch;
  const std::string path = scratch.Write("out", "old");
  fs::create_symlink(path, scratch.File("link"));
  fs::create_hard_link(path, scratch.File("hard"));
  const ResultFile file(scratch.File("link"));
  ASSERT_TRUE(file.key());
  EXPECT_EQ(file.key(), RegularFileAt(scratch.File("hard"), -1));
  EXPECT_NE(file.key(), RegularFileAt(scratch.Write("other", "old"), -1));
  EXPECT_FALSE(ResultFile(scratch.File("new")).key());
  EXPECT_FALSE(RegularFileAt("/dev/null", -1));
  EXPECT_TRUE(AreSameResult(path, scratch.File("hard")));
  EXPECT_TRUE(AreSameResult(scratch.File("new"), scratch.path() + "/./new"));
  EXPECT_FALSE(AreSameResult(scratch.File("new"), path));
  EXPECT_FALSE(AreSameResult("/dev/null", "/dev/null"));
  EXPECT_TRUE(AreSameResult("-", "/dev/stdout"));
  EXPECT_FALSE(AreSameResult("-", path));
  EXPECT_FALSE(AreSameResult(scratch.File("no/folder"), scratch.File("no/folder")));
  ASSERT_EQ(::mkfifo(scratch.File("pipe").c_str(), 0600), 0);
  EXPECT_TRUE(AreSameResult(scratch.File("pipe"), scratch.path() + "/./pipe"));
}

TEST(ResultFileTest, AResultThatIsTooLargeIsKeptInParts) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    const Scratch scratch;
    std::string text(1 + random() % 50'000, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const size_t limit = 1 + random() % text.size();
    if (text.size() / limit > 150) continue;
    ResultFile file(scratch.File("out"), scratch.path());
    const bool shared = random() % 2 == 0;
    {
      const SizeLimit size_limit(limit);
      File other = shared ? file.Share() : File();
      for (size_t at = 0; at < text.size();) {
        const std::string piece = text.substr(at, 1 + random() % 10'000);
        shared ? other.Write(piece) : file.Write(piece);
        at += piece.size();
      }
      if (limit == text.size()) {
        EXPECT_NO_THROW(file.Commit());
        continue;
      }
      EXPECT_THROW(file.Commit(), IoError);
    }
    const size_t parts = (text.size() + limit - 1) / limit;
    EXPECT_EQ(scratch.FilesIn(), parts);
    const std::string all = std::to_string(parts);
    std::string together;
    for (size_t i = 1; i <= parts; ++i) {
      std::string number = std::to_string(i);
      number.insert(0, all.size() - number.size(), '0');
      together += ReadFile(scratch.File("out.part-" + number + "-of-" + all));
    }
    EXPECT_TRUE(together == text);
  }
}

TEST(ResultFileTest, TellsTheChecksumOfWhatWasWritten) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    const Scratch scratch;
    std::string text(random() % 50'000, '\0');
    for (char& c : text) c = static_cast<char>(random());
    ResultFile file(scratch.File("out"));
    {
      // One writer after the other.
      const size_t first = random() % (text.size() + 1);
      file.Write(text.substr(0, first));
      File other = file.Share();
      for (size_t at = first; at < text.size();) {
        const std::string piece = text.substr(at, 1 + random() % 10'000);
        other.Write(piece);
        at += piece.size();
      }
    }
    file.Commit();
    EXPECT_EQ(file.written().size(), text.size());
    EXPECT_EQ(file.written().value(), ChecksumOf(ReadFile(scratch.File("out"))));
  }
}

TEST(ResultFileTest, PartsVanishWithoutACommit) {
  const Scratch scratch;
  {
    ResultFile file(scratch.File("out"), scratch.path());
    const SizeLimit limit(10);
    file.Write(std::string(95, 'x'));
  }
  EXPECT_EQ(scratch.FilesIn(), 0U);
}

}  // namespace
}  // namespace ciku
