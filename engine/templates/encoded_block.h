// Runs of tokens on disk, between the sweep over the corpus and those that follow: dictionary-
// encoded, block by block.
//
// A block is a number of runs that follow upon each other in one thread. It says each of their
// words once, and the runs as the words' numbers in the block:
//
//   block := varint(words)  { varint(size) bytes } for each
//              { u16 tokens  u16 number for each } for each run
//
// It ends before its words outgrow the second-level cache, where they are hashed; what is counted,
// or looked up among all words of the corpus, is each word of a block once.
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

// Makes blocks. Not safe for use by two threads at once.
class EncodedBlockWriter {
 public:
  // Of a word in its block, or of the tokens of a run.
  using Number = uint16_t;

  // Adds a run. To be called while the block is not full.
  void Add(std::span<const std::string_view> run);

  bool IsEmpty() const { return words_ == 0; }
  // Whether the next run might not fit.
  bool IsFull() const {
    return words_ > kMostWords - TokenRuns::kMostTokens || dictionary_.size() > kMostBytes ||
           runs_.size() * sizeof(Number) > kMostBytes;
  }

  // Calls visit(word, count) for every word, in no order.
  template <typename Visit>
  void ForEachWord(const Visit& visit) const {
    for (const Slot& slot : slots_) {
      if (slot.count != 0) visit(WordOf(slot), slot.count);
    }
  }

  // Appends the block and begins the next.
  void End(std::string* out);

  // What a writer and a block may take, in bytes: all tables, and the last run besides.
  static constexpr size_t MostBytes() { return kSlots * sizeof(Slot) + 3 * MostEncoded(); }
  static constexpr size_t MostEncoded() { return 2 * (kMostBytes + 8 * TokenRuns::kMostSymbols); }

 private:
  // Sixteen bytes. An empty one counts 0.
  struct Slot {
    uint32_t tag = 0;     // of the hash, which spares most comparisons of unlike words
    uint32_t number = 0;  // of the word
    uint32_t at = 0;      // where the dictionary has the word
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

// Reads blocks. Not safe for use by two threads at once.
class EncodedBlockReader {
 public:
  // `vocabulary` must outlive it.
  explicit EncodedBlockReader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // Calls visit(words) for each run of a block. Throws CorruptionError.
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
  std::vector<WordId> ids_;  // of these
  std::vector<WordId> run_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_ENCODED_BLOCK_H_
