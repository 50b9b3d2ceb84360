#include "engine/templates/path_weight.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace ciku {
namespace {

constexpr uint64_t kMillion = 1'000'000;

}  // namespace

double LogOf(const BigCount& count, int exponent) {
  constexpr unsigned kUpperBits = 64;
  const auto bits = static_cast<unsigned>(msb(count)) + 1;
  // The upper bits round as the whole number would: there are more of them than a double holds, and
  // the lowest one is also set if any bit below it is.
  const unsigned shift = bits - std::min(bits, kUpperBits);
  auto upper = static_cast<uint64_t>(BigCount(count >> shift));
  upper |= lsb(count) < shift ? 1 : 0;
  const auto rounded = static_cast<double>(upper);
  exponent += static_cast<int>(shift);
  const double number = std::ldexp(rounded, exponent);
  if (std::isnormal(number)) return std::log(number);
  int own_exponent;
  const double fraction = std::frexp(rounded, &own_exponent);
  return std::log(fraction) + std::log(2.0) * (own_exponent + exponent);
}

BigCount LeastCount(const BigCount& total, const TemplateOptions& options) {
  BigCount least = std::max<uint64_t>(options.min_count, 1);
  if (options.weight == PathWeight::kSentence) {
    const BigCount vote = BigCount(1) << kVoteBits;
    least = (vote + kMillion - 1) / kMillion;
    if (options.min_count > 0) least = options.min_count * vote;
  }
  if (total.is_zero()) return least;
  const double log_total = LogOf(total);
  const double log_least = std::log(options.min_proba);
  // `below` is too small a count; `enough` passes, or is larger than any count.
  BigCount below = 0;
  BigCount enough = total + 1;
  while (below + 1 < enough) {
    const BigCount middle = (below + enough) / 2;
    (LogOf(middle) - log_total > log_least ? enough : below) = middle;
  }
  return std::max(least, enough);
}

void AppendCount(PathWeight weight, const BigCount& count, std::string* out) {
  if (weight == PathWeight::kPath) {
    out->append(count.str());
    return;
  }
  const BigCount rounded = (count * kMillion + (BigCount(1) << (kVoteBits - 1))) >> kVoteBits;
  const BigCount votes = rounded / kMillion;
  const auto parts = static_cast<uint64_t>(BigCount(rounded % kMillion));
  out->append(fmt::format("{}.{:06}", votes.str(), parts));
}

}  // namespace ciku
