// Steps along the paths of a run.
#ifndef CIKU_ENGINE_TEMPLATES_RUN_STEPS_H_
#define CIKU_ENGINE_TEMPLATES_RUN_STEPS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/templates/linked_run.h"
#include "engine/templates/path_sums.h"
#include "engine/templates/path_tally.h"
#include "engine/templates/prefix_trie.h"

namespace ciku {

// A node of a run where occurrences of a prefix end, how many end there, and the step that led
// there.
template <typename Number>
struct Arrival {
  size_t node;
  Number paths;
  PrefixTrie::Step step;
};

// Takes all steps from a prefix in a run, and adds up the paths that meet in a node. Not safe for
// use by two threads at once.
template <typename Number>
class RunSteps {
 public:
  using Arrivals = std::vector<Arrival<Number>>;

  // Replaces `to` with the arrivals of all steps from the nodes in `from`, sorted by step, then by
  // node. If no link leaves a node, the only step from it is to the end of a template, and arrives
  // at the same node. Words without an id are left out. O(n log n) for n links of the nodes; takes
  // no more than two numbers for each token.
  void Take(const LinkedRun& run, std::span<const Arrival<Number>> from, Arrivals* to) {
    to->clear();
    places_.resize(std::max(places_.size(), 2 * (run.size() + 1)), kNowhere);
    for (const Arrival<Number>& arrival : from) {
      if (run.IsEnd(arrival.node)) {
        const bool has_gap = arrival.node != run.size();
        to->push_back({arrival.node, arrival.paths, PrefixTrie::StepTo(kNoWordId, has_gap)});
        continue;
      }
      run.ForEachNext(arrival.node, [&](size_t next) {
        if (run.word(next) == kNoWordId) return;
        const bool has_gap = LinkedRun::HasGap(arrival.node, next);
        size_t& place = places_[2 * next + (has_gap ? 1 : 0)];
        if (place == kNowhere) {
          place = to->size();
          to->push_back({next, arrival.paths, PrefixTrie::StepTo(run.word(next), has_gap)});
        } else {
          (*to)[place].paths += arrival.paths;
        }
      });
    }
    for (const Arrival<Number>& arrival : *to) {
      places_[2 * arrival.node + (PrefixTrie::HasGap(arrival.step) ? 1 : 0)] = kNowhere;
    }
    std::sort(to->begin(), to->end(), [](const auto& a, const auto& b) {
      return a.step != b.step ? a.step < b.step : a.node < b.node;
    });
  }

  // Calls visit(arrivals) for the arrivals of each step.
  template <typename Visit>
  static void ForEachStep(std::span<const Arrival<Number>> arrivals, const Visit& visit) {
    while (!arrivals.empty()) {
      const PrefixTrie::Step step = arrivals.front().step;
      const auto end = std::find_if(arrivals.begin(), arrivals.end(),
                                    [&](const auto& arrival) { return arrival.step != step; });
      const auto size = static_cast<size_t>(end - arrivals.begin());
      visit(arrivals.first(size));
      arrivals = arrivals.subspan(size);
    }
  }

 private:
  static constexpr size_t kNowhere = static_cast<size_t>(-1);

  // For each node, without a gap before it and with one: its place in `to`.
  std::vector<size_t> places_;
};

// Counts upper bounds for templates, by the prefixes that they begin with. Not safe for use by two
// threads at once.
template <typename Number>
class StepCounter {
 public:
  // Takes a prefix whose occurrences in this run end at the nodes `from`. For each step from it,
  // the tally of PrefixTrie::KeyOf(prefix, step) is increased by the most that any template that
  // goes on with this step can count in this run. Throws as PathTally::Add.
  void Count(const LinkedRun& run, const PathSums<Number>& sums, uint32_t prefix,
             std::span<const Arrival<Number>> from, PathTally* tally) {
    steps_.Take(run, from, &arrivals_);
    RunSteps<Number>::ForEachStep(arrivals_, [&](std::span<const Arrival<Number>> arrivals) {
      Number most = 0;
      for (const auto& arrival : arrivals) most += arrival.paths * sums.most(arrival.node);
      tally->Add(PrefixTrie::KeyOf(prefix, arrivals.front().step), most, sums.total());
    });
  }

 private:
  RunSteps<Number> steps_;
  typename RunSteps<Number>::Arrivals arrivals_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_RUN_STEPS_H_
