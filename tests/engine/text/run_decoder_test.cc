#include "engine/text/run_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/error.h"
#include "tests/folding_text.h"
#include "tests/naive_pair_cut.h"
#include "tests/random_text.h"
#include "tests/unit_text.h"

namespace ciku {
namespace {

// Decodes with a consumer that keeps a random number of symbols each time.
std::vector<std::u32string> DecodeRuns(const Symbols& symbols, const Text& text, RandomText* random,
                                       uint64_t* invalid_bytes) {
  RunDecoder decoder(symbols, false);
  std::vector<std::u32string> runs(1);
  decoder.Decode<true>(text, [&](const SymbolBatch& batch) {
    const size_t used = batch.last ? batch.size : random->Below(batch.size + 1);
    for (size_t i = 0; i < used; ++i) {
      const SymbolId id = batch.ids[i];
      if (id == kSeparator) {
        if (!runs.back().empty()) runs.emplace_back();
        continue;
      }
      runs.back() += symbols.scalar(id);
      std::string utf8;
      symbols.AppendUtf8(id, &utf8);
      EXPECT_EQ(text.bytes.substr(batch.starts[i], batch.starts[i + 1] - batch.starts[i]), utf8);
    }
    return used;
  });
  if (runs.back().empty()) runs.pop_back();
  *invalid_bytes = decoder.invalid_bytes();
  return runs;
}

TEST(RunDecoderTest, RandomTextsAgreeWithTheOracle) {
  for (const Alphabet alphabet :
       {Alphabet::kBasic, Alphabet::kHan, Alphabet::kLetters, Alphabet::kAny}) {
    const Symbols symbols(alphabet);
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      SCOPED_TRACE(testing::Message()
                   << "alphabet " << static_cast<int>(alphabet) << " seed " << seed);
      RandomText random(seed);
      TextShape shape;
      shape.symbols = random.Below(30'000);
      shape.invalid = 0.02;
      const std::string text = random.Make(shape);
      uint64_t naive_invalid = 0;
      const auto naive = NaiveRuns(text, alphabet, &naive_invalid);
      uint64_t invalid = 0;
      EXPECT_EQ(DecodeRuns(symbols, {text, {}}, &random, &invalid), naive);
      EXPECT_EQ(invalid, naive_invalid);
    }
  }
}

// The runs of a text, found at once.
std::vector<std::u32string> RunsBetweenUnits(const UnitRules& rules, std::string_view text,
                                             const std::vector<bool>* begins = nullptr) {
  std::vector<std::u32string> runs;
  for (const Part& part : PartsOf(rules, text, kLongestRun, begins)) {
    if (part.is_unit) continue;
    runs.emplace_back();
    ForEachSymbol(part.text, [&](char32_t scalar, std::string_view) { runs.back() += scalar; });
  }
  return runs;
}

TEST(RunDecoderTest, UnitsSeparateRuns) {
  for (const auto& [name, alphabet] : kAlphabets) {
    const Symbols symbols(alphabet, {}, {}, Rules::kUnits);
    for (uint64_t seed = 1; seed <= 40; ++seed) {
      SCOPED_TRACE(testing::Message() << name << " seed " << seed);
      RandomText random(seed);
      const std::string text = MakeUnitText(random.Below(seed <= 5 ? 200'000 : 20'000),
                                            random.Chance(0.5) ? 0 : 0.01, &random);
      uint64_t invalid = 0;
      EXPECT_EQ(DecodeRuns(symbols, {text, {}}, &random, &invalid),
                RunsBetweenUnits(*symbols.units(), text));
    }
  }
}

TEST(RunDecoderTest, LongRunsAreDividedBetweenUnits) {
  const Symbols symbols(Alphabet::kBasic, {}, {}, Rules::kUnits);
  for (const size_t size : {kLongestRun - 1, kLongestRun, kLongestRun + 1, 3 * kLongestRun + 5}) {
    RandomText random(size);
    std::string text = "第，";
    for (size_t i = 0; i < size; ++i) text += random.Chance(0.5) ? "中" : "年";
    text += "12万";
    uint64_t invalid = 0;
    EXPECT_EQ(DecodeRuns(symbols, {text, {}}, &random, &invalid),
              RunsBetweenUnits(*symbols.units(), text));
  }
}

TEST(RunDecoderTest, LongRunsOfFoldedTextAreDividedBetweenSegments) {
  const Folding folding = {.nfkc = true};
  const Symbols symbols(Alphabet::kLetters, {}, folding, Rules::kUnits);
  for (const std::string first : {"", "一", "一一", "，一"}) {
    std::string original = first;
    for (size_t i = 0; i < kLongestRun; ++i) original += i % 7 == 0 ? "㍻一" : "㌔";  // 平成, キロ
    const std::string folded = NaiveFold(original, folding);
    const std::vector<bool> begins = SegmentBegins(*symbols.normalizer(), original);
    Text text{folded, {}};
    text.original = original;
    RandomText random(1);
    uint64_t invalid = 0;
    EXPECT_EQ(DecodeRuns(symbols, text, &random, &invalid),
              RunsBetweenUnits(*symbols.units(), folded, &begins));
  }
}

TEST(RunDecoderTest, ReadsNoByteBeyondTheText) {
  const Symbols symbols(Alphabet::kBasic);
  const std::string text = "词库词库abcd词";
  for (size_t size = 0; size <= text.size(); ++size) {
    // A buffer of exactly this size, for AddressSanitizer to watch.
    const std::vector<char> exact(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
    RandomText random(size);
    uint64_t invalid = 0;
    uint64_t naive_invalid = 0;
    const std::string_view view(exact.data(), exact.size());
    const auto naive = NaiveRuns(view, Alphabet::kBasic, &naive_invalid);
    EXPECT_EQ(DecodeRuns(symbols, {view, {}}, &random, &invalid), naive);
    EXPECT_EQ(invalid, naive_invalid);
  }
}

TEST(RunDecoderTest, AJoinedTextHasNoSeparatorAtItsEnd) {
  const Symbols symbols(Alphabet::kBasic);
  RunDecoder decoder(symbols, false);
  for (const bool joined : {false, true}) {
    size_t size = 0;
    decoder.Decode<false>({"词库", {}, false, joined}, [&](const SymbolBatch& batch) {
      EXPECT_TRUE(batch.last);
      return size = batch.size;
    });
    EXPECT_EQ(size, joined ? 2U : 3U);
  }
}

TEST(RunDecoderTest, StrictNamesTheFirstInvalidByte) {
  const Symbols symbols(Alphabet::kBasic);
  RunDecoder decoder(symbols, true);
  const std::string path = "file.txt";
  const Text text{"词\xFF库", {&path, Origin::Kind::kFile, 0, 100}};
  try {
    decoder.Decode<false>(text, [](const SymbolBatch& batch) { return batch.size; });
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("file.txt: offset 103: invalid UTF-8 (byte 0xFF)"),
              std::string::npos)
        << error.what();
  }
}

TEST(RunDecoderTest, StrictNamesThePlaceInTheOriginal) {
  const Symbols symbols(Alphabet::kBasic);
  RunDecoder decoder(symbols, true);
  const std::string path = "file.txt";
  Text text{"ABC\xFE库\xFF", {&path, Origin::Kind::kFile, 0, 100}};
  text.original = "ＡＢＣ\xFE库\xFF";
  try {
    decoder.Decode<false>(text, [](const SymbolBatch& batch) { return batch.size; });
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("file.txt: offset 109: invalid UTF-8 (byte 0xFE)"),
              std::string::npos)
        << error.what();
  }
}

TEST(RunDecoderTest, ACarriageReturnEndsALineOnlyWhereTheLineEnds) {
  const Symbols symbols(Alphabet::kAny);
  RunDecoder decoder(symbols, false);
  for (const bool goes_on : {false, true}) {
    Text text{"a\r", {}};
    text.line_goes_on = goes_on;
    decoder.Decode<false>(text, [&](const SymbolBatch& batch) {
      EXPECT_EQ(batch.size, 3U);
      EXPECT_EQ(batch.ids[1], goes_on ? symbols.ids()[U'\r'] : kSeparator);
      return batch.size;
    });
  }
}

}  // namespace
}  // namespace ciku
