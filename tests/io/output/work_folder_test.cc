#include "io/output/work_folder.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

const Json kJob = {{"command", "mine"}, {"--min-count", 10}};

std::string Reason(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

class WorkFolderTest : public testing::Test {
 protected:
  Corpus Inputs() const { return Corpus::Open({input_}, {}); }

  // Does what a program does that records a block file and then ends.
  void RunABit() const {
    WorkFolder folder(path_, {});
    folder.Begin(kJob, Inputs());
    BlockFileWriter writer(folder.Create());
    writer.BeginPartition();
    writer.WriteBlock("what was counted");
    const ciku::BlockFile run = writer.Finish();
    folder.Create();  // a file that is left over
    folder.Record({{"count", {{"done", false}, {"runs", {folder.NameOf(run)}}}}});
  }

  // Goes on as the next program does, and returns the recorded block.
  std::string GoOn() const {
    WorkFolder folder(path_, {});
    folder.Begin(kJob, Inputs());
    const ciku::BlockFile run = folder.OpenBlockFile(folder.Find("count").at("runs").at(0));
    return std::string(BlockFileReader(run, 0).Next());
  }

  Scratch scratch_;
  const std::string path_ = scratch_.File("work");
  const std::string input_ = scratch_.Write("a.txt", "some text\n");
};

TEST_F(WorkFolderTest, KeepsWhatWasRecorded) {
  RunABit();
  EXPECT_TRUE(WorkFolder(path_, {}).resumed());
  EXPECT_EQ(GoOn(), "what was counted");
}

TEST_F(WorkFolderTest, GoesOnWithARunThatIsBeingWritten) {
  for (int part = 0; part < 3; ++part) {
    WorkFolder folder(path_, {});
    folder.Begin(kJob, Inputs());
    const Json& saved = folder.Find("text");
    BlockFileWriter writer =
        saved.is_null() ? BlockFileWriter(folder.Create()) : folder.ReopenBlockFile(saved);
    if (part == 0) writer.BeginPartition();
    writer.WriteBlock("recorded");
    folder.Record({{"text", folder.NameOf(writer)}});
    writer.WriteBlock("written, but not recorded");
  }
  const WorkFolder folder(path_, {});
  const ciku::BlockFile run = folder.ReopenBlockFile(folder.Find("text")).Finish();
  BlockFileReader blocks(run, 0);
  for (int part = 0; part < 3; ++part) EXPECT_EQ(blocks.Next(), "recorded");
  EXPECT_EQ(blocks.Next(), "");
  const std::string file = folder.Find("text").at("file").get<std::string>();
  std::filesystem::resize_file(path_ + "/" + file, 12);
  EXPECT_THAT(Reason([&] { folder.ReopenBlockFile(folder.Find("text")); }),
              testing::HasSubstr(file + ": ends at offset 12"));
}

TEST_F(WorkFolderTest, RemovesWhatNoStateNames) {
  RunABit();
  WorkFolder folder(path_, {});
  folder.Record({{"count", {{"done", true}}}});
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"inputs", "lock", "manifest"}));
}

TEST_F(WorkFolderTest, TheEndLeavesNothing) {
  RunABit();
  WorkFolder(path_, {.keep = true}).Finish();
  EXPECT_EQ(GoOn(), "what was counted");
  std::filesystem::create_directory(scratch_.File("empty"));
  WorkFolder(scratch_.File("empty"), {}).Finish();
  EXPECT_FALSE(std::filesystem::exists(scratch_.File("empty")));
  const std::string made = scratch_.File("made/in/here");
  WorkFolder(made, {}).Finish();
  EXPECT_FALSE(std::filesystem::exists(made));
}

TEST_F(WorkFolderTest, RestartForgets) {
  RunABit();
  WorkFolder folder(path_, {.restart = true});
  EXPECT_FALSE(folder.resumed());
  EXPECT_TRUE(folder.Find("count").is_null());
  folder.Begin({{"command", "another"}}, Inputs());
}

TEST_F(WorkFolderTest, SaysWhatDiffers) {
  RunABit();
  const auto begin = [&](const Json& job, const Corpus& corpus) {
    return Reason([&] { WorkFolder(path_, {}).Begin(job, corpus); });
  };
  EXPECT_THAT(begin({{"command", "mine"}, {"--min-count", 12}}, Inputs()),
              testing::HasSubstr("--min-count was 10 and is 12 now"));
  EXPECT_THAT(begin({{"command", "mine"}}, Inputs()), testing::HasSubstr("another job"));
  const std::string other = scratch_.Write("b.txt", "other");
  EXPECT_THAT(begin(kJob, Corpus::Open({input_, other}, {})),
              testing::HasSubstr("input 2 is new: " + other));
  EXPECT_THAT(begin(kJob, Corpus::Open({other}, {})),
              testing::HasSubstr("input 1 is " + other + " and was " + input_));
  EXPECT_THAT(begin(kJob, Corpus()), testing::HasSubstr("there were more"));
  // The input changes, but keeps its length and, as far as the clock tells, its time.
  const auto time = std::filesystem::last_write_time(input_);
  scratch_.Write("a.txt", "SOME text\n");
  std::filesystem::last_write_time(input_, time);
  EXPECT_THAT(begin(kJob, Inputs()), testing::HasSubstr(input_ + " has changed since"));
}

TEST_F(WorkFolderTest, OneRunAtATime) {
  const WorkFolder first(path_, {});
  EXPECT_THAT(Reason([&] { WorkFolder(path_, {}); }),
              testing::HasSubstr("in use by process " + std::to_string(::getpid())));
}

TEST_F(WorkFolderTest, LeavesOthersFoldersAlone) {
  EXPECT_THAT(Reason([&] { WorkFolder(scratch_.path(), {}); }),
              testing::HasSubstr("is not a work folder"));
  EXPECT_THAT(Reason([&] { WorkFolder(input_, {}); }), testing::HasSubstr("work folder"));
  EXPECT_EQ(ReadFile(input_), "some text\n");
}

TEST_F(WorkFolderTest, EveryFlippedBitIsFound) {
  RunABit();
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    const std::string name = entry.path().filename();
    if (name == "lock" || name == "inputs") continue;  // no results depend on their contents
    const std::string bytes = ReadFile(entry.path());
    for (size_t i = 0; i < bytes.size() * 8; ++i) {
      std::string damaged = bytes;
      damaged[i / 8] = static_cast<char>(damaged[i / 8] ^ (1U << i % 8));
      scratch_.Write("work/" + name, damaged);
      EXPECT_THROW(GoOn(), CorruptionError) << name << " bit " << i;
    }
    scratch_.Write("work/" + name, bytes);
  }
  EXPECT_EQ(GoOn(), "what was counted");
}

TEST_F(WorkFolderTest, FindsFilesThatAreMissingOrTakeOthersPlaces) {
  RunABit();
  const std::string run = path_ + "/spill-000000";
  std::filesystem::remove(run);
  EXPECT_THROW(GoOn(), CorruptionError);
  BlockFileWriter writer(File(::open(run.c_str(), O_RDWR | O_CREAT, 0600), run));
  writer.BeginPartition();
  writer.WriteBlock("something else");
  writer.Finish();
  EXPECT_THROW(GoOn(), CorruptionError);
}

}  // namespace
}  // namespace ciku
