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

// A node where a prefix ends, and how many of its occurrences do; or one where such a step leads.
template <typename Number>
struct Arrival {
  size_t node;
  Number paths;
  PrefixTrie::Step step;
};

// Takes all steps that a prefix can take in a run, paths that meet being added up. Not safe for use
// by two threads at once.
template <typename Number>
class RunSteps {
 public:
  using Arrivals = std::vector<Arrival<Number>>;

  // Replaces `to` by where the steps from these nodes lead, in the order of steps, then of nodes.
  // From where no link leaves the step is to the end, and stays. Words that have no id are left
  // out. O(links of the nodes, and their sorting), and no more than two numbers for each token.
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

  std::vector<size_t> places_;  // in `to`, of each node, without a gap before it and with one
};

// Counts what templates that begin alike have at most. Not safe for use by two threads at once.
template <typename Number>
class StepCounter {
 public:
  // For each step from a prefix of templates, which in this run ends at the nodes `from`: counts
  // under PrefixTrie::KeyOf(prefix, step) what any template has at most, in this run, that goes on
  // by it. Throws as PathTally::Add.
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
