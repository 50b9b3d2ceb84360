// The scores by which trees of templates are compared.
//
// Scores are logarithms in whole billionths (10^-9). So their sums are exact in any order, and the
// same on every machine. Only the weights that are added up are rounded, each to the nearest
// billionth (halves to the even one): the weight of a template, ln n - ln total in double
// precision, and the null score.
#ifndef CIKU_ENGINE_PARSE_SCORE_H_
#define CIKU_ENGINE_PARSE_SCORE_H_

#include <cmath>
#include <cstdint>

namespace ciku {

using Score = int64_t;

constexpr Score kScoreUnit = 1'000'000'000;
// Scores are first compared by their values rounded to four decimals.
constexpr Score kCompared = kScoreUnit / 10'000;

inline Score ScoreFrom(double value) {
  return static_cast<Score>(std::nearbyint(value * static_cast<double>(kScoreUnit)));
}

// A score rounded to the nearest ten-thousandth, halves up.
constexpr int64_t InTenThousandths(Score score) {
  const Score from = score + kCompared / 2;
  return from / kCompared - (from % kCompared < 0 ? 1 : 0);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_SCORE_H_
