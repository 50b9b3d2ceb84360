#include "io/input/corpus.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
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

// Opens a corpus whose last input is a pipe that holds this text.
Corpus OpenWithPipe(const Scratch& scratch, std::vector<std::string> inputs,
                    const std::string& text, const InputOptions& options) {
  inputs.push_back(scratch.File("pipe"));
  std::filesystem::remove(inputs.back());
  EXPECT_EQ(::mkfifo(inputs.back().c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(inputs.back(), std::ios::binary) << text; });
  Corpus corpus = Corpus::Open(inputs, options);
  writer.join();
  return corpus;
}

TEST(CorpusTest, APipeIsReadAsItComesOnce) {
  const Scratch scratch;
  InputOptions options;
  options.as_it_comes = true;
  const Corpus corpus = OpenWithPipe(scratch, {}, "词典\n", options);
  const InputFile& file = corpus.files().at(0);
  EXPECT_NE(file.live, nullptr);
  EXPECT_EQ(corpus.total_bytes(), 0U);
  EXPECT_THROW(file.Map(), UsageError);
  EXPECT_THROW(SampleText(file, 100, 4), UsageError);
  Source::Open(file, {});
  EXPECT_THROW(Source::Open(file, {}), UsageError);
}

TEST(CorpusTest, PipesAreKeptIfThatIsNotWantedOrPossible) {
  const Scratch scratch;
  InputOptions as_it_comes;
  as_it_comes.as_it_comes = true;
  const std::string text = scratch.Write("text", "词\n");
  const std::pair<Corpus, size_t> kept[] = {
      {OpenWithPipe(scratch, {}, "词典\n", {}), 7},
      {OpenWithPipe(scratch, {text}, "词典\n", as_it_comes), 7},
      {OpenWithPipe(scratch, {}, "\xFF\xFEx", as_it_comes), 3}};
  for (const auto& [corpus, size] : kept) {
    const InputFile& file = corpus.files().back();
    EXPECT_EQ(file.live, nullptr);
    EXPECT_EQ(file.identity.size, size);
    EXPECT_EQ(file.Map()->bytes().size(), size);
  }
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
