#include "engine/lexicon/lexicon.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "engine/lexicon/lexicon_source.h"
#include "engine/lexicon/lexicon_writer.h"
#include "engine/text/invalid_utf8.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// At most this share of the places of the hash table is in use: one of two.
constexpr size_t kPlacesForEach = 2;

}  // namespace

Lexicon Lexicon::Load(const std::string& path, size_t memory, std::optional<LexiconFormat> format) {
  Lexicon dictionary;
  LexiconSource reader(path, format);
  for (LexiconEntry entry; reader.NextWord(&entry);) {
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

size_t Lexicon::PlaceOf(std::string_view word) const {
  const size_t mask = places_.size() - 1;
  size_t place = XXH3_64bits(word.data(), word.size()) & mask;
  while (places_[place] != 0 && TextOf(entries_[places_[place] - 1]) != word) {
    place = (place + 1) & mask;
  }
  return place;
}

void Lexicon::Grow() {
  places_.assign(std::bit_ceil(std::max<size_t>(16, 2 * kPlacesForEach * entries_.size())), 0);
  for (size_t i = 0; i < entries_.size(); ++i) {
    places_[PlaceOf(TextOf(entries_[i]))] = static_cast<uint32_t>(i + 1);
  }
}

size_t Lexicon::bytes() const {
  return text_.capacity() + entries_.capacity() * sizeof(Entry) +
         places_.capacity() * sizeof(places_[0]);
}

std::optional<size_t> Lexicon::Find(std::string_view word) const {
  const uint32_t found = places_.empty() ? 0 : places_[PlaceOf(word)];
  if (found == 0 || entries_[found - 1].count == 0) return std::nullopt;
  return found - 1;
}

uint64_t Lexicon::Count(std::string_view word) const {
  const std::optional<size_t> number = Find(word);
  return number ? entries_[*number].count : 0;
}

void Lexicon::Add(std::string_view word, uint64_t count) {
  if (word.empty() || !IsValidUtf8(word)) {
    throw InputError("a word is empty or not valid UTF-8");
  }
  if (count > kMostCounts - total_) throw InputError("the counts add up to 2^63 or more");
  if (count == 0) return;
  if (places_.size() < kPlacesForEach * (entries_.size() + 1)) Grow();
  uint32_t& place = places_[PlaceOf(word)];
  if (place == 0) {
    entries_.push_back({text_.size(), static_cast<uint32_t>(word.size()), 0});
    text_.append(word);
    place = static_cast<uint32_t>(entries_.size());
  }
  Entry& entry = entries_[place - 1];
  if (entry.count == 0) ++size_;
  entry.count += count;
  total_ += count;
}

void Lexicon::Set(std::string_view word, uint64_t count) {
  Remove(word);
  Add(word, count);
}

bool Lexicon::Remove(std::string_view word) {
  if (Count(word) == 0) return false;
  Entry& entry = entries_[places_[PlaceOf(word)] - 1];
  total_ -= entry.count;
  entry.count = 0;
  --size_;
  return true;
}

Lexicon::Words Lexicon::Sorted() const {
  Words words;
  words.reserve(size_);
  ForEach([&](std::string_view word, uint64_t count) { words.emplace_back(word, count); });
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return words;
}

uint64_t Lexicon::Checksum() const {
  uint64_t sum = 0;
  ForEach([&](std::string_view word, uint64_t count) {
    sum += XXH3_64bits_withSeed(word.data(), word.size(), count);
  });
  return sum;
}

void Lexicon::Save(const std::string& path, std::optional<LexiconFormat> format) const {
  SaveLexicon(path, [&](const WriteText& write) {
    LexiconWriter writer(LayoutFor(path, format), {}, write, total_);
    for (const auto& [word, count] : Sorted()) writer.Add(word, count);
    return writer.written();
  });
}

}  // namespace ciku
