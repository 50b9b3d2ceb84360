// Grows templates word by word over all runs at once.
//
// The first words are counted while runs are linked (link_runs.h). Then each sweep extends the
// remaining prefixes by one word. A prefix occurs in a run as often as paths begin with it.
// Occurrences that meet in a token are one entry with their number, so that many paths make the
// numbers larger, but not the entries more. No template can count more than the bound of a prefix
// that it begins with: the sum, over the occurrences of the prefix, of the bound that PathSums
// gives. The external counter adds up these bounds. Prefixes below the least count are dropped, and
// a run in which no remaining prefix can be extended is not read again. The bounds of a level add
// up to no more than the number of all paths: if the least count is min_proba times that number, a
// level has no more than 1 / min_proba prefixes.
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

// A template: the words of a prefix, or the word of a one-word template, and whether a gap follows
// the last word.
struct FoundTemplate {
  BigCount count;
  uint32_t level;   // 0 for a one-word template
  uint32_t prefix;  // or the step to the word of a one-word template
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

  // Takes over the runs, and chooses one-word templates and prefixes of one word from the counts;
  // or resumes from the last record in storage.work. `storage` must outlive the grower. Throws as
  // Grow().
  TemplateGrower(LinkedRuns* linked, const Config& config, const Storage& storage);

  // Makes one sweep: finds the templates of depth() words and the prefixes with one word more.
  // Records them if the last record is as old as the checkpoint interval. prefixes() must not be 0.
  // Throws as RunStream and the counter do; UsageError if the prefixes and templates do not fit
  // their memory.
  void Grow();

  // The number of words in the longest prefixes, the number of these prefixes, and the size on disk
  // of the runs that are left.
  size_t depth() const { return trie_.depth(); }
  size_t prefixes() const { return trie_.size(); }
  uint64_t bytes_left() const { return runs_.bytes(); }
  uint64_t spilled_bytes() const { return spilled_bytes_; }

  const PrefixTrie& trie() const { return trie_; }
  // In no particular order.
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
