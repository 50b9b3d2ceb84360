#include "engine/sweep/stopping.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "ciku/ciku.h"
#include "engine/sweep/budget.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(StoppingTest, TheInnermostScopeCounts) {
  std::atomic<bool> asked = true;
  EXPECT_EQ(StopFlag(), nullptr);
  StopIfAsked();
  {
    const StopScope outer(&asked);
    EXPECT_THROW(StopIfAsked(), Interrupted);
    {
      const StopScope inner(nullptr);
      StopIfAsked();
    }
    EXPECT_THROW(StopIfAsked(), Interrupted);
  }
  StopIfAsked();
}

TEST(StoppingTest, OtherThreadsKnowTheFlag) {
  std::atomic<bool> asked = false;
  std::atomic<size_t> done = 0;
  const StopScope scope(&asked);
  const auto work = [&](size_t) {
    if (++done == 100) asked = true;
  };
  EXPECT_THROW(ParallelFor(4, 1'000'000, work), Interrupted);
  EXPECT_LT(done, 500'000U);
}

// Ends a run when a pass begins, or when a sweep over the corpus has read something.
class StopsAt : public Observer {
 public:
  explicit StopsAt(size_t pass) : left_(pass) {}

  void Sweep(const std::string& name, uint64_t, const SweepMeter&, const Storage*,
             const std::function<Figures()>& pass) override {
    Pass(name, pass);
  }
  void Pass(const std::string&, const std::function<Figures()>& pass) override {
    if (left_-- == 0) asked = true;
    pass();
  }

  std::atomic<bool> asked = false;

 private:
  size_t left_;
};

std::string Mined(const Corpus& corpus, const MineOptions& options, const Storage& storage,
                  Observer* observer) {
  std::string lines;
  Mine(corpus, options, {size_t{64} << 20, 2}, storage, observer)
      .Write({}, [&](std::string_view text) { lines += text; });
  return lines;
}

// With a work folder, what was recorded before is there for the next run.
TEST(StoppingTest, RunsStopInAnyPassAndGoOn) {
  const Scratch scratch;
  std::string text;
  for (size_t i = 0; i < 3000; ++i)
    text += "中国人民和世界各国人民" + std::to_string(i % 7) + "，\n";
  const Corpus corpus = Corpus::Open({scratch.Write("text.txt", text)});
  const std::string work = scratch.File("work");
  for (const MethodOptions& method :
       {MethodOptions(UnigramOptions()), MethodOptions(PairCutOptions()),
        MethodOptions(NgramOptions()), MethodOptions(WordFinderOptions())}) {
    const MineOptions options{.method = method, .statistics = true};
    const std::string expected = Mined(corpus, options, Storage(), NoObserver());
    for (size_t pass = 0;; ++pass) {
      SCOPED_TRACE(testing::Message() << "method " << method.index() << ", pass " << pass);
      StopsAt stops(pass);
      {
        const StopScope scope(&stops.asked);
        try {
          ASSERT_EQ(Mined(corpus, options, Storage({.work_directory = work}), &stops), expected);
        } catch (const Interrupted&) {
        }
      }
      StopsAt never(1000);
      const Storage storage({.work_directory = work});
      ASSERT_EQ(Mined(corpus, options, storage, &never), expected);
      storage.Finish();
      if (!stops.asked) break;
    }
  }
}

}  // namespace
}  // namespace ciku
