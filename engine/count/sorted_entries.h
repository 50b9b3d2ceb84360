// Block files of sorted entries: writing one, reading a partition of one, merging several.
#ifndef CIKU_ENGINE_COUNT_SORTED_ENTRIES_H_
#define CIKU_ENGINE_COUNT_SORTED_ENTRIES_H_

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/count/entry_codec.h"
#include "engine/sweep/stopping.h"
#include "io/error.h"
#include "io/files/block_file.h"

namespace ciku {

// A block is closed once it holds this many bytes of entries. An entry is never divided.
constexpr size_t kEntryBlockSize = size_t{32} << 10;

// Writes sorted entries to a block file. Not safe for use by two threads at once.
template <typename Key, typename Count = uint64_t>
class EntryWriter {
 public:
  explicit EntryWriter(File file) : file_(std::move(file)) {}

  void BeginPartition() {
    Flush();
    file_.BeginPartition();
  }

  // The keys of a partition must ascend.
  void Write(Key key, const Count& count) {
    codec_.Encode(key, count, &block_);
    if (block_.size() >= kEntryBlockSize) Flush();
  }

  BlockFile Finish() {
    Flush();
    return file_.Finish();
  }

 private:
  void Flush() {
    if (!block_.empty()) file_.WriteBlock(block_);
    block_.clear();
    codec_.Reset();
  }

  BlockFileWriter file_;
  EntryCodec<Key> codec_;
  std::string block_;
};

// Reads the entries of one partition of a block file, in order. Throws CorruptionError if the
// partition is damaged, and Interrupted between two blocks.
template <typename Key, typename Count = uint64_t>
class EntryCursor {
 public:
  EntryCursor(const BlockFile& file, size_t partition) : file_(file), blocks_(file, partition) {
    Next();
  }
  EntryCursor(const EntryCursor&) = delete;
  EntryCursor& operator=(const EntryCursor&) = delete;

  bool at_end() const { return at_end_; }
  Key key() const { return codec_.key(); }
  const Count& count() const { return count_; }

  void Next() {
    if (at_ == end_ && !NextBlock()) {
      at_end_ = true;
    } else if (!codec_.Decode(&at_, end_, &count_)) {
      throw CorruptionError(Printable(file_.file().path()) +
                            ": damaged block file: a block holds something other than entries");
    }
  }

 private:
  bool NextBlock() {
    StopIfAsked();
    const std::string_view block = blocks_.Next();
    at_ = block.data();
    end_ = at_ + block.size();
    codec_.Reset();
    return !block.empty();
  }

  const BlockFile& file_;
  BlockFileReader blocks_;
  EntryCodec<Key> codec_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Count count_ = 0;
  bool at_end_ = false;
};

// Merges sorted sequences of entries: calls visit(key, count) for every key, in ascending order,
// with the sum of its counts. O(n log k) for n entries in k sequences.
template <typename Key, typename Count = uint64_t, typename Cursor, typename Visit>
void MergeCursors(std::vector<std::unique_ptr<Cursor>> heap, Visit&& visit) {
  using Pointer = std::unique_ptr<Cursor>;
  std::erase_if(heap, [](const Pointer& cursor) { return cursor->at_end(); });
  const auto later = [](const Pointer& a, const Pointer& b) { return a->key() > b->key(); };
  std::make_heap(heap.begin(), heap.end(), later);
  // String keys are views into the cursors, so a key is copied before its cursor moves on.
  using Owned = std::conditional_t<std::is_same_v<Key, std::string_view>, std::string, Key>;
  Owned key{};
  Count sum = 0;
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), later);
    Cursor& first = *heap.back();
    if (sum != 0 && first.key() != key) {
      visit(Key(key), sum);
      sum = 0;
    }
    if (sum == 0) key = first.key();
    sum += first.count();
    first.Next();
    if (first.at_end()) {
      heap.pop_back();
    } else {
      std::push_heap(heap.begin(), heap.end(), later);
    }
  }
  if (sum != 0) visit(Key(key), sum);
}

// The same for one partition of several block files.
template <typename Key, typename Count = uint64_t, typename Visit>
void MergePartition(const std::vector<const BlockFile*>& runs, size_t partition, Visit&& visit) {
  std::vector<std::unique_ptr<EntryCursor<Key, Count>>> cursors;
  for (const BlockFile* run : runs) {
    cursors.push_back(std::make_unique<EntryCursor<Key, Count>>(*run, partition));
  }
  MergeCursors<Key, Count>(std::move(cursors), visit);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_SORTED_ENTRIES_H_
