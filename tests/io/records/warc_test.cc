#include "io/records/warc.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "io/error.h"
#include "tests/document_reading.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

const std::string kWarcPath = "f.warc";

using WarcTexts = std::vector<std::string>;

std::string WarcRecord(const std::string& fields, const std::string& content) {
  return "WARC/1.0\r\n" + fields + "Content-Length: " + std::to_string(content.size()) +
         "\r\n\r\n" + content + "\r\n\r\n";
}

std::string WarcRecordOf(const std::string& kind, const std::string& type,
                         const std::string& content) {
  return WarcRecord("WARC-Type: " + kind + "\r\nContent-Type: " + type + "\r\n", content);
}

std::string WarcResponse(const std::string& fields, const std::string& body) {
  return WarcRecordOf("response", "application/http; msgtype=response",
                      "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body);
}

DocumentTexts ParseArchive(std::string_view bytes, bool skip_bad = false) {
  DocumentTexts read;
  ReadPart(ParseWarc, bytes, 0, skip_bad, &read);
  return read;
}

// Expects one record with this text, or none if there is no text.
void ExpectText(const std::string& record, const std::optional<std::string>& text) {
  const DocumentTexts read = ParseArchive(record);
  EXPECT_EQ(read.texts, text ? WarcTexts{*text} : WarcTexts{}) << record;
  EXPECT_EQ(read.records, text ? 1U : 0U) << record;
  EXPECT_EQ(read.passed_over, text ? 0U : 1U) << record;
}

TEST(WarcTest, ArchivesAreTold) {
  EXPECT_TRUE(IsWarc("WARC/1.0\r\n"));
  EXPECT_TRUE(IsWarc("WARC/1.1\r\n"));
  EXPECT_TRUE(IsWarc("WARC/0.18\n"));
  EXPECT_TRUE(IsWarc("\xEF\xBB\xBF\r\n\nWARC/1.0\r\n"));
  EXPECT_FALSE(IsWarc("WARC/0."));
  EXPECT_FALSE(IsWarc("WARC/2.0"));
  EXPECT_FALSE(IsWarc("WARC"));
  EXPECT_FALSE(IsWarc(" WARC/1.0"));
}

TEST(WarcTest, WhichRecordsHoldTexts) {
  ExpectText(WarcRecordOf("conversion", "text/plain", "词\r\n典\n"), "词\r\n典\n");
  ExpectText(WarcRecord("WARC-Type: conversion\r\n", "词"), "词");
  ExpectText(WarcRecordOf("conversion", "image/png", "词"), std::nullopt);
  ExpectText(WarcRecordOf("resource", "Text/Plain; format=flowed", "词"), "词");
  ExpectText(WarcRecordOf("resource", "text/html", "词"), std::nullopt);
  ExpectText(WarcRecord("WARC-Type: resource\r\n", "词"), std::nullopt);
  ExpectText(WarcRecordOf("warcinfo", "application/warc-fields", "a: b"), std::nullopt);
  ExpectText(WarcRecordOf("request", "application/http", "GET / HTTP/1.1\r\n\r\n"), std::nullopt);
  ExpectText(WarcRecordOf("metadata", "text/plain", "词"), std::nullopt);
  ExpectText(WarcRecordOf("revisit", "text/plain", "词"), std::nullopt);
  ExpectText(WarcRecordOf("unheard-of", "text/plain", "词"), std::nullopt);
  ExpectText(WarcRecord("Content-Type: text/plain\r\n", "词"), std::nullopt);
  ExpectText(WarcRecordOf("conversion", "text/plain", ""), "");
}

TEST(WarcTest, ResponsesHoldTheBodyIfItIsPlainText) {
  ExpectText(WarcResponse("Server: x\r\nContent-Type: text/plain\r\n", "词\n"), "词\n");
  ExpectText(WarcResponse("content-type:TEXT/PLAIN\n", "词"), "词");
  ExpectText(WarcResponse("Content-Type:\r\n text/plain;\r\n\tcharset=utf-8\r\n", "词"), "词");
  ExpectText(WarcResponse("Content-Type: text/html\r\n", "词"), std::nullopt);
  ExpectText(WarcResponse("", "词"), std::nullopt);
  ExpectText(WarcResponse("Content-Type: text/plain\r\nContent-Encoding: gzip\r\n", "x"),
             std::nullopt);
  ExpectText(WarcResponse("Content-Type: text/plain\r\nContent-Encoding: identity\r\n", "x"), "x");
  ExpectText(WarcResponse("Content-Type: text/plain\r\nTransfer-Encoding: gzip\r\n", "x"),
             std::nullopt);
  ExpectText(
      WarcRecordOf("response", "text/dns", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nx"),
      std::nullopt);
  ExpectText(
      WarcRecord("WARC-Type: response\r\n", "HTTP/1.0 404 No\nContent-Type: text/plain\n\nx"), "x");
  ExpectText(WarcRecordOf("response", "application/http", "no header"), std::nullopt);
  ExpectText(WarcRecordOf("response", "application/http", ""), std::nullopt);
  ExpectText(
      WarcRecordOf("response", "application/http", "FTP/1 x\r\nContent-Type: text/plain\r\n\r\nx"),
      std::nullopt);
}

TEST(WarcTest, ChunksArePutTogether) {
  const std::string chunked = "Content-Type: text/plain\r\nTransfer-Encoding: Chunked\r\n";
  ExpectText(WarcResponse(chunked, "4\r\nabcd\r\nA; x=y\r\n0123456789\r\n0\r\nField: x\r\n\r\n"),
             "abcd0123456789");
  ExpectText(WarcResponse(chunked, "2 \nab\n1\nc\n0\n\n"), "abc");
  ExpectText(WarcResponse(chunked, "0\r\n\r\n"), "");
  ExpectText(WarcResponse(chunked, ""), "");
  ExpectText(WarcResponse(chunked, "8\r\ncut o"), "cut o");
  ExpectText(WarcResponse(chunked, "3\r\nabc\r\n"), "abc");
  ExpectText(WarcResponse(chunked, "chunks were put together"), "chunks were put together");
  ExpectText(WarcResponse(chunked, "3 words"), "3 words");
  const std::string broken = WarcResponse(chunked, "3\r\nabc\r\nx\r\n");
  EXPECT_THROW(ParseArchive(broken), InputError);
  EXPECT_EQ(ParseArchive(broken, true).bad, 1U);
  EXPECT_EQ(ParseArchive(WarcResponse(chunked, "3\r\nabc\r\nFFFFFFFFFFFFFFFFF\r\nx"), true).bad,
            1U);
}

TEST(WarcTest, CharsetsAreConverted) {
  const auto expect = [](const std::string& charset, const std::string& bytes,
                         const std::string& text) {
    ExpectText(WarcRecordOf("conversion", "text/plain; charset=" + charset, bytes), text);
    ExpectText(
        WarcResponse("Content-Type: text/plain; a=b; Charset = \"" + charset + "\"\r\n", bytes),
        text);
  };
  expect("GB18030", "\xB4\xCA\xB5\xE4", "词典");
  expect("gb2312", "\xB4\xCA\x81\x40", "词丂");  // the second is in GBK only
  expect("big5", "\xB5\xFC", "詞");
  expect("ISO-8859-1", "\xE9\x80", "é€");  // as in Windows-1252
  expect("iso-8859-1", "词", "词");
  expect("gbk", "a\xB4", "a\xFF");
  expect("utf-8", "词\xFF", "词\xFF");
  expect("x-unheard-of", "词\xFF", "词\xFF");
  expect("gbk//IGNORE", "词", "词");
  expect("", "词", "词");
  expect("gbk", "\xEF\xBB\xBF词", "词");
  expect("utf-8", std::string("\xFF\xFE\xCD\x8B", 4), "词");
  expect("", std::string("\xFE\xFF\x8B\xCD", 4), "词");
  expect("utf-16be", std::string("\x8B\xCD\xD8\x00\x00\x61", 6),
         "词\xFF"
         "a");
}

TEST(WarcTest, HeadersAndLineEnds) {
  const std::string one = "WARC/1.1\nwarc-TYPE : conversion\nX: y\n z\nContent-length:\n 3\n\n词";
  ExpectText(one, "词");
  ExpectText("\n\r\n" + one + "\n", "词");
  const DocumentTexts read = ParseArchive(one + one + "\r\n\r\n\n\n" + one);
  EXPECT_EQ(read.texts, (WarcTexts{"词", "词", "词"}));
  EXPECT_EQ(ParseArchive("").texts, WarcTexts{});
  EXPECT_EQ(ParseArchive("\r\n\r\n").texts, WarcTexts{});
}

TEST(WarcTest, BadRecordsAreNamedWithPlaceAndReason) {
  const std::string good = WarcRecordOf("conversion", "text/plain", "词");
  const std::string start = "WARC/1.0\r\nWARC-Type: conversion\r\n";
  const std::vector<std::pair<std::string, std::string>> bad = {
      {start + "Content-Length: 4\r\n\r\nabc", "is cut off"},
      {start + "Content-Length: 4\r\n", "is cut off"},
      {"WAR", "is cut off"},
      {start + "\r\nabc", "has no valid Content-Length"},
      {start + "Content-Length: -1\r\n\r\nabc", "has no valid Content-Length"},
      {start + "Content-Length: 1234567890123456789\r\n\r\nabc", "has no valid Content-Length"},
      {start + "Content-Length: 0x3\r\n\r\nabc", "has no valid Content-Length"},
      {start + std::string(70'000, 'x') + "\r\n\r\n", "has a header of more than 64 KiB"},
      {"WARC/2.0\r\nContent-Length: 0\r\n\r\n", "does not begin with WARC/1.0 or another version"},
      {"text", "does not begin with WARC/1.0 or another version"},
  };
  for (const auto& [record, reason] : bad) {
    try {
      ParseWarc({good + record, {&kWarcPath}}, false, [](std::string_view, size_t) {});
      ADD_FAILURE() << reason;
    } catch (const InputError& error) {
      EXPECT_EQ(error.what(), "f.warc: offset " + std::to_string(good.size()) +
                                  ": this WARC record " + reason +
                                  "; get the file anew, or pass --skip-bad-records to leave such "
                                  "records out");
    }
    const DocumentTexts read = ParseArchive(good + record, true);
    EXPECT_EQ(read.texts, WarcTexts{"词"}) << reason;
    EXPECT_EQ(read.bad, 1U) << reason;
  }
}

TEST(WarcTest, WhatHoldsNoTextIsSkipped) {
  const std::string header = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: video/mp4\r\n";
  WarcFinder finder;
  const std::string movie = header + "Content-Length: 3000000000\r\n\r\nxyz";
  FoundEnds found = finder.Find("\r\n" + movie);
  EXPECT_EQ(found.first, movie.size() + 2);
  EXPECT_EQ(found.last, movie.size() + 2);
  EXPECT_EQ(found.skip, 3'000'000'000 - 3);
  const std::string text = WarcRecordOf("conversion", "text/plain", "词");
  found = finder.Find("\r\n\r\n" + text);
  EXPECT_EQ(found.first, text.size());  // without its last two line ends
  EXPECT_EQ(found.last, text.size());
  EXPECT_EQ(found.skip, 0U);
  // What is in a response is known behind its HTTP header.
  const std::string page = WarcResponse("Content-Type: text/html\r\n", std::string(100'000, 'x'));
  const size_t http_end = page.find("\r\nx") + 2;
  found = finder.Find(page.substr(0, http_end - 1));
  EXPECT_EQ(found.last, 0U);
  found = finder.Find(page.substr(http_end - 1, 10));
  EXPECT_EQ(found.first, 10U);
  EXPECT_EQ(found.last, 10U);
  EXPECT_EQ(found.skip, 100'000U - 9);
}

TEST(WarcTest, FinderRefusesWhatIsNoRecord) {
  const std::string good = WarcRecordOf("conversion", "text/plain", "词");
  for (const std::string bad : {"text", "WARC/1.0\r\nx: y\r\n\r\n"}) {
    WarcFinder at_once;
    EXPECT_THROW(at_once.Find(bad), InputError);
    // The record begins where the last one ended that was found.
    WarcFinder later;
    EXPECT_EQ(later.Find(good + bad).last, good.size() - 4);
    EXPECT_THROW(later.Find("more"), InputError);
  }
  WarcFinder endless;
  const std::string field = "WARC/1.0\r\nField: " + std::string(60'000, 'x');
  EXPECT_EQ(endless.Find(field).last, 0U);
  EXPECT_THROW(endless.Find(field), InputError);
}

// Makes archives of which it knows what must be read.
class RandomArchive {
 public:
  RandomArchive(uint64_t seed, bool broken) : random_(seed) {
    const size_t records = random_.Below(8);
    for (size_t i = 0; i < records; ++i) Add();
    if (broken && random_.Chance(0.5)) bytes_.resize(random_.Below(bytes_.size() + 1));
    if (broken && random_.Chance(0.5)) bytes_ += "no record";
  }

  const std::string& bytes() const { return bytes_; }
  const DocumentTexts& expected() const { return expected_; }
  RandomText& random() { return random_; }

 private:
  std::string SomeText() {
    return random_.Make({.symbols = random_.Below(40), .separators = 0.2, .line_ends = 0.2});
  }

  std::string Chunked(std::string text) {
    std::string chunks;
    while (!text.empty()) {
      const std::string chunk = text.substr(0, 1 + random_.Below(text.size()));
      chunks += fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk);
      text.erase(0, chunk.size());
    }
    return chunks + "0\r\n\r\n";
  }

  void Add() {
    const std::string text = SomeText();
    bool taken = true;
    switch (random_.Below(7)) {
      case 0:
        bytes_ += WarcRecordOf("conversion", "text/plain", text);
        break;
      case 1:
        bytes_ += WarcRecordOf("resource", "text/plain", text);
        break;
      case 2:
        bytes_ += WarcResponse("Content-Type: text/plain\r\n", text);
        break;
      case 3:
        bytes_ += WarcResponse("Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n",
                               Chunked(text));
        break;
      case 4:
        bytes_ += WarcRecordOf("metadata", "text/plain", text);
        taken = false;
        break;
      case 5:
        bytes_ += WarcResponse("Content-Type: text/html\r\n", text + text);
        taken = false;
        break;
      default:
        bytes_ += WarcRecordOf("response", "application/http", text);
        taken = false;
    }
    if (taken) expected_.texts.push_back(text);
    ++(taken ? expected_.records : expected_.passed_over);
    for (size_t i = random_.Below(3); i > 0; --i) bytes_ += random_.Chance(0.5) ? "\n" : "\r\n";
  }

  RandomText random_;
  std::string bytes_;
  DocumentTexts expected_;
};

TEST(WarcTest, RandomArchivesInAllStretches) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomArchive archive(seed, false);
    ASSERT_EQ(ParseArchive(archive.bytes()), archive.expected());
    for (const size_t size : {1, 2, 3, 7, 50, 200, 1000, 1 << 20}) {
      ASSERT_EQ(ReadInStretchesOf<WarcFinder>(size, ParseWarc, archive.bytes()), archive.expected())
          << size;
    }
    for (int i = 0; i < 5; ++i) {
      const auto next = [&] { return 1 + archive.random().Below(300); };
      ASSERT_EQ(ReadInStretches<WarcFinder>(ParseWarc, archive.bytes(), false, next),
                archive.expected());
    }
  }
}

TEST(WarcTest, BrokenArchivesInAllStretches) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomArchive archive(seed, true);
    const auto whole = ReadInStretchesOf<WarcFinder>(1 << 20, ParseWarc, archive.bytes());
    for (const size_t size : {1, 3, 20, 150}) {
      ASSERT_EQ(ReadInStretchesOf<WarcFinder>(size, ParseWarc, archive.bytes()), whole) << size;
    }
  }
}

}  // namespace
}  // namespace ciku
