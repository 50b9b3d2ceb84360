// Pairs of words of a run that are near each other.
#ifndef CIKU_ENGINE_TEMPLATES_COOCCURRENCES_H_
#define CIKU_ENGINE_TEMPLATES_COOCCURRENCES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/templates/find_templates.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

// Calls visit(first, second) for all places, the first before the second and at most `window`
// tokens, that is at most kWidestWindow, before it, of words of which is_first(word) and
// is_second(word) are true. O(tokens and pairs): most words of a corpus are neither, and are looked
// at only once.
template <typename IsFirst, typename IsSecond, typename Visit>
void ForEachCooccurrence(std::span<const WordId> run, size_t window, const IsFirst& is_first,
                         const IsSecond& is_second, const Visit& visit) {
  // The last places of first words, a ring: those in the window and one more.
  std::array<uint32_t, 2 * kWidestWindow> places;
  size_t begin = 0;
  size_t end = 0;
  for (size_t second = 0; second < run.size(); ++second) {
    if (is_second(run[second])) {
      while (begin < end && places[begin % places.size()] + window < second) ++begin;
      for (size_t i = begin; i < end; ++i) visit(size_t{places[i % places.size()]}, second);
    }
    if (!is_first(run[second])) continue;
    // Of a place out of the window there is no need.
    if (end - begin > window) ++begin;
    places[end++ % places.size()] = static_cast<uint32_t>(second);
  }
}

// Words that can be linked as far as their counts tell: those with ids below `words`.
struct PairReach {
  WordId words = 1;
  size_t window = 5;

  // Calls visit(first, second) for the places of all pairs of such words in the window.
  template <typename Visit>
  void ForEach(std::span<const WordId> run, const Visit& visit) const {
    const auto is_frequent = [&](WordId word) { return word != kNoWordId && word < words; };
    ForEachCooccurrence(run, window, is_frequent, is_frequent, visit);
  }
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_COOCCURRENCES_H_
