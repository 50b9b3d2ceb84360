#include "io/streams/byte_stream.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <vector>

#include "io/error.h"
#include "io/streams/zstd_format.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

std::string Gzip(const std::string& text) {
  z_stream state = {};
  deflateInit2(&state, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&state, text.size()) + 64, '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

// Without a `window_log`, zstd chooses the window, and the header states the size of the content.
std::string Zstd(const std::string& text, int window_log = 0) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  if (window_log > 0) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  }
  std::string out(ZSTD_compressBound(text.size()) + 100, '\0');
  ZSTD_inBuffer in{text.data(), text.size() / 2, 0};
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  // The window is only cut to the size of the text if all of it is known at once.
  if (window_log > 0) ZSTD_compressStream2(context, &to, &in, ZSTD_e_flush);
  in.size = text.size();
  ZSTD_compressStream2(context, &to, &in, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  out.resize(to.pos);
  return out;
}

// Reads a stream over these bytes to its end, `portion` bytes at a time.
std::string ReadAll(const std::string& bytes, const std::string& encoding = "UTF-8",
                    size_t portion = 1000) {
  const Scratch scratch;
  File file = File::OpenForReading(scratch.Write("f", bytes));
  const FileIdentity identity = IdentityOf(file);
  const MappedFile mapped(std::move(file), identity);
  const std::string_view head = mapped.bytes().substr(0, kMagicSize);
  const Compression compression = DetectCompression(head);
  auto stream = OpenStream(mapped, compression, StreamMemory(compression, mapped.bytes()));
  if (!IsUtf8(encoding)) stream = ConvertEncoding(std::move(stream), encoding);
  std::string text;
  std::string buffer(portion, '\0');
  for (size_t n; (n = stream->Read(buffer.data(), portion)) > 0;) {
    text.append(buffer, 0, n);
    if (n < portion) break;
  }
  EXPECT_EQ(stream->Read(buffer.data(), portion), 0U) << "after the end";
  EXPECT_EQ(stream->consumed(), bytes.size());
  if (!IsUtf8(encoding)) {
    EXPECT_EQ(ConvertText(bytes, encoding), text);
  }
  return text;
}

std::string SomeText(size_t symbols) {
  RandomText random(symbols);
  TextShape shape;
  shape.symbols = symbols;
  return random.Make(shape);
}

TEST(ByteStreamTest, PlainAndCompressed) {
  for (const size_t symbols : {size_t{0}, size_t{10}, size_t{1'000'000}}) {
    const std::string text = SomeText(symbols);
    EXPECT_EQ(ReadAll(text), text);
    EXPECT_EQ(ReadAll(Gzip(text)), text);
    EXPECT_EQ(ReadAll(Zstd(text)), text);
  }
}

TEST(ByteStreamTest, SeveralMembersAndFrames) {
  const std::string a = SomeText(5000);
  const std::string b = SomeText(300);
  EXPECT_EQ(ReadAll(Gzip(a) + Gzip("") + Gzip(b) + std::string(100, '\0')), a + b);
  EXPECT_EQ(ReadAll(Zstd(a) + std::string("\x50\x2A\x4D\x18\x02\0\0\0..", 10) + Zstd(b)), a + b);
}

TEST(ByteStreamTest, TruncationIsCorruption) {
  const std::string text = SomeText(3000);
  for (const std::string& bytes : {Gzip(text), Zstd(text)}) {
    for (size_t size = 10; size < bytes.size(); size += 1 + bytes.size() / 100) {
      EXPECT_THROW(ReadAll(bytes.substr(0, size)), CorruptionError) << size;
    }
    EXPECT_THROW(ReadAll(bytes.substr(0, bytes.size() - 1)), CorruptionError);
  }
}

TEST(ByteStreamTest, GzipChecksumsAreCompared) {
  std::string bytes = Gzip("text");
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);
  EXPECT_THROW(ReadAll(bytes), CorruptionError);
  EXPECT_THROW(ReadAll(Gzip("text") + "rubbish"), CorruptionError);
}

TEST(ByteStreamTest, Encodings) {
  EXPECT_EQ(ReadAll("\xB4\xCA\xBF\xE2", "GBK"), "词库");
  EXPECT_EQ(ReadAll("\xB4\xCA\xBF\xE2\x82\x34\x8F\x33", "GB18030", 1), "词库䣻");
  EXPECT_EQ(ReadAll("\xB5\xFC", "Big5"), "詞");
  EXPECT_EQ(ReadAll(std::string("\xFF\xFE\xCD\x8B\x93\x5E", 6), "UTF-16"), "词库");
  EXPECT_EQ(ReadAll(std::string("\xFE\xFF\x8B\xCD\x5E\x93", 6), "UTF-16"), "词库");
  EXPECT_TRUE(IsKnownEncoding("GB18030"));
  EXPECT_FALSE(IsKnownEncoding("no-such-encoding"));
  EXPECT_TRUE(IsUtf8("utf8"));
}

TEST(ByteStreamTest, WhatIsNoCharacterBecomesAnInvalidByte) {
  EXPECT_EQ(ReadAll("\xB4\xCA\xFF\xBF\xE2", "GBK"), "词\xFF库");
  EXPECT_EQ(ReadAll("\xB4\xCA\xBF", "GBK"), "词\xFF");
  // A lone surrogate is one code unit of two bytes.
  EXPECT_EQ(ReadAll(std::string("\xCD\x8B\x00\xD8\x93\x5E", 6), "UTF-16LE"), "词\xFF库");
}

TEST(ByteStreamTest, CharactersThatConvertersHoldBackAreNotLost) {
  // In CP1258 an accent may follow a letter, so that the converter holds back the last letter.
  EXPECT_EQ(ReadAll("ab", "CP1258"), "ab");
  EXPECT_EQ(ReadAll("abe\xEC", "CP1258", 1), "abé");
}

TEST(ByteStreamTest, EncodingsInPortionsOfAllSizes) {
  std::string gbk;
  std::string utf8;
  for (int i = 0; i < 50'000; ++i) {
    gbk +=
        "\xB4\xCA"
        "a";
    utf8 += "词a";
  }
  for (const size_t portion : {size_t{1}, size_t{7}, size_t{65'536}, size_t{1'000'000}}) {
    EXPECT_EQ(ReadAll(gbk, "GBK", portion), utf8);
  }
}

TEST(ByteStreamTest, DetectsByMagic) {
  EXPECT_EQ(DetectCompression("BZh91AY&SY..."), Compression::kBzip2);
  EXPECT_EQ(DetectCompression("BZh is a text"), Compression::kNone);
  EXPECT_EQ(DetectCompression({"\xFD"
                               "7zXZ\0",
                               6}),
            Compression::kXz);
  EXPECT_EQ(DetectCompression({"\x5E\x2A\x4D\x18", 4}), Compression::kZstd);
  EXPECT_EQ(DetectCompression(""), Compression::kNone);
}

TEST(ByteStreamTest, LaterZstdFramesMayHaveUsualWindows) {
  const std::string text = SomeText(4'000'000);
  EXPECT_GT(text.size(), size_t{8} << 20);
  const std::string frame = Zstd(text, 23);
  const std::string bytes = Zstd("small") + frame;
  EXPECT_EQ(ZstdWindowSize(frame), uint64_t{8} << 20);
  EXPECT_EQ(StreamMemory(Compression::kZstd, bytes), (uint64_t{8} << 20) + (1 << 19));
  EXPECT_TRUE(ReadAll(bytes) == "small" + text);
}

TEST(ByteStreamTest, LaterZstdFramesWithUnusualWindowsAreRefusedIfTheyNeedThem) {
  const std::string text = SomeText(6'000'000);
  EXPECT_GT(text.size(), size_t{16} << 20);
  const std::string frame = Zstd(text, 25);
  EXPECT_THROW(ReadAll(Zstd("small") + frame), InputError);
  EXPECT_TRUE(ReadAll(frame + frame, "UTF-8", 100'000) == text + text);
  // A content of less than the window needs only a part of it.
  const std::string short_text = text.substr(0, 3'000'000);
  for (const int window_log : {24, 27, 31}) {
    const std::string unusual = Zstd(short_text, window_log);
    EXPECT_EQ(ZstdWindowSize(unusual), uint64_t{1} << window_log);
    EXPECT_LE(StreamMemory(Compression::kZstd, unusual), uint64_t{5} << 20);
    EXPECT_TRUE(ReadAll(Zstd("small") + unusual, "UTF-8", 100'000) == "small" + short_text);
    EXPECT_TRUE(ReadAll(unusual + unusual, "UTF-8", 100'000) == short_text + short_text);
  }
}

TEST(ByteStreamTest, ZstdStreamsOfShardsNeedWhatTheirFramesHold) {
  const std::string frame = Zstd(SomeText(100'000));
  std::string shard;
  std::vector<SeekTable::Entry> entries;
  while (shard.size() < (2 << 20)) {
    shard += frame;
    entries.push_back({static_cast<uint32_t>(frame.size()), 300'000});
  }
  shard += EncodeSeekTable(entries);
  EXPECT_EQ(StreamMemory(Compression::kZstd, shard), (uint64_t{1} << 20) + (1 << 19));
  EXPECT_EQ(StreamMemory(Compression::kZstd, shard + shard), (uint64_t{8} << 20) + (1 << 19));
}

TEST(ByteStreamTest, ZstdHeadersMayAskForAnything) {
  // A content of 2^64 - 1 bytes, and none of it there.
  const std::string head = "\x28\xB5\x2F\xFD\xE0" + std::string(8, '\xFF');
  EXPECT_LT(StreamMemory(Compression::kZstd, head), uint64_t{3} << 30);
  EXPECT_THROW(ReadAll(head), CorruptionError);
}

TEST(ByteStreamTest, ZstdWindowsBeyondTheContentNeedNoMemory) {
  // The frame has a window of 128 MiB and a content of 256 bytes in one raw block.
  const std::string content(256, 'a');
  const std::string frame = std::string("\x28\xB5\x2F\xFD\x40\x88\0\0\x01\x08\0", 11) + content;
  EXPECT_LT(StreamMemory(Compression::kZstd, frame), size_t{2} << 20);
  EXPECT_EQ(ReadAll(frame, "UTF-8", 10), content);
}

TEST(ByteStreamTest, XzSaysWhatMemoryItNeeds) {
  std::string head(
      "\xFD"
      "7zXZ\0\0\x04\xE6\xD6\xB4\x46\x02\0\x21\x01",
      16);
  head += '\x16';  // the dictionary size of the default preset: 8 MiB
  head.resize(kMagicSize, '\0');
  EXPECT_EQ(StreamMemory(Compression::kXz, head), size_t{9} << 20);
}

}  // namespace
}  // namespace ciku
