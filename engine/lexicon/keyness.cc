#include "engine/lexicon/keyness.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "io/error.h"

namespace ciku {
namespace {

uint64_t CountOf(const ComparedWord& word, const std::optional<Ranked>& ranked) {
  if (!ranked) return 0;
  if (ranked->count) return *ranked->count;
  throw UsageError(
      fmt::format("'{}' has no count, and keyness compares counts", Printable(word.word)));
}

// The tokens of the corpus of lexicon `name`.
double SizeOf(const char* name, const Comparison& comparison,
              std::optional<Ranked> ComparedWord::* side, std::optional<uint64_t> given) {
  uint64_t most = 0;
  double sum = 0;
  for (const ComparedWord& word : comparison.words) {
    const uint64_t count = CountOf(word, word.*side);
    most = std::max(most, count);
    sum += static_cast<double>(count);
  }
  if (given && *given < most) {
    throw UsageError(fmt::format("--size-{}: a word occurs {} times, and {} tokens are fewer", name,
                                 most, *given));
  }
  const double size = given ? static_cast<double>(*given) : sum;
  if (size == 0) throw UsageError(fmt::format("the lexicon {} counts nothing", name));
  return size;
}

double Term(double observed, double expected) {
  return observed == 0 ? 0 : observed * std::log(observed / expected);
}

}  // namespace

std::vector<KeyWord> ByKeyness(const Comparison& comparison, const CorpusSizes& sizes) {
  const double size_a = SizeOf("a", comparison, &ComparedWord::a, sizes.a);
  const double size_b = SizeOf("b", comparison, &ComparedWord::b, sizes.b);
  std::vector<KeyWord> keys;
  for (size_t i = 0; i < comparison.words.size(); ++i) {
    const ComparedWord& word = comparison.words[i];
    const auto a = static_cast<double>(CountOf(word, word.a));
    const auto b = static_cast<double>(CountOf(word, word.b));
    const double share = (a + b) / (size_a + size_b);
    // Rounding may make the sum of two nearly equal terms negative.
    const double g2 = std::max(0.0, 2 * (Term(a, size_a * share) + Term(b, size_b * share)));
    const auto frequency = [](double count, double size) {
      return (count == 0 ? 0.5 : count) / size;
    };
    keys.push_back({i, g2, std::log2(frequency(a, size_a) / frequency(b, size_b))});
  }
  std::stable_sort(keys.begin(), keys.end(),
                   [](const KeyWord& x, const KeyWord& y) { return x.g2 > y.g2; });
  return keys;
}

}  // namespace ciku
