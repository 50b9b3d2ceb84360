#include "io/input/corpus.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "io/error.h"
#include "io/input/input_file.h"
#include "io/input/source.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

std::vector<std::string> Paths(const Corpus& corpus, const std::string& below) {
  std::vector<std::string> paths;
  for (const InputFile& file : corpus.files()) paths.push_back(file.path.substr(below.size() + 1));
  return paths;
}

TEST(CorpusTest, FoldersAreSearchedAndSorted) {
  const Scratch scratch;
  for (const char* name : {"b.txt", "a/z.txt", "a/y/x.txt", ".hidden", ".folder/a", "a.txt"}) {
    scratch.Write(name, name);
  }
  const Scratch elsewhere;
  std::filesystem::create_symlink(elsewhere.Write("text", "b.txt"), scratch.File("link"));
  const Corpus corpus = Corpus::Open({scratch.path()}, {});
  EXPECT_EQ(Paths(corpus, scratch.path()),
            (std::vector<std::string>{"a.txt", "a/y/x.txt", "a/z.txt", "b.txt", "link"}));
  EXPECT_EQ(corpus.total_bytes(), 5U + 9 + 7 + 5 + 5);
}

TEST(CorpusTest, KindsOfFiles) {
  const Scratch scratch;
  scratch.Write("a.jsonl", "{}");
  scratch.Write("b.ndjson.gz", "\x1F\x8B");
  scratch.Write("c.txt", "\x28\xB5\x2F\xFD");
  const std::string text = scratch.Write("text.zst", "text");
  EXPECT_THROW(Corpus::Open({text}, {}), CorruptionError);
  std::filesystem::remove(text);
  const Corpus corpus = Corpus::Open({scratch.path()}, {});
  EXPECT_EQ(corpus.files()[0].format, InputFormat::kJsonLines);
  EXPECT_EQ(corpus.files()[1].format, InputFormat::kJsonLines);
  EXPECT_EQ(corpus.files()[1].compression, Compression::kGzip);
  EXPECT_EQ(corpus.files()[2].format, InputFormat::kLines);
  EXPECT_EQ(corpus.files()[2].compression, Compression::kZstd);
}

TEST(CorpusTest, WhatCannotBeRead) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.File("empty"));
  std::filesystem::create_symlink("/no/such/file", scratch.File("link"));
  EXPECT_THROW(Corpus::Open({scratch.File("missing")}, {}), IoError);
  EXPECT_THROW(Corpus::Open({scratch.File("empty")}, {}), InputError);
  EXPECT_THROW(Corpus::Open({scratch.path()}, {}), IoError);
  InputOptions options;
  options.encoding = "no-such-encoding";
  EXPECT_THROW(Corpus::Open({}, options), UsageError);
}

TEST(CorpusTest, SamplesComeFromAllOverAFile) {
  const Scratch scratch;
  const std::string path =
      scratch.Write("a.txt", std::string(10'000, 'a') + std::string(10'000, 'b'));
  const Corpus corpus = Corpus::Open({path}, {});
  EXPECT_EQ(SampleText(corpus.files()[0], 80, 4), std::string(40, 'a') + std::string(40, 'b'));
  EXPECT_EQ(SampleText(corpus.files()[0], 1'000'000, 1).size(), 20'000U);
}

}  // namespace
}  // namespace ciku
