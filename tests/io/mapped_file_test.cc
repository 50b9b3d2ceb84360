#include "io/mapped_file.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <string>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(MappedFileTest, ReleasedPagesCanBeReadAgain) {
  const Scratch scratch;
  const std::string text(100'000, 'x');
  File file = File::OpenForReading(scratch.Write("f", text));
  const FileIdentity identity = IdentityOf(file);
  const MappedFile mapped(std::move(file), identity);
  EXPECT_EQ(mapped.bytes(), text);
  mapped.Release(5000, 90'000);
  EXPECT_EQ(mapped.bytes(), text);
  mapped.CheckUnchanged();
}

TEST(MappedFileTest, EmptyFiles) {
  const Scratch scratch;
  File file = File::OpenForReading(scratch.Write("f", ""));
  const FileIdentity identity = IdentityOf(file);
  EXPECT_TRUE(MappedFile(std::move(file), identity).bytes().empty());
}

TEST(MappedFileTest, AnotherIdentityIsRefused) {
  const Scratch scratch;
  const std::string path = scratch.Write("f", "text");
  FileIdentity identity = IdentityOf(File::OpenForReading(path));
  identity.size = 5;
  EXPECT_THROW(MappedFile(File::OpenForReading(path), identity), InputError);
}

TEST(MappedFileDeathTest, OtherBusErrorsStillEndTheProcess) {
  const Scratch scratch;
  File file = File::OpenForReading(scratch.Write("f", "text"));
  const FileIdentity identity = IdentityOf(file);
  const MappedFile mapped(std::move(file), identity);  // installs the handler
  EXPECT_DEATH(::raise(SIGBUS), "");
}

}  // namespace
}  // namespace ciku
