// The number of paths in a run, by dynamic programming from its end.
//
// The number of maximal paths in n tokens grows up to as fast as 2^n. It is always exact: it is
// held in 64 bits if it fits, which is nearly always, and otherwise in an integer of any size.
#ifndef CIKU_ENGINE_TEMPLATES_PATH_SUMS_H_
#define CIKU_ENGINE_TEMPLATES_PATH_SUMS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/count/big_count.h"
#include "engine/templates/find_templates.h"
#include "engine/templates/linked_run.h"

namespace ciku {

// `Number` is uint64_t or BigCount. Not safe for use by two threads at once.
template <typename Number>
class PathSums {
 public:
  // Returns false if a number does not fit `Number`. O(tokens times links of a token).
  bool Compute(const LinkedRun& run) {
    if (!run.HasLinks()) {  // like most runs; most() is not asked of tokens without links
      paths_.assign(1, Number(run.size()));
      return true;
    }
    paths_.resize(run.size() + 1);
    most_.resize(run.size() + 1);
    for (size_t node = run.size() + 1; node-- > 0;) {
      if (!ComputeNode(run, node)) return false;
    }
    return true;
  }

  // The number of paths of the run.
  const Number& total() const { return paths_[LinkedRun::kBegin]; }

  // An upper bound on how many of the paths from a node can be spelled the same, as words and gaps.
  // A next step is a word with or without a gap before it; the bound is the largest, over all next
  // steps, of the sum of the bounds of the nodes that the step leads to. If no word of the run
  // occurs twice, it is 1.
  const Number& most(size_t node) const { return most_[node]; }

 private:
  static bool AddTo(Number* sum, const Number& number) {
    if constexpr (std::is_same_v<Number, uint64_t>) {
      return !__builtin_add_overflow(*sum, number, sum);
    } else {
      *sum += number;
      return true;
    }
  }

  bool ComputeNode(const LinkedRun& run, size_t node) {
    Number& paths = paths_[node];
    Number& most = most_[node];
    if (run.IsEnd(node)) {
      paths = most = 1;
      return true;
    }
    most = 0;
    paths = node == LinkedRun::kBegin ? run.alone().size() : 0;
    // `most` of node 0 is not needed.
    size_t ways = 0;
    bool fits = true;
    run.ForEachNext(node, [&](size_t next) {
      fits = fits && AddTo(&paths, paths_[next]);
      if (node == LinkedRun::kBegin) return;
      if (!LinkedRun::HasGap(node, next)) {
        most = most_[next];
        return;
      }
      const auto begin = ways_.begin();
      const auto end = begin + static_cast<std::ptrdiff_t>(ways);
      const auto way = std::find_if(
          begin, end, [&](const auto& known) { return known.first == run.word(next); });
      if (way == end) {
        ways_[ways].first = run.word(next);
        ways_[ways++].second = most_[next];
      } else {
        way->second += most_[next];  // no more than `paths`, which fits
      }
    });
    for (size_t i = 0; i < ways; ++i) most = std::max(most, ways_[i].second);
    return fits;
  }

  std::vector<Number> paths_;  // by node: the number of paths from there to an end
  std::vector<Number> most_;
  // Words after a gap, each with the sum of the bounds of its nodes.
  std::array<std::pair<WordId, Number>, kWidestWindow> ways_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PATH_SUMS_H_
