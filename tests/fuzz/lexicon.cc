// Reads arbitrary bytes as a lexicon. The result must be entries or one of ciku's errors. Entries
// that are written as JSON lines must be the same when they are read back.
#include <fmt/format.h>
#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/lexicon_file.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"

namespace ciku {
namespace {

using Entries = std::vector<std::pair<std::string, std::optional<uint64_t>>>;

Entries ReadLexicon(std::string_view bytes) {
  const File file = MemoryFile(bytes);
  LexiconReader reader(fmt::format("/proc/self/fd/{}", file.descriptor()));
  Entries entries;
  for (LexiconEntry entry; reader.Next(&entry);) entries.emplace_back(entry.word, entry.count);
  return entries;
}

void Check(std::string_view bytes) {
  Entries entries;
  try {
    entries = ReadLexicon(bytes);
  } catch (const InputError&) {
    return;
  } catch (const CorruptionError&) {
    return;
  }
  std::string lines;
  for (auto& [word, count] : entries) {
    Require(!word.empty(), "words are not empty");
    Require(simdjson::validate_utf8(word), "words are UTF-8");
    Require(word.find('\n') == word.npos || bytes.find('\\') != bytes.npos,
            "words are on one line");
    if (!count) count = 1;
    AppendLexiconLine(LexiconFormat::kJsonLines, word, *count, &lines);
  }
  Require(ReadLexicon(lines) == entries, "what is written is read back");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
