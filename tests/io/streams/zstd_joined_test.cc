// zstd files that were put together from others, in any way: they are read as libzstd's streaming
// decoder reads them, which is what `zstd -d` does.
#include <gtest/gtest.h>
#include <zstd.h>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "io/error.h"
#include "io/input/block_reader.h"
#include "io/input/input_file.h"
#include "io/streams/zstd_format.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

// Makes zstd files at random.
class Joiner {
 public:
  explicit Joiner(unsigned seed) : random_(seed) {}

  size_t Below(size_t n) { return random_() % n; }
  bool Chance(size_t one_in) { return Below(one_in) == 0; }

  std::string Text(size_t most) {
    std::string text;
    for (size_t left = Below(most); left > 0; --left) {
      text += Chance(30) ? '\n' : static_cast<char>('a' + Below(4));
    }
    return text;
  }

  std::string Frame(const std::string& text) {
    const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                     ZSTD_freeCCtx);
    const auto set = [&](ZSTD_cParameter parameter, size_t value) {
      ZSTD_CCtx_setParameter(context.get(), parameter, static_cast<int>(value));
    };
    set(ZSTD_c_compressionLevel, Below(10));
    set(ZSTD_c_checksumFlag, Below(2));
    set(ZSTD_c_contentSizeFlag, Below(2));
    if (Chance(3)) set(ZSTD_c_windowLog, 10 + Below(22));
    std::string out(ZSTD_compressBound(text.size()) + 100, '\0');
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    // Only when the size is not known beforehand does the header have a window for all of it.
    if (Chance(2)) ZSTD_compressStream2(context.get(), &to, &in, ZSTD_e_flush);
    EXPECT_EQ(ZSTD_compressStream2(context.get(), &to, &in, ZSTD_e_end), 0U);
    out.resize(to.pos);
    return out;
  }

  std::string Skippable() {
    std::string frame = "\x50\x2A\x4D\x18";
    frame[0] = static_cast<char>(frame[0] + static_cast<char>(Below(16)));
    const std::string content = Text(Chance(2) ? 40 : 1);
    frame += static_cast<char>(content.size());
    return frame + std::string(3, '\0') + content;
  }

  // Frames with a seek table, as `ciku pack` writes them, or with one that is wrong.
  std::string Pack(bool wrong) {
    std::string bytes;
    std::vector<SeekTable::Entry> entries;
    for (size_t left = Below(5); left > 0; --left) {
      const std::string text = Text(3000);
      const std::string frame = Frame(text);
      bytes += frame;
      entries.push_back({static_cast<uint32_t>(frame.size()), static_cast<uint32_t>(text.size())});
    }
    if (wrong && !entries.empty()) {
      SeekTable::Entry& one = entries[Below(entries.size())];
      SeekTable::Entry& other = entries[Below(entries.size())];
      switch (Below(5)) {
        case 0: {  // the sum stays right
          const auto more = static_cast<uint32_t>(Below(one.compressed_size));
          one.compressed_size -= more;
          other.compressed_size += more;
          break;
        }
        case 1:
          one.content_size += static_cast<uint32_t>(Below(10)) - 5;
          break;
        case 2:
          std::swap(one, other);
          break;
        case 3:
          entries.pop_back();
          break;
        default:
          entries.push_back({0, static_cast<uint32_t>(Below(100))});
      }
    }
    return bytes + EncodeSeekTable(entries);
  }

  std::string Any() {
    switch (Below(6)) {
      case 0:
        return Skippable();
      case 1:
        return Frame("");
      case 2:
        return Frame(Text(20'000));
      case 3:
        return Pack(true);
      default:
        return Pack(false);
    }
  }

  std::string File() {
    std::string bytes;
    for (size_t left = 1 + Below(5); left > 0; --left) bytes += Any();
    if (Chance(8)) bytes.resize(Below(bytes.size() + 1));
    if (Chance(8) && bytes.size() > 8) {
      const size_t at = 4 + Below(bytes.size() - 4);
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << Below(8)));
    }
    if (Chance(20)) bytes += "garbage";
    return bytes;
  }

 private:
  std::mt19937 random_;
};

// The text of a file, or nothing if libzstd refuses it.
std::optional<std::string> Unpack(const std::string& bytes) {
  const std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(),
                                                                        ZSTD_freeDStream);
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, 31);
  std::string text;
  std::string piece(5000, '\0');
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  for (size_t left = 0;;) {
    ZSTD_outBuffer out{piece.data(), piece.size(), 0};
    const size_t before = in.pos;
    const size_t result = ZSTD_decompressStream(stream.get(), &out, &in);
    if (ZSTD_isError(result)) return std::nullopt;
    text.append(piece, 0, out.pos);
    if (out.pos == 0 && in.pos == before) return left == 0 ? std::optional(text) : std::nullopt;
    left = result;
  }
}

// Reads a file in parts of `blocks` blocks and more, each with a reader of its own. At the start of
// a file, where a byte-order mark may follow, a reader begins anew after any number of empty
// blocks.
std::optional<std::string> ReadInParts(const std::string& path, const BlockLimits& limits,
                                       size_t blocks) {
  const AnywhereSplitRule rule;
  ReaderConfig config;
  config.limits = limits;
  std::string text;
  try {
    const Corpus corpus = Corpus::Open({path});
    ReaderPosition position;
    for (bool more = true; more; ++blocks) {
      BlockReader reader(corpus, config, rule, position);
      Block block;
      for (size_t i = 0; i < blocks && (more = reader.HandOut(&block)); ++i) {
        reader.Load(&block);
        reader.Stitch(&block);
        reader.Parse(&block);
        text.append(block.lead.bytes).append(block.body.bytes);
        reader.Finish(&block);
      }
      position = reader.position();
    }
  } catch (const CorruptionError& error) {
    EXPECT_TRUE(std::string(error.what()).find(path) != std::string::npos) << error.what();
    return std::nullopt;
  }
  return text;
}

TEST(ZstdJoinedTest, FilesAreReadAsLibzstdReadsThem) {
  const Scratch scratch;
  size_t refused = 0;
  constexpr unsigned kSeeds = 200;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Joiner joiner(seed);
    const std::string bytes = joiner.File();
    const std::optional<std::string> expected = Unpack(bytes);
    refused += expected ? 0 : 1;
    const std::string path = scratch.Write("f.zst", bytes);
    if (bytes.empty()) continue;  // not a zstd file
    for (const BlockLimits& limits : {BlockLimits{1 << 20, 16 << 20}, BlockLimits{700, 2000}}) {
      for (const size_t blocks : {size_t{1} << 30, 1 + joiner.Below(4)}) {
        const std::optional<std::string> seen = ReadInParts(path, limits, blocks);
        ASSERT_EQ(seen.has_value(), expected.has_value());
        if (seen) {
          ASSERT_TRUE(*seen == *expected);
        }
      }
    }
  }
  EXPECT_GT(refused, kSeeds / 10);
  EXPECT_LT(refused, kSeeds / 2);
}

TEST(ZstdJoinedTest, ASampleOfFramesWithAWrongTable) {
  const Scratch scratch;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    Joiner joiner(seed);
    const std::string path = scratch.Write("f.zst", joiner.Frame("") + joiner.Pack(true));
    const Corpus corpus = Corpus::Open({path});
    EXPECT_LE(SampleText(corpus.files().front(), 100, 2).size(), 100U);
  }
}

}  // namespace
}  // namespace ciku
