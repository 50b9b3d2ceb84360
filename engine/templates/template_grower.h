// Grows templates word by word over all runs at once.
//
// The first words are counted while runs are linked (link_runs.h). From there on each sweep extends
// the prefixes that are left by one word. A prefix occurs in a run as often as
// there are paths that begin with it; those that meet in a token are one entry with their number,
// so that nothing grows with the number of paths but the numbers. What a prefix has at most in any
// template that begins so, the sum over its occurrences of the bound that PathSums gives, is
// counted by the external counter; prefixes below the least count are dropped, and runs in which
// none of those that are left goes on are not read again. The bounds of a level add up to no more
// than all paths: with a least count of min_proba of these, a level has no more than 1 / min_proba
// prefixes.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_GROWER_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_GROWER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/templates/link_runs.h"
#include "engine/templates/path_tally.h"
#include "engine/templates/prefix_trie.h"
#include "engine/templates/run_stream.h"

namespace ciku {

// A template: the words of a prefix, or a one-word template, and whether there is a gap behind the
// last.
struct FoundTemplate {
  BigCount count;
  uint32_t level;   // 0 for a one-word template
  uint32_t prefix;  // or the step to the one-word template
  bool ends_in_gap;

  std::vector<PrefixTrie::Step> Spell(const PrefixTrie& trie) const {
    return level == 0 ? std::vector<PrefixTrie::Step>{prefix} : trie.Spell(level, prefix);
  }
};

// For one thread at a time.
class TemplateGrower {
 public:
  struct Config {
    PathWeight weight = PathWeight::kPath;
    BigCount least;       // of a template
    size_t prefixes = 0;  // bytes for prefixes and templates
    CounterConfig counter;
  };

  // Takes the runs, and of what was counted in them one-word templates and prefixes of one word; or
  // goes on where an earlier run has got. `storage` must outlive it. Throws as Grow.
  TemplateGrower(LinkedRuns* linked, const Config& config, const Storage& storage);

  // One sweep: finds the templates of depth() words and the prefixes of one more, and records them
  // where the last record is a checkpoint's interval old. To be called while prefixes() is not 0.
  // Throws as RunStream and the counter do; UsageError where the
  // prefixes do not fit their memory.
  void Grow();

  // How many words the prefixes have, and what is left of prefixes and of runs on disk.
  size_t depth() const { return trie_.depth(); }
  size_t prefixes() const { return trie_.size(); }
  uint64_t bytes_left() const { return runs_.bytes(); }
  uint64_t spilled_bytes() const { return spilled_bytes_; }

  const PrefixTrie& trie() const { return trie_; }
  // In no order.
  const std::vector<FoundTemplate>& found() const { return found_; }

 private:
  using Clock = std::chrono::steady_clock;

  void Record();
  void Restore(const Json& saved);

  void Sweep(PathCounter* counter);
  void Choose(PathCounter* counter);
  void ChooseOneWordTemplates(PathCounter* counter);
  void CheckMemory(size_t keys, const BigCount& count) const;

  const Config config_;
  const Storage& storage_;
  Clock::time_point recorded_ = Clock::now();
  RunStream runs_;
  PrefixTrie trie_;
  std::vector<FoundTemplate> found_;
  uint64_t spilled_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_GROWER_H_
