#include "io/streams/live_stream.h"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <algorithm>
#include <string>
#include <thread>

#include "tests/live_pipe.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

std::string ReadUpTo(LiveStream* stream, size_t size) {
  std::string bytes(size, '\0');
  bytes.resize(stream->Read(bytes.data(), size));
  return bytes;
}

TEST(LiveStreamTest, ReadsFromPauseToPause) {
  LivePipe pipe;
  LiveStream stream(pipe.TakeReader());
  pipe.Write("ab");
  pipe.Write("c");
  EXPECT_EQ(ReadUpTo(&stream, 100), "abc");
  EXPECT_TRUE(stream.paused());
  pipe.Write("defg");
  EXPECT_EQ(ReadUpTo(&stream, 3), "def");
  EXPECT_FALSE(stream.paused());
  EXPECT_EQ(ReadUpTo(&stream, 1), "g");
  EXPECT_TRUE(stream.paused());
  pipe.Write("h");
  pipe.Close();
  EXPECT_EQ(ReadUpTo(&stream, 100), "h");
  EXPECT_FALSE(stream.paused());
  EXPECT_EQ(ReadUpTo(&stream, 100), "");
  EXPECT_FALSE(stream.paused());
  EXPECT_EQ(stream.size(), 8U);
  EXPECT_EQ(stream.fingerprint(), XXH3_64bits("abcdefgh", 8));
}

TEST(LiveStreamTest, TheEndMayComeAlone) {
  LivePipe pipe;
  LiveStream stream(pipe.TakeReader());
  pipe.Close();
  EXPECT_EQ(ReadUpTo(&stream, 1), "");
  EXPECT_EQ(ReadUpTo(&stream, 1), "");
  EXPECT_FALSE(stream.paused());
}

TEST(LiveStreamTest, WaitsForTheFirstByte) {
  LivePipe pipe;
  LiveStream stream(pipe.TakeReader());
  std::string seen;
  std::thread reader([&] { seen = ReadUpTo(&stream, 10); });
  pipe.Write("x");
  reader.join();
  EXPECT_EQ(seen, "x");
}

TEST(LiveStreamTest, StopEndsAWait) {
  LivePipe pipe;
  LiveStream stream(pipe.TakeReader());
  std::string seen = "nothing yet";
  std::thread reader([&] { seen = ReadUpTo(&stream, 10); });
  stream.Stop();
  reader.join();
  EXPECT_EQ(seen, "");
  EXPECT_FALSE(stream.paused());
}

TEST(LiveStreamTest, LosesNothing) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    RandomText random(seed);
    std::string bytes(random.Below(3'000'000), '\0');
    for (char& c : bytes) c = static_cast<char>(random.Below(256));
    LivePipe pipe;
    LiveStream stream(pipe.TakeReader());
    std::thread writer([&] {
      RandomText sizes(seed + 1000);
      for (size_t at = 0, size; at < bytes.size(); at += size) {
        size = sizes.Below(2) == 0 ? sizes.Below(100) + 1 : sizes.Below(200'000) + 1;
        pipe.Write(std::string_view(bytes).substr(at, size));
        size = std::min(size, bytes.size() - at);
      }
      pipe.Close();
    });
    std::string seen;
    for (bool ended = false; !ended;) {
      const size_t size = random.Below(300'000) + 1;
      const std::string part = ReadUpTo(&stream, size);
      ended = part.size() < size && !stream.paused();
      EXPECT_TRUE(ended || !part.empty());
      seen += part;
    }
    writer.join();
    EXPECT_TRUE(seen == bytes);
    EXPECT_EQ(stream.fingerprint(), XXH3_64bits(bytes.data(), bytes.size()));
  }
}

}  // namespace
}  // namespace ciku
