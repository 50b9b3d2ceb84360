// Runs of tokens on disk, which the sweep over the corpus writes for the later sweeps. They are
// dictionary-encoded, block by block.
//
// An encoded block holds runs that one thread read one after the other. It spells each of their
// words once; the runs are sequences of the words' numbers in the block:
//
//   block := varint(words)  { varint(size) bytes } for each
//              { u16 tokens  u16 number for each } for each run
//
// A block ends before its words outgrow the second-level cache, because they are hashed there. Each
// word of a block is counted, or looked up among all words of the corpus, only once.
#ifndef CIKU_ENGINE_TEMPLATES_ENCODED_BLOCK_H_
#define CIKU_ENGINE_TEMPLATES_ENCODED_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/templates/token_runs.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

// Makes encoded blocks. Not safe for use by two threads at once.
class EncodedBlockWriter {
 public:
  // The number of a word in its block, or the number of tokens in a run.
  using Number = uint16_t;

  // Adds a run. The block must not be full.
  void Add(std::span<const std::string_view> run);

  bool IsEmpty() const { return words_ == 0; }
  // Whether the next run might not fit.
  bool IsFull() const {
    return words_ > kMostWords - TokenRuns::kMostTokens || dictionary_.size() > kMostBytes ||
           runs_.size() * sizeof(Number) > kMostBytes;
  }

  // Calls visit(word, count) for every word of the block, in no particular order.
  template <typename Visit>
  void ForEachWord(const Visit& visit) const {
    for (const Slot& slot : slots_) {
      if (slot.count != 0) visit(WordOf(slot), slot.count);
    }
  }

  // Appends the block to `out` and begins the next one.
  void End(std::string* out);

  // The most bytes that a writer and a block may take: all tables, and the last run besides.
  static constexpr size_t MostBytes() { return kSlots * sizeof(Slot) + 3 * MostEncoded(); }
  static constexpr size_t MostEncoded() { return 2 * (kMostBytes + 8 * TokenRuns::kMostSymbols); }

 private:
  // Sixteen bytes. An empty slot has the count 0.
  struct Slot {
    uint32_t tag = 0;     // a part of the hash; it saves most comparisons of different words
    uint32_t number = 0;  // of the word
    uint32_t at = 0;      // the word's place in the dictionary
    uint32_t count = 0;
  };

  static constexpr size_t kMostWords = size_t{16} << 10;
  static constexpr size_t kSlots = 2 * kMostWords;
  static constexpr size_t kMostBytes = size_t{256} << 10;

  static_assert(kMostWords <= size_t{1} << 16 && TokenRuns::kMostTokens < size_t{1} << 16);

  std::string_view WordOf(const Slot& slot) const;
  uint32_t NumberOf(std::string_view word);

  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);  // open addressing
  uint32_t words_ = 0;
  std::string dictionary_;
  std::vector<Number> runs_;
};

// Reads encoded blocks. Not safe for use by two threads at once.
class EncodedBlockReader {
 public:
  // `vocabulary` must outlive the reader.
  explicit EncodedBlockReader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // Calls visit(words) for each run of a block. Throws CorruptionError if the block is damaged.
  template <typename Visit>
  void ForEachRun(std::string_view block, const Visit& visit) {
    ReadDictionary(&block);
    while (!block.empty()) {
      ReadRun(&block);
      visit(std::span<const WordId>(run_));
    }
  }

 private:
  using Number = EncodedBlockWriter::Number;

  void ReadDictionary(std::string_view* block);
  void ReadRun(std::string_view* block);

  const Vocabulary& vocabulary_;
  std::vector<std::string_view> words_;
  std::vector<WordId> ids_;  // of words_
  std::vector<WordId> run_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_ENCODED_BLOCK_H_
