// Which pairs of words can be linked at all, as far as their counts and their places tell.
#ifndef CIKU_ENGINE_TEMPLATES_PAIR_REACH_H_
#define CIKU_ENGINE_TEMPLATES_PAIR_REACH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/templates/template_options.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

// Words with ids below `words`, up to `window` tokens apart, which is at most kWidestWindow.
struct PairReach {
  WordId words = 1;
  size_t window = 5;

  // Calls visit(first, second) for the places of every such pair of a run. O(tokens and pairs):
  // most words of a corpus are too rare, and are looked at only once.
  template <typename Visit>
  void ForEach(std::span<const WordId> run, const Visit& visit) const {
    // The last places of words that are not too rare, a ring: those in the window and one more.
    std::array<uint32_t, 2 * kWidestWindow> places;
    size_t first = 0;
    size_t end = 0;
    for (size_t second = 0; second < run.size(); ++second) {
      if (run[second] == kNoWordId || run[second] >= words) continue;
      while (first < end && places[first % places.size()] + window < second) ++first;
      for (size_t i = first; i < end; ++i) visit(size_t{places[i % places.size()]}, second);
      places[end++ % places.size()] = static_cast<uint32_t>(second);
    }
  }
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PAIR_REACH_H_
