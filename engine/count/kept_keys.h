// Sets of keys in a work folder.
#ifndef CIKU_ENGINE_COUNT_KEPT_KEYS_H_
#define CIKU_ENGINE_COUNT_KEPT_KEYS_H_

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "io/work_folder.h"

namespace ciku {

// Sorts keys, each of which is there once, and writes them to a run of the folder; returns what a
// manifest has to hold. Throws IoError.
template <typename Key>
Json KeepKeys(std::vector<Key>* keys, WorkFolder* folder) {
  std::sort(keys->begin(), keys->end());
  EntryWriter<Key> writer(folder->Create());
  writer.BeginPartition();
  for (const Key& key : *keys) writer.Write(key, 1);
  return folder->NameOf(writer.Finish());
}

// Calls visit(key) for the keys of such a run, in order. Throws CorruptionError.
template <typename Key, typename Visit>
void ForEachKeptKey(const WorkFolder& folder, const Json& saved, const Visit& visit) {
  const BlockFile run = folder.OpenBlockFile(saved);
  for (EntryCursor<Key> entry(run, 0); !entry.at_end(); entry.Next()) visit(entry.key());
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_KEPT_KEYS_H_
