// What paths count, and from which count on a template is one.
//
// By path each counts 1. By sentence the paths of a run share one vote: of P paths, the m that are
// spelled the same count floor(2^63 m / P) units of 2^-63 votes, so that sums are exact integers
// and the same in any order. A template passes where ln n - ln total > ln min_proba, in double
// precision, n and total being counted in the same units: total is the number of all paths, or
// 2^63 for each run.
#ifndef CIKU_ENGINE_TEMPLATES_PATH_WEIGHT_H_
#define CIKU_ENGINE_TEMPLATES_PATH_WEIGHT_H_

#include <cstdint>
#include <string>

#include "engine/count/big_count.h"
#include "engine/templates/find_templates.h"
#include "io/names.h"

namespace ciku {

// Of which a vote has two to this power.
constexpr unsigned kVoteBits = 63;

// The names of weights, as --weight takes them.
inline constexpr Named<PathWeight> kPathWeights[] = {{"path", PathWeight::kPath},
                                                     {"sentence", PathWeight::kSentence}};

// What `paths` of a run's `total` paths count together, which is at most 2^63 for votes.
inline uint64_t VotesOf(uint64_t paths, uint64_t total) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>((Wide{paths} << kVoteBits) / total);
}
inline BigCount VotesOf(const BigCount& paths, const BigCount& total) {
  return (paths << kVoteBits) / total;
}

template <typename Number>
Number WeightOf(PathWeight weight, const Number& paths, const Number& total) {
  return weight == PathWeight::kPath ? paths : Number(VotesOf(paths, total));
}

// The natural logarithm of count * 2^exponent, for a count that is not 0, of a number beyond
// doubles as well: of the number rounded to the nearest double, or, where there is none, of its 53
// upper bits, rounded, and their exponent.
double LogOf(const BigCount& count, int exponent = 0);

// The least count that passes and is at least options.min_count; for votes also one millionth of
// one, which is the least that is written of them.
BigCount LeastCount(const BigCount& total, const TemplateOptions& options);

// Appends a count as it is written: a whole number, or votes with six digits after the point.
void AppendCount(PathWeight weight, const BigCount& count, std::string* out);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PATH_WEIGHT_H_
