#include "engine/discover/kept_words.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "engine/count/sorted_entries.h"
#include "io/error.h"

namespace ciku {
namespace {

// Entries ascend, so each word comes after its number, in so many hexadecimal digits.
constexpr size_t kDigits = 8;

}  // namespace

Json KeepWords(const WordTable& words, WorkFolder* folder) {
  EntryWriter<std::string_view> writer(folder->Create());
  writer.BeginPartition();
  std::string key;
  for (uint32_t word = 0; word < words.size(); ++word) {
    key = fmt::format("{:0{}x}", word, kDigits);
    words.AppendUtf8(word, &key);
    writer.Write(key, words.count(word));
  }
  return folder->NameOf(writer.Finish());
}

void ForEachKeptWord(const WorkFolder& folder, const Json& saved, const WordVisit& visit) {
  const BlockFile file = folder.OpenBlockFile(saved);
  for (EntryCursor<std::string_view> entry(file, 0); !entry.at_end(); entry.Next()) {
    if (entry.key().size() <= kDigits) {
      throw CorruptionError(Printable(file.file().path()) + ": holds something other than words");
    }
    visit(entry.key().substr(kDigits), entry.count());
  }
}

}  // namespace ciku
