// How much a path counts, and the least count of a template.
//
// By path, each path counts 1. By sentence, the paths of a run share one vote: if m of its P paths
// are spelled the same, they count floor(2^63 m / P) units of 2^-63 votes. Sums are therefore exact
// integers, the same in any order. A template with the count n passes if ln n - ln total >
// ln min_proba, in double precision. n and total are in the same units: total is the number of all
// paths, or 2^63 for each run.
#ifndef CIKU_ENGINE_TEMPLATES_PATH_WEIGHT_H_
#define CIKU_ENGINE_TEMPLATES_PATH_WEIGHT_H_

#include <cstdint>
#include <string>

#include "engine/count/big_count.h"
#include "engine/templates/find_templates.h"
#include "io/names.h"

namespace ciku {

// A vote is 2^kVoteBits units.
constexpr unsigned kVoteBits = 63;

// The names of weights, as --weight takes them.
inline constexpr Named<PathWeight> kPathWeights[] = {{"path", PathWeight::kPath},
                                                     {"sentence", PathWeight::kSentence}};

// The units of votes for `paths` of a run's `total` paths, at most 2^63.
inline uint64_t VotesOf(uint64_t paths, uint64_t total) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>((Wide{paths} << kVoteBits) / total);
}
inline BigCount VotesOf(const BigCount& paths, const BigCount& total) {
  return (paths << kVoteBits) / total;
}

// The count of `paths` of a run's `total` paths: a number of paths, or units of votes.
template <typename Number>
Number WeightOf(PathWeight weight, const Number& paths, const Number& total) {
  return weight == PathWeight::kPath ? paths : Number(VotesOf(paths, total));
}

// The natural logarithm of count * 2^exponent; the count must not be 0. The number is rounded to
// the nearest double; if it is out of the range of doubles, its upper 53 bits are rounded and their
// exponent is taken into account.
double LogOf(const BigCount& count, int exponent = 0);

// The least count that passes and is at least options.min_count. For votes it is in units, and at
// least a millionth of a vote, because votes are written with six digits after the point.
BigCount LeastCount(const BigCount& total, const TemplateOptions& options);

// Appends a count in text form: a whole number, or votes with six digits after the point.
void AppendCount(PathWeight weight, const BigCount& count, std::string* out);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PATH_WEIGHT_H_
