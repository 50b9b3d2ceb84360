// Numbers the words that can be in a template, densely and from 1 on.
#ifndef CIKU_ENGINE_TEMPLATES_VOCABULARY_H_
#define CIKU_ENGINE_TEMPLATES_VOCABULARY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/count/external_counter.h"
#include "engine/count/string_arena.h"
#include "engine/count/string_map.h"

namespace ciku {

// The number of a word. The most frequent word has the number 1; equally frequent words are in the
// order of their code points. 0 stands for every other word.
using WordId = uint32_t;
constexpr WordId kNoWordId = 0;

// Safe to share between threads while none adds to it.
class Vocabulary {
 public:
  // Takes the words that were counted at least `least` times. The counter is empty afterwards.
  // Throws UsageError if they take more than `memory` bytes.
  Vocabulary(ExternalCounter<StringMap>* words, uint64_t least, size_t memory) {
    Add(words, least, memory);
  }

  // The same for words that were counted elsewhere: those that the vocabulary lacks get the next
  // numbers, and the others keep their numbers and counts.
  void Add(ExternalCounter<StringMap>* words, uint64_t least, size_t memory);

  // Replaces `ids` with the ids of the words; kNoWordId for words without one. O(size of the
  // words).
  void Find(std::span<const std::string_view> words, std::vector<WordId>* ids) const;

  // The word with this id, and how often it occurs. The id must not be kNoWordId.
  std::string_view word(WordId id) const { return StringArena::At(words_[id].word); }
  uint64_t count(WordId id) const { return words_[id].count; }

  // One more than the largest id.
  WordId size() const { return static_cast<WordId>(words_.size()); }

  // One more than the largest id of a word that occurs at least `least` times.
  WordId SizeOf(uint64_t least) const;

  size_t bytes() const;

 private:
  struct Word {
    const char* word = nullptr;  // in the arena
    uint64_t count = 0;
  };
  // Open addressing, at most half full; an empty place has kNoWordId.
  struct Place {
    WordId id = kNoWordId;
    uint32_t tag = 0;            // a part of the hash; it saves most comparisons of different words
    const char* word = nullptr;  // in the arena
  };

  WordId Find(std::string_view word, uint64_t hash) const;
  void Collect(ExternalCounter<StringMap>* words, uint64_t least, size_t memory);

  StringArena arena_;
  std::vector<Word> words_ = {{}};  // by id; [0] is unused
  std::vector<Place> places_ = {{}};
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_VOCABULARY_H_
