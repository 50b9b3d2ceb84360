// Sets of keys in a work folder.
#ifndef CIKU_ENGINE_COUNT_KEPT_KEYS_H_
#define CIKU_ENGINE_COUNT_KEPT_KEYS_H_

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "io/output/work_folder.h"

namespace ciku {

// Sorts `keys`, which must be distinct, and writes them to a block file in the folder. Returns the
// value that a manifest has to hold for ForEachKeptKey. Throws IoError.
template <typename Key>
Json KeepKeys(std::vector<Key>* keys, WorkFolder* folder) {
  std::sort(keys->begin(), keys->end());
  EntryWriter<Key> writer(folder->Create());
  writer.BeginPartition();
  for (const Key& key : *keys) writer.Write(key, 1);
  return folder->NameOf(writer.Finish());
}

// Calls visit(key) for the keys that KeepKeys has written, in ascending order. Throws
// CorruptionError.
template <typename Key, typename Visit>
void ForEachKeptKey(const WorkFolder& folder, const Json& saved, const Visit& visit) {
  const BlockFile file = folder.OpenBlockFile(saved);
  for (EntryCursor<Key> entry(file, 0); !entry.at_end(); entry.Next()) visit(entry.key());
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_KEPT_KEYS_H_
