#include "engine/templates/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>

#include "io/error.h"

namespace ciku {

void Vocabulary::Add(ExternalCounter<StringMap>* words, uint64_t least, size_t memory) {
  const WordId before = size();
  Collect(words, least, memory);
  std::sort(words_.begin() + before, words_.end(), [](const Word& a, const Word& b) {
    if (a.count != b.count) return a.count > b.count;
    return StringArena::At(a.word) < StringArena::At(b.word);
  });
  places_.assign(std::bit_ceil(2 * words_.size()), {});
  const size_t mask = places_.size() - 1;
  for (WordId id = 1; id < size(); ++id) {
    const uint64_t hash = StringMap::Hash(word(id));
    size_t i = (hash >> 32) & mask;
    while (places_[i].id != kNoWordId) i = (i + 1) & mask;
    places_[i] = {id, static_cast<uint32_t>(hash), words_[id].word};
  }
}

void Vocabulary::Collect(ExternalCounter<StringMap>* words, uint64_t least, size_t memory) {
  std::mutex mutex;
  words->ForEach([&](size_t, std::string_view word, uint64_t count) {
    if (count < least || Find(word, StringMap::Hash(word)) != kNoWordId) return;
    const std::lock_guard lock(mutex);
    // The growing list briefly takes both its old and its new memory. Each of its words will have
    // places in the hash table.
    const size_t list = words_.size() * (3 * sizeof(Word) + 4 * sizeof(Place));
    if (!arena_.Fits(word.size(), memory - std::min(memory, list))) {
      throw UsageError(
          "the words that are frequent enough for templates do not fit the memory budget; raise "
          "--memory or --min-proba");
    }
    words_.push_back({arena_.Put(word), count});
  });
  words_.shrink_to_fit();
}

void Vocabulary::Find(std::span<const std::string_view> words, std::vector<WordId>* ids) const {
  ids->clear();
  // Some words at a time, so that their cache misses overlap.
  std::array<uint64_t, 16> hashes;
  while (!words.empty()) {
    const size_t size = std::min(words.size(), hashes.size());
    for (size_t i = 0; i < size; ++i) {
      hashes[i] = StringMap::Hash(words[i]);
      __builtin_prefetch(&places_[(hashes[i] >> 32) & (places_.size() - 1)]);
    }
    for (size_t i = 0; i < size; ++i) ids->push_back(Find(words[i], hashes[i]));
    words = words.subspan(size);
  }
}

WordId Vocabulary::Find(std::string_view word, uint64_t hash) const {
  const size_t mask = places_.size() - 1;
  for (size_t i = (hash >> 32) & mask;; i = (i + 1) & mask) {
    const Place& place = places_[i];
    if (place.id == kNoWordId) return kNoWordId;
    if (place.tag == static_cast<uint32_t>(hash) && StringArena::At(place.word) == word) {
      return place.id;
    }
  }
}

WordId Vocabulary::SizeOf(uint64_t least) const {
  const auto end = std::partition_point(words_.begin() + 1, words_.end(),
                                        [&](const Word& word) { return word.count >= least; });
  return static_cast<WordId>(end - words_.begin());
}

size_t Vocabulary::bytes() const {
  return arena_.bytes() + words_.capacity() * sizeof(Word) + places_.size() * sizeof(Place);
}

}  // namespace ciku
