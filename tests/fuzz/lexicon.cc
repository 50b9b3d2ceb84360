// Reads arbitrary bytes as a lexicon, in the format that their lines tell and in each format by
// name. The result must be entries or one of ciku's errors. Entries that are written as JSON lines,
// csv or tsv must be the same when they are read back.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/lexicon/lexicon_writer.h"
#include "io/blanks.h"
#include "io/error.h"
#include "io/lexicons/lexicon_file.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"

namespace ciku {
namespace {

using Entries = std::vector<std::pair<std::string, std::optional<uint64_t>>>;

Entries ReadLexicon(std::string_view bytes, std::optional<LexiconFormat> format) {
  const File file = MemoryFile(bytes);
  LexiconReader reader(fmt::format("/proc/self/fd/{}", file.descriptor()), format);
  Entries entries;
  for (LexiconEntry entry; reader.Next(&entry);) entries.emplace_back(entry.word, entry.count);
  return entries;
}

// Writes the words that the format can hold, and reads them again.
void CheckRoundTrip(Entries entries, LexiconFormat format) {
  std::erase_if(entries, [&](const auto& entry) {
    const std::string& word = entry.first;
    // A record of csv is a line. A line of tsv has two columns, and the first one must not look
    // like a compressed file or a byte-order mark.
    const bool controls = std::any_of(word.begin(), word.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return (format == LexiconFormat::kCsv && word.find_first_of("\r\n") != word.npos) ||
           (format == LexiconFormat::kTsv && (controls || Trimmed(word).empty()));
  });
  std::string lines;
  LexiconWriter writer({.format = format}, {}, [&](std::string_view text) { lines += text; });
  for (const auto& [word, count] : entries) writer.Add(word, *count);
  Require(writer.written().written == entries.size(), "all words are written");
  Require(ReadLexicon(lines, format) == entries, "what is written is read back");
}

void Check(std::string_view bytes, std::optional<LexiconFormat> format) {
  Entries entries;
  try {
    entries = ReadLexicon(bytes, format);
  } catch (const InputError&) {
    return;
  } catch (const CorruptionError&) {
    return;
  }
  for (auto& [word, count] : entries) {
    Require(!word.empty(), "words are not empty");
    Require(simdjson::validate_utf8(word), "words are UTF-8");
    Require(word.find('\n') == word.npos || bytes.find('\\') != bytes.npos,
            "words are on one line");
    Require(Trimmed(word).empty() || Trimmed(word) == word, "no blanks are at the ends of words");
    if (!count) count = 1;
  }
  CheckRoundTrip(entries, LexiconFormat::kJsonLines);
  CheckRoundTrip(entries, LexiconFormat::kCsv);
  CheckRoundTrip(entries, LexiconFormat::kTsv);
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (size_t i = 0; i < std::size(ciku::kReadFormats); ++i) {
    if (ciku::IsTurn(i, std::size(ciku::kReadFormats), size)) {
      ciku::Check(bytes, ciku::kReadFormats[i].value);
    }
  }
  return 0;
}
