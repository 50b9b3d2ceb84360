#include "engine/templates/prefix_trie.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/count/sorted_entries.h"

namespace ciku {

void PrefixTrie::AddLevel(std::vector<uint64_t> keys) {
  firsts_.assign(size() + 1, 0);
  for (const uint64_t key : keys) ++firsts_[PrefixOf(key) + 1];
  for (size_t i = 1; i < firsts_.size(); ++i) firsts_[i] += firsts_[i - 1];
  keys.shrink_to_fit();
  bytes_ += keys.size() * sizeof(keys[0]);
  levels_.push_back(std::move(keys));
}

std::optional<uint32_t> PrefixTrie::Find(uint32_t parent, Step step) const {
  const std::vector<uint64_t>& keys = levels_.back();
  const auto begin = keys.begin() + firsts_[parent];
  const auto end = keys.begin() + firsts_[parent + 1];
  const uint64_t key = KeyOf(parent, step);
  const auto found = std::lower_bound(begin, end, key);
  if (found == end || *found != key) return std::nullopt;
  return static_cast<uint32_t>(found - keys.begin());
}

std::vector<PrefixTrie::Step> PrefixTrie::Spell(size_t level, uint32_t prefix) const {
  std::vector<Step> steps(level);
  for (; level > 0; --level) {
    const uint64_t key = levels_[level - 1][prefix];
    steps[level - 1] = StepOf(key);
    prefix = PrefixOf(key);
  }
  return steps;
}

Json PrefixTrie::Save(WorkFolder* folder) const {
  EntryWriter<uint64_t> writer(folder->Create());
  for (const std::vector<uint64_t>& keys : levels_) {
    writer.BeginPartition();
    for (const uint64_t key : keys) writer.Write(key, 1);
  }
  return folder->NameOf(writer.Finish());
}

void PrefixTrie::Restore(const WorkFolder& folder, const Json& saved) {
  const BlockFile file = folder.OpenBlockFile(saved);
  for (size_t level = 0; level < file.partitions().size(); ++level) {
    std::vector<uint64_t> keys;
    for (EntryCursor<uint64_t> entry(file, level); !entry.at_end(); entry.Next()) {
      keys.push_back(entry.key());
    }
    AddLevel(std::move(keys));
  }
}

}  // namespace ciku
