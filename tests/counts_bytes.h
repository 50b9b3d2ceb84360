// Counts files made of maps, for tests.
#ifndef CIKU_TESTS_COUNTS_BYTES_H_
#define CIKU_TESTS_COUNTS_BYTES_H_

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/merge_counts.h"

namespace ciku {

using CountsMap = std::map<std::string, uint64_t>;

inline std::string BytesOf(const File& file) {
  std::string bytes(file.Size(), '\0');
  file.ReadAt(0, bytes.data(), bytes.size());
  return bytes;
}

inline std::string CountsBytes(const CountsMap& counts, const std::set<std::string>& inputs,
                               const CountsDescription& description) {
  CountsWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  for (const auto& [key, count] : counts) writer.Add(key, count);
  for (const std::string& input : inputs) writer.AddInput(input, 1);
  return BytesOf(writer.Finish(description));
}

inline CountsMap ReadCounts(const CountsFile& file) {
  CountsMap counts;
  for (size_t i = 0; i < file.sections().size(); ++i) {
    for (CountsFile::Section entry(file, i); !entry.at_end(); entry.Next()) {
      counts.emplace(entry.key(), entry.count());
    }
  }
  return counts;
}

// Up to `keys` random keys of these characters, each of `longest` at most.
inline CountsMap RandomCounts(std::mt19937_64* random, size_t keys,
                              const std::vector<std::string>& characters, size_t longest) {
  CountsMap counts;
  for (size_t i = 0; i < keys; ++i) {
    std::string key;
    for (size_t length = 1 + (*random)() % longest; length > 0; --length) {
      key += characters[(*random)() % characters.size()];
    }
    counts[key] += (*random)() >> ((*random)() % 60 + 2);
  }
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  return counts;
}

// The key of an input, in the format of InputKey.
inline std::string InputNamed(const std::string& name) { return std::string(33, '0') + " " + name; }

}  // namespace ciku

#endif  // CIKU_TESTS_COUNTS_BYTES_H_
