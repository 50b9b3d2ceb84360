#include "engine/sweep/sweep.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <stdexcept>
#include <string>

#include "tests/scratch.h"

namespace ciku {
namespace {

SweepConfig Small(size_t threads) {
  SweepConfig config;
  config.threads = threads;
  config.reader.limits = {64, 64};
  config.reader.files_at_once = threads;
  return config;
}

TEST(SweepTest, EveryRecordComesOnce) {
  const Scratch scratch;
  std::multiset<std::string> expected;
  for (int file = 0; file < 5; ++file) {
    std::string text;
    for (int line = 0; line < 50 * file; ++line) {
      const std::string record = std::to_string(file) + "/" + std::to_string(line);
      text += record + "\n";
      expected.insert(record);
    }
    scratch.Write(std::to_string(file) + ".txt", text);
  }
  const Corpus corpus = Corpus::Open({scratch.path()}, {});
  for (const size_t threads : {1, 2, 4}) {
    std::multiset<std::string> seen;
    std::mutex mutex;
    SweepMeter meter;
    Sweep(corpus, Small(threads), AnywhereSplitRule(), &meter, [&](const Text& text) {
      const std::lock_guard lock(mutex);
      for (size_t at = 0; at < text.bytes.size();) {
        const size_t end = text.bytes.find('\n', at);
        seen.emplace(text.bytes.substr(at, end - at));
        at = end + 1;
      }
    });
    EXPECT_EQ(seen, expected);
    EXPECT_EQ(meter.records, expected.size());
    EXPECT_EQ(meter.bytes, corpus.total_bytes());
    EXPECT_EQ(meter.text_bytes, corpus.total_bytes());
  }
}

TEST(SweepTest, WhatAThreadThrowsEndsTheSweep) {
  const Scratch scratch;
  scratch.Write("a.txt", std::string(10'000, '\n'));
  const Corpus corpus = Corpus::Open({scratch.path()}, {});
  SweepMeter meter;
  EXPECT_THROW(Sweep(corpus, Small(4), AnywhereSplitRule(), &meter,
                     [](const Text&) { throw std::runtime_error("enough"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace ciku
