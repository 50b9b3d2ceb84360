#include "engine/lexicon/lexicon.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>

#include "engine/lexicon/lexicon_source.h"
#include "engine/text/invalid_utf8.h"
#include "engine/text/utf8.h"
#include "io/error.h"
#include "io/lexicon_file.h"
#include "io/text_output.h"

namespace ciku {
namespace {

constexpr uint64_t kMostCounts = (uint64_t{1} << 63) - 1;
// The memory of a word besides its bytes: a node and its share of the buckets.
constexpr size_t kBytesForEachWord = 88;

bool HoldsControls(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Returns what is wrong with an entry; null if nothing is.
const char* FaultOf(const LexiconEntry& entry) {
  if (entry.count == 0) return "has a count of 0; counts begin at 1";
  if (HoldsControls(entry.word)) return "has a word that holds a control character";
  if (CountSymbols(entry.word) > kLongestLexiconWord) return "has a word that is too long";
  return nullptr;
}

}  // namespace

Lexicon Lexicon::Load(const std::string& path, size_t memory) {
  Lexicon dictionary;
  LexiconSource reader(path);
  for (LexiconEntry entry; reader.Next(&entry);) {
    if (const char* const fault = FaultOf(entry)) {
      throw InputError(fmt::format("{} {}", reader.Place(), fault));
    }
    try {
      dictionary.Add(entry.word, entry.count.value_or(1));
    } catch (const InputError& error) {
      throw InputError(fmt::format("{}: {}", reader.Place(), error.what()));
    }
    if (dictionary.bytes() > memory) {
      throw UsageError(
          fmt::format("{}: the lexicon up to here does not fit the memory budget; raise --memory",
                      reader.Place()));
    }
  }
  if (path == kBuiltinName) dictionary.set_rules(Rules::kUnits);
  return dictionary;
}

Lexicon Lexicon::Builtin() { return Load(std::string(kBuiltinName)); }

uint64_t Lexicon::Count(std::string_view word) const {
  const auto found = words_.find(word);
  return found == words_.end() ? 0 : found->second;
}

void Lexicon::Add(std::string_view word, uint64_t count) {
  if (word.empty() || !IsValidUtf8(word)) {
    throw InputError("a word is empty or not valid UTF-8");
  }
  if (count > kMostCounts - total_) throw InputError("the counts add up to 2^63 or more");
  if (count == 0) return;
  total_ += count;
  const auto found = words_.find(word);
  if (found != words_.end()) {
    found->second += count;
    return;
  }
  words_.emplace(word, count);
  bytes_ += kBytesForEachWord + word.size();
}

void Lexicon::Set(std::string_view word, uint64_t count) {
  Remove(word);
  Add(word, count);
}

bool Lexicon::Remove(std::string_view word) {
  const auto found = words_.find(word);
  if (found == words_.end()) return false;
  total_ -= found->second;
  bytes_ -= kBytesForEachWord + word.size();
  words_.erase(found);
  return true;
}

Lexicon::Words Lexicon::Sorted() const {
  Words words(words_.begin(), words_.end());
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return words;
}

uint64_t Lexicon::Checksum() const {
  uint64_t sum = 0;
  for (const auto& [word, count] : words_) {
    sum += XXH3_64bits_withSeed(word.data(), word.size(), count);
  }
  return sum;
}

void Lexicon::Save(const std::string& path, LexiconFormat format) const {
  TextOutput output(path);
  std::string line;
  for (const auto& [word, count] : Sorted()) {
    line.clear();
    AppendLexiconLine(format, word, count, &line);
    output.Write(line);
  }
  output.Commit();
}

}  // namespace ciku
