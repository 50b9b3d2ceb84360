// Looks many n-grams up in a counts file, in one pass over it.
#ifndef CIKU_ENGINE_VIEW_NGRAM_LOOKUP_H_
#define CIKU_ENGINE_VIEW_NGRAM_LOOKUP_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/discover/boundary_entropy.h"
#include "engine/discover/ngram_counts.h"

namespace ciku {

// N-grams are asked for first; then the file is read; then their counts are known. For one thread
// at a time.
class NgramLookup {
 public:
  // Asks for the count of an n-gram, or also for its neighbours. N-grams have no more symbols than
  // the file has counted, those with neighbours one less.
  void Ask(const std::string& ngram) { asked_.try_emplace(ngram); }
  void AskForNeighbours(const std::string& ngram);

  // Reads what is asked for: the sections in which such n-grams begin or, if neighbours are asked
  // for, the whole file. Throws CorruptionError.
  void Read(const NgramCounts& counts, size_t threads);

  // These throw std::out_of_range for an n-gram that was not asked for.
  uint64_t Count(const std::string& ngram) const { return asked_.at(ngram).count; }
  // The boundary entropies of an n-gram that occurs, in nats; each end of a run is a neighbour of
  // its own (U2026).
  double LeftEntropy(const std::string& ngram) const;
  double RightEntropy(const std::string& ngram) const;

 private:
  struct Asked {
    bool neighbours = false;
    uint64_t count = 0;
    NeighbourSum left;
    NeighbourSum right;
  };
  // What a section says of an n-gram.
  struct Found {
    uint64_t count = 0;
    uint64_t preceded = 0;                            // by the section's first character
    std::unordered_map<char32_t, uint64_t> followed;  // by these characters
  };
  using FoundInSection = std::unordered_map<std::string_view, Found>;

  bool IsAskedFirst(char32_t scalar) const { return firsts_.contains(scalar); }
  void ReadSection(const CountsFile& file, size_t section);
  // Calls visit(n-gram, what follows it in the text) for the n-grams with which a text begins.
  template <typename Visit>
  void ForEachBeginning(std::string_view text, const Visit& visit) const;

  std::map<std::string, Asked, std::less<>> asked_;
  std::unordered_map<char32_t, size_t> firsts_;  // the most symbols of those that begin so
  bool any_neighbours_ = false;
  std::mutex mutex_;  // guards asked_ while sections are read
};

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_NGRAM_LOOKUP_H_
