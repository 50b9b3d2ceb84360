#include "engine/discover/piece_cutter.h"

namespace ciku {
namespace {

// How many pieces ahead of its turn a key is loaded into the cache.
constexpr size_t kAhead = 8;

}  // namespace

void PieceTally::Count(const Text& text, const SymbolBatch& batch, const uint32_t* cuts,
                       size_t count) {
  uint64_t separators = 0;
  size_t begin = 0;
  for (size_t i = 0; i < count; ++i) {
    const size_t end = cuts[i];
    const size_t length = end - begin;
    const SymbolId first = batch.ids[begin];
    if (length <= 2 && !overlong_) [[likely]] {
      // Separators are counted as pairs of two separators, because that is cheaper than leaving
      // them out.
      separators += first == kSeparator ? 1 : 0;
      short_pieces_->Add(first, length == 2 ? batch.ids[begin + 1] : kSeparator);
    } else if (length <= 4 && CanPack(batch.ids + begin, length) && !overlong_) {
      const uint64_t key = Pack(batch.ids + begin, length);
      packed_map_->Prefetch(key);
      waiting_packed_.push_back(key);
    } else {
      const uint32_t start = batch.starts[begin];
      CountLongPiece(text.bytes.substr(start, batch.starts[end] - start), length);
    }
    begin = end;
  }
  pieces_ += count - separators;
  AddWaiting();
}

void PieceTally::CountLongPiece(std::string_view piece, size_t length) {
  if (overlong_ || length > kMaxWordLength) {
    ++overlong_pieces_;
    overlong_ = false;
    return;
  }
  const uint64_t hash = StringMap::Hash(piece);
  long_map_->Prefetch(hash);
  waiting_.push_back({piece, hash});
}

void PieceTally::AddWaiting() {
  for (const uint64_t key : waiting_packed_) packed_pieces_->Add(packed_map_, 1, key);
  waiting_packed_.clear();
  for (size_t i = 0; i < waiting_.size(); ++i) {
    if (i + kAhead < waiting_.size()) long_map_->PrefetchKey(waiting_[i + kAhead].hash);
    long_pieces_->Add(long_map_, 1, waiting_[i].piece, waiting_[i].hash);
  }
  waiting_.clear();
}

}  // namespace ciku
