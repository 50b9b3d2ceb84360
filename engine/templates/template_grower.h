// Grows templates word by word over all runs at once.
//
// Each sweep extends the prefixes that are left by one word. A prefix occurs in a run as often as
// there are paths that begin with it; those that meet in a token are one entry with their number,
// so that nothing grows with the number of paths but the numbers. What a prefix has at most in any
// template that begins so, the sum over its occurrences of the bound that PathSums gives, is
// counted by the external counter; prefixes below the least count are dropped, and runs in which
// none of those that are left goes on are not read again. The bounds of a level add up to no more
// than all paths: with a least count of min_proba of these, a level has no more than 1 / min_proba
// prefixes.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_GROWER_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_GROWER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/count/external_counter.h"
#include "engine/count/sum_map.h"
#include "engine/templates/path_weight.h"
#include "engine/templates/prefix_trie.h"
#include "engine/templates/run_stream.h"

namespace ciku {

// A template: the words of a prefix, and whether there is a gap behind the last. A word that is a
// template alone, because nothing is linked to it where it stands, is a step from the empty prefix.
struct FoundTemplate {
  BigCount count;
  uint32_t level;
  uint32_t prefix;
  PrefixTrie::Step alone;  // no word where there is none
  bool ends_in_gap;

  std::vector<PrefixTrie::Step> Spell(const PrefixTrie& trie) const {
    std::vector<PrefixTrie::Step> steps = trie.Spell(level, prefix);
    if (PrefixTrie::WordOf(alone) != kNoWordId) steps.push_back(alone);
    return steps;
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
    // Words from this id on occur too rarely to be a template alone.
    WordId alone = std::numeric_limits<WordId>::max();
  };

  // `runs` have links.
  TemplateGrower(RunStream runs, const Config& config) : config_(config), runs_(std::move(runs)) {}

  // One sweep: finds the templates of depth() words and the prefixes of one more. To be called
  // while prefixes() is not 0. Throws as RunStream and the counter do; UsageError where the
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
  using Counter = ExternalCounter<SumMap>;

  void Sweep(Counter* counter);
  void Choose(Counter* counter);

  const Config config_;
  RunStream runs_;
  PrefixTrie trie_;
  std::vector<FoundTemplate> found_;
  uint64_t spilled_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_GROWER_H_
