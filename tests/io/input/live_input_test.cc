#include "io/input/live_input.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "io/error.h"
#include "io/input/describe_input.h"
#include "tests/live_pipe.h"

namespace ciku {
namespace {

using std::string_literals::operator""s;

const std::string kGb18030 =
    "\xC4\xE3\xBA\xC3\xCA\xC0\xBD\xE7\xA3\xAC\xCE\xD2\xC3\xC7\n";  // 你好世界，我们

// A live input and whoever writes it.
class LiveInputTest : public testing::Test {
 protected:
  void Open(const InputOptions& options = {}) { live_.emplace(pipe_.TakeReader(), options); }
  bool Begin() { return live_->Begin(&input_, &remark_); }

  std::string ReadNext() {
    std::string bytes(1'000'000, '\0');
    bytes.resize(live_->Read(bytes.data(), bytes.size()));
    return bytes;
  }
  std::string ReadAll() {
    std::string all;
    for (std::string part; !(part = ReadNext()).empty();) all += part;
    return all;
  }

  LivePipe pipe_;
  std::optional<LiveInput> live_;
  InputFile input_;
  std::string remark_;
};

TEST_F(LiveInputTest, BeginsAtAPauseBehindALine) {
  Open();
  bool fits = false;
  std::thread reader([&] { fits = Begin(); });
  pipe_.Write("词");
  pipe_.Write("典\n中");
  reader.join();
  EXPECT_TRUE(fits);
  EXPECT_EQ(input_.format, InputFormat::kLines);
  EXPECT_EQ(ReadNext(), "词典\n中");
  EXPECT_TRUE(live_->paused());
  pipe_.Write("文\n");
  EXPECT_EQ(ReadNext(), "文\n");
  EXPECT_TRUE(live_->paused());
  pipe_.Close();
  EXPECT_EQ(ReadNext(), "");
  EXPECT_FALSE(live_->paused());
  EXPECT_EQ(live_->position(), 14U);
  EXPECT_EQ(live_->size(), 14U);
}

TEST_F(LiveInputTest, AnInputThatEndsInItsHead) {
  for (const std::string text : {"", "a", "a\n", "a\nb"}) {
    SCOPED_TRACE(text);
    pipe_ = LivePipe();
    pipe_.Write(text);
    pipe_.Close();
    Open();
    EXPECT_TRUE(Begin());
    EXPECT_EQ(ReadAll(), text);
  }
}

TEST_F(LiveInputTest, ALongHead) {
  Open();
  std::string text(3 * kLongestHead, 'x');
  text[kLongestHead] = '\n';
  std::thread writer([&] {
    pipe_.Write(text);
    pipe_.Close();
  });
  EXPECT_TRUE(Begin());
  EXPECT_TRUE(ReadAll() == text);
  writer.join();
}

TEST_F(LiveInputTest, TheFirstLineShowsTheFormat) {
  pipe_.Write("{\"text\": \"词典\"}\n");
  Open();
  EXPECT_TRUE(Begin());
  EXPECT_EQ(input_.format, InputFormat::kJsonLines);
}

TEST_F(LiveInputTest, OthersAreKept) {
  InputOptions table;
  table.columns = {"1"};
  InputOptions automatic;
  automatic.encoding = "auto";
  InputOptions wide;
  wide.encoding = "UTF-16LE";
  const std::pair<InputOptions, std::string> kept[] = {
      {{}, "\x1F\x8B\x08\0\0\n"s},
      {{}, "\x28\xB5\x2F\xFD\n"s},
      {{}, "\xFF\xFEx\0\n\0"s},
      {{}, "WARC/1.0\r\n"},
      {{}, "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\">\n"},
      {table, "a,b\n"},
      {automatic, kGb18030},
      {wide, "x\0\n\0"s}};
  for (const auto& [options, text] : kept) {
    SCOPED_TRACE(text);
    pipe_ = LivePipe();
    Open(options);
    pipe_.Write(text);
    EXPECT_FALSE(Begin());
    // From here on nothing is judged.
    pipe_.Write(kGb18030 + "\0\0\0\0"s);
    pipe_.Close();
    EXPECT_EQ(ReadAll(), text + kGb18030 + "\0\0\0\0"s);
  }
}

TEST_F(LiveInputTest, CarriageReturnsAloneAreKept) {
  Open();
  pipe_.Write("a\rb\rc");
  pipe_.Close();
  EXPECT_FALSE(Begin());
}

TEST_F(LiveInputTest, RefusesAtTheFirstPause) {
  for (const std::string& text : {kGb18030, "PK\x03\x04\n"s, "\0\0\0\0\n"s, "[{\"a\":1}]\n"s}) {
    SCOPED_TRACE(text);
    pipe_ = LivePipe();
    Open();
    pipe_.Write(text);
    EXPECT_THROW(Begin(), InputError);
  }
}

TEST_F(LiveInputTest, RefusesWhatComesLaterInTheHead) {
  InputOptions automatic;
  automatic.encoding = "auto";
  const std::pair<InputOptions, std::string> refused[] = {
      {{}, kGb18030}, {automatic, kGb18030}, {{}, "\0\0\0\0\0\0\0\0\n"s}};
  for (const auto& [options, text] : refused) {
    for (const size_t before : {1U, 10'000U, 60'000U}) {
      SCOPED_TRACE(text);
      pipe_ = LivePipe();
      Open(options);
      const std::string first = std::string(before, 'x') + "\n";
      pipe_.Write(first);
      ASSERT_TRUE(Begin());
      EXPECT_EQ(ReadNext(), first);
      pipe_.Write(text);
      if (before > 4096 &&
          text[0] == '\0') {  // zeros are looked for in the first 4 KiB, as in files
        EXPECT_EQ(ReadNext(), text);
      } else {
        EXPECT_THROW(ReadNext(), InputError);
      }
    }
  }
}

TEST_F(LiveInputTest, RefusesAnotherFormatThatComesLaterInTheHead) {
  for (const std::string rest : {"{\"text\": 1}\n", "<mediawiki>\n"}) {
    SCOPED_TRACE(rest);
    pipe_ = LivePipe();
    Open();
    pipe_.Write("\n");
    ASSERT_TRUE(Begin());
    EXPECT_EQ(ReadNext(), "\n");
    pipe_.Write(rest);
    EXPECT_THROW(ReadNext(), InputError);
  }
}

TEST_F(LiveInputTest, JudgesNoHalfCharacter) {
  Open();
  pipe_.Write("a\n\xE8");
  ASSERT_TRUE(Begin());
  EXPECT_EQ(ReadNext(), "a\n\xE8");
  pipe_.Write("\xAF\x8D");
  EXPECT_EQ(ReadNext(), "\xAF\x8D");
}

TEST_F(LiveInputTest, JudgesNothingBehindTheHead) {
  Open();
  pipe_.Write("x\n");
  ASSERT_TRUE(Begin());
  EXPECT_EQ(ReadNext(), "x\n");
  for (size_t at = 0; at < kLongestHead; at += 2000) {
    pipe_.Write(std::string(1999, 'x') + "\n");
    ReadNext();
  }
  pipe_.Write(kGb18030);
  EXPECT_EQ(ReadNext(), kGb18030);
}

TEST_F(LiveInputTest, IsReadOnce) {
  Open();
  live_->TakeText();
  EXPECT_THROW(live_->TakeText(), UsageError);
}

}  // namespace
}  // namespace ciku
