#include "engine/sweep/kept_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "tests/scratch.h"

namespace ciku {
namespace {

// Text that does not repeat itself.
std::string Noise(size_t size, std::mt19937* random) {
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>((*random)());
  return text;
}

class KeptTextTest : public testing::Test {
 protected:
  // Writes up to `pieces` pieces of the rest of `text`, each of less than `most` bytes, and records
  // them; then writes something that is lost. Returns what was handed on.
  std::string Go(const std::string& text, size_t most, int pieces) {
    WorkFolder folder(scratch_.File("work"), {});
    const Storage storage(&folder, &folder);
    SweepMeter meter;
    Checkpoints checkpoints(storage, "pass", &meter);
    std::string handed_on;
    KeptText kept(checkpoints, [&](std::string_view piece) { handed_on += piece; });
    size_t at = checkpoints.results().is_null() ? 0 : CountIn(checkpoints.results(), "at");
    for (; !checkpoints.done() && pieces > 0; --pieces) {
      const std::string piece = text.substr(at, random_() % most);
      kept.Write(piece);
      at += piece.size();
    }
    if (!checkpoints.done()) {
      const bool done = at == text.size();
      checkpoints.Record({}, done, {{"at", at}, {"text", kept.Save(done)}});
      if (!done) kept.Write("lost");
    }
    EXPECT_EQ(handed_on, "");
    kept.HandOn();
    return handed_on;
  }

  std::mt19937 random_{1};
  Scratch scratch_;
};

TEST_F(KeptTextTest, IsHandedOnWhole) {
  const std::string text = Noise(3'000'000, &random_);
  std::string handed_on;
  int runs = 0;
  for (; handed_on.empty(); ++runs) {
    ASSERT_LT(runs, 1000);
    handed_on = Go(text, runs % 3 == 0 ? 1'000'000 : 50'000, runs % 4);
  }
  EXPECT_GT(runs, 5);
  EXPECT_TRUE(handed_on == text);
  // A finished pass can be handed on again and again.
  EXPECT_TRUE(Go(text, 1, 1) == text);
}

TEST_F(KeptTextTest, MayBeEmpty) {
  EXPECT_EQ(Go("", 1, 1), "");
  EXPECT_EQ(Go("", 1, 1), "");
}

TEST(TextThatIsNotKeptTest, IsHandedOnAtOnce) {
  const Storage nowhere(nullptr);
  SweepMeter meter;
  const Checkpoints checkpoints(nowhere, "pass", &meter);
  std::string handed_on;
  const std::function<void(std::string_view)> hand_on = [&](std::string_view piece) {
    handed_on += piece;
  };
  KeptText kept(checkpoints, hand_on);
  kept.Write("some ");
  EXPECT_EQ(handed_on, "some ");
  kept.Write("text");
  kept.HandOn();
  EXPECT_EQ(handed_on, "some text");
}

}  // namespace
}  // namespace ciku
