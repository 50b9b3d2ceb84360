// Templates of one word: its tokens that no links enter or leave are paths by themselves.
#ifndef CIKU_ENGINE_TEMPLATES_ONE_WORD_TEMPLATES_H_
#define CIKU_ENGINE_TEMPLATES_ONE_WORD_TEMPLATES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/templates/linked_run.h"
#include "engine/templates/path_tally.h"
#include "engine/templates/prefix_trie.h"

namespace ciku {

// The step to the template's only word, and whether a gap follows the word.
struct OneWordTemplate {
  PrefixTrie::Step step;
  bool ends_in_gap;

  uint64_t key() const { return uint64_t{step} << 1 | (ends_in_gap ? 1 : 0); }
  static OneWordTemplate Of(uint64_t key) {
    return {static_cast<PrefixTrie::Step>(key >> 1), (key & 1) != 0};
  }
};

// Counts one-word templates by their keys. Not safe for use by two threads at once.
class OneWordCounter {
 public:
  // Counts the one-word templates of a run that has `total` paths. Words without an id are left
  // out. Throws as PathTally::Add.
  template <typename Number>
  void Count(const LinkedRun& run, const Number& total, PathTally* tally) {
    if (tally->weight() == PathWeight::kPath) {
      return ForEach(run, [&](uint64_t key) { tally->Add(key, Number(1), total); });
    }
    // The paths that are spelled the same count together, because their share of the run's vote is
    // rounded only once.
    keys_.clear();
    ForEach(run, [&](uint64_t key) { keys_.push_back(key); });
    std::sort(keys_.begin(), keys_.end());
    for (auto same = keys_.begin(); same != keys_.end();) {
      const auto end = std::find_if(same, keys_.end(), [&](uint64_t key) { return key != *same; });
      tally->Add(*same, Number(end - same), total);
      same = end;
    }
  }

 private:
  template <typename Visit>
  static void ForEach(const LinkedRun& run, const Visit& visit) {
    for (const size_t node : run.alone()) {
      if (run.word(node) == kNoWordId) continue;
      const bool has_gap = LinkedRun::HasGap(LinkedRun::kBegin, node);
      const OneWordTemplate word{PrefixTrie::StepTo(run.word(node), has_gap), node != run.size()};
      visit(word.key());
    }
  }

  std::vector<uint64_t> keys_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_ONE_WORD_TEMPLATES_H_
