// Pairs of words that are near each other in a run.
#ifndef CIKU_ENGINE_TEMPLATES_COOCCURRENCES_H_
#define CIKU_ENGINE_TEMPLATES_COOCCURRENCES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/templates/find_templates.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

// Calls visit(first, second) for all pairs of places in the run with first < second <= first +
// window, if is_first() is true of the word at `first` and is_second() of the word at `second`.
// `window` is at most kWidestWindow. O(tokens + pairs): most words of a corpus are neither, and
// each of these is looked at only once.
template <typename IsFirst, typename IsSecond, typename Visit>
void ForEachCooccurrence(std::span<const WordId> run, size_t window, const IsFirst& is_first,
                         const IsSecond& is_second, const Visit& visit) {
  // A ring of the latest places of first words: those in the window and one more.
  std::array<uint32_t, 2 * kWidestWindow> places;
  size_t begin = 0;
  size_t end = 0;
  for (size_t second = 0; second < run.size(); ++second) {
    if (is_second(run[second])) {
      while (begin < end && places[begin % places.size()] + window < second) ++begin;
      for (size_t i = begin; i < end; ++i) visit(size_t{places[i % places.size()]}, second);
    }
    if (!is_first(run[second])) continue;
    // Places outside the window are not needed any more.
    if (end - begin > window) ++begin;
    places[end++ % places.size()] = static_cast<uint32_t>(second);
  }
}

// The words that are frequent enough to be linked: those with ids below `words`.
struct PairReach {
  WordId words = 1;
  size_t window = 5;

  // Calls visit(first, second) for the places of all pairs of these words in the window.
  template <typename Visit>
  void ForEach(std::span<const WordId> run, const Visit& visit) const {
    const auto is_frequent = [&](WordId word) { return word != kNoWordId && word < words; };
    ForEachCooccurrence(run, window, is_frequent, is_frequent, visit);
  }
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_COOCCURRENCES_H_
