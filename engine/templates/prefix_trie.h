// The prefixes that can still grow into templates, level by level: a prefix of level n has n words.
// The only prefix of level 0 is the empty one.
#ifndef CIKU_ENGINE_TEMPLATES_PREFIX_TRIE_H_
#define CIKU_ENGINE_TEMPLATES_PREFIX_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/templates/vocabulary.h"
#include "io/output/work_folder.h"

namespace ciku {

// The prefixes of each level are numbered from 0 on. A step from a prefix to one of the next level
// is a word, with or without a gap before it. A step without a word leads to the end of a template,
// with or without a gap.
class PrefixTrie {
 public:
  using Step = uint32_t;
  static Step StepTo(WordId word, bool has_gap) { return word << 1 | (has_gap ? 1 : 0); }
  static WordId WordOf(Step step) { return step >> 1; }
  static bool HasGap(Step step) { return (step & 1) != 0; }

  // A step from a prefix as a key.
  static uint64_t KeyOf(uint32_t prefix, Step step) { return uint64_t{prefix} << 32 | step; }
  static uint32_t PrefixOf(uint64_t key) { return static_cast<uint32_t>(key >> 32); }
  static Step StepOf(uint64_t key) { return static_cast<Step>(key); }

  // The number of the last level, and of the prefixes in it.
  size_t depth() const { return levels_.size(); }
  size_t size() const { return levels_.empty() ? 1 : levels_.back().size(); }

  // Adds a level: the steps from prefixes of the last one, each once, in ascending order.
  void AddLevel(std::vector<uint64_t> keys);

  // The prefix of the last level that a step from `parent`, a prefix of the level before, leads to,
  // if any. O(log n) for n steps from `parent`.
  std::optional<uint32_t> Find(uint32_t parent, Step step) const;

  // The steps that lead to a prefix.
  std::vector<Step> Spell(size_t level, uint32_t prefix) const;

  size_t bytes() const { return bytes_; }

  // Writes all levels to a block file of the folder. Returns the value that a manifest has to hold
  // for Restore.
  Json Save(WorkFolder* folder) const;

  // Reads what Save() wrote into a new trie. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved);

 private:
  // From level 1 on, by prefix: the step that leads to it.
  std::vector<std::vector<uint64_t>> levels_;
  // By prefix of the level before the last: the place of its first step in the last level. At the
  // end, the number of all steps.
  std::vector<uint32_t> firsts_;
  size_t bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PREFIX_TRIE_H_
