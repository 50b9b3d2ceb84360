#include "engine/discover/piece_cutter.h"

#include "engine/discover/pair_cut.h"

namespace ciku {
namespace {

// How many pieces ahead of its turn a key is loaded into the cache.
constexpr size_t kAhead = 8;

}  // namespace

void PieceCutter::Cut(const Text& text) {
  overlong_ = text.joined_to_previous;
  tested_ = 0;
  decoder_.Decode<true>(text, [&](const SymbolBatch& batch) {
    FindCuts(batch);
    CountPieces(text, batch);
    AddWaiting();
    size_t used = cut_count_ == 0 ? 0 : cuts_[cut_count_ - 1];
    if (batch.size - used > kMaxWordLength) {
      // A piece that can be no word any more only needs its last symbol, for the next joint.
      overlong_ = true;
      used = batch.size - 1;
    }
    tested_ = batch.size - used - 1;
    return used;
  });
}

void PieceCutter::FindCuts(const SymbolBatch& batch) {
  if (cuts_.size() < batch.size) cuts_.resize(batch.size);
  // Without a branch on the joint, which no processor could foresee.
  uint32_t* cut = cuts_.data();
  for (auto i = static_cast<uint32_t>(tested_); i + 1 < batch.size; ++i) {
    *cut = i + 1;
    cut += strong_.Holds(batch.ids[i], batch.ids[i + 1]) ? 0 : 1;
  }
  // A separator at the end of a text has no joint after it, and needs none.
  cut_count_ = static_cast<size_t>(cut - cuts_.data());
}

void PieceCutter::CountPieces(const Text& text, const SymbolBatch& batch) {
  uint64_t separators = 0;
  size_t begin = 0;
  for (size_t i = 0; i < cut_count_; ++i) {
    const size_t end = cuts_[i];
    const size_t length = end - begin;
    const SymbolId first = batch.ids[begin];
    if (length <= 2 && !overlong_) [[likely]] {
      // Separators are counted as pairs of nothing: that is cheaper than leaving them out.
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
  pieces_ += cut_count_ - separators;
}

void PieceCutter::CountLongPiece(std::string_view piece, size_t length) {
  if (overlong_ || length > kMaxWordLength) {
    ++overlong_pieces_;
    overlong_ = false;
    return;
  }
  const uint64_t hash = StringMap::Hash(piece);
  long_map_->Prefetch(hash);
  waiting_.push_back({piece, hash});
}

void PieceCutter::AddWaiting() {
  for (const uint64_t key : waiting_packed_) packed_pieces_->Add(packed_map_, 1, key);
  waiting_packed_.clear();
  for (size_t i = 0; i < waiting_.size(); ++i) {
    if (i + kAhead < waiting_.size()) long_map_->PrefetchKey(waiting_[i + kAhead].hash);
    long_pieces_->Add(long_map_, 1, waiting_[i].piece, waiting_[i].hash);
  }
  waiting_.clear();
}

}  // namespace ciku
