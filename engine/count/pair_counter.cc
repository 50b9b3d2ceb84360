#include "engine/count/pair_counter.h"

#include <algorithm>
#include <new>
#include <numeric>
#include <utility>

namespace ciku {

PairCounter::PairCounter(const CounterConfig& config, SymbolId symbols, SymbolId dense_size)
    : symbols_(symbols),
      dense_size_(dense_size),
      sparse_(config),
      dense_(size_t{dense_size} * dense_size),
      locals_([this] { return Local(this); }) {}

PairCounter::Local::Local(PairCounter* owner)
    : owner_(owner),
      map_(&owner->sparse_.local()),
      dense_size_(owner->dense_size_),
      dense_(size_t{owner->dense_size_} * owner->dense_size_),
      sparse_firsts_(static_cast<uint64_t*>(std::calloc(owner->symbols_, sizeof(uint64_t))),
                     std::free) {
  if (sparse_firsts_ == nullptr) throw std::bad_alloc();
}

void PairCounter::Local::AddNeighbours(const SymbolId* ids, size_t size) {
  if (size < 2) return;
  waiting_.resize(size);
  uint64_t* waiting = waiting_.data();
  const size_t dense_size = dense_size_;
  SymbolId a = ids[0];
  for (size_t i = 1; i < size; ++i) {
    const SymbolId b = ids[i];
    // The first row counts separators; that is cheaper than asking for them, and never read.
    if ((a | b) < dense_size) [[likely]] {
      CountDense(a * dense_size + b);
    } else if (a != kSeparator) {
      ++sparse_firsts_.get()[a];
      if (b == kSeparator) {
        ++sparse_ends_;
      } else {
        *waiting = PairKey(a, b);
        map_->Prefetch(*waiting++);
      }
    }
    a = b;
  }
  for (const uint64_t* key = waiting_.data(); key != waiting; ++key) AddSparse(*key);
}

PairCounter::Occurrences PairCounter::CountOccurrences() {
  GatherDense();
  Occurrences occurrences{std::vector<uint64_t>(symbols_)};
  for (const Local& local : locals_) {
    for (SymbolId a = 1; a < symbols_; ++a) occurrences.of[a] += local.sparse_firsts_.get()[a];
    occurrences.ends += local.sparse_ends_;
  }
  for (SymbolId a = 1; a < std::min(dense_size_, symbols_); ++a) {
    const auto row = dense_.begin() + static_cast<std::ptrdiff_t>(size_t{a} * dense_size_);
    occurrences.of[a] += std::accumulate(row, row + dense_size_, uint64_t{0});
    occurrences.ends += *row;
  }
  return occurrences;
}

void PairCounter::AddToDense(size_t cell, uint64_t count) {
  const std::lock_guard lock(dense_mutex_);
  dense_[cell] += count;
}

void PairCounter::GatherDense() {
  for (Local& local : locals_) {
    for (size_t i = 0; i < dense_.size(); ++i) dense_[i] += std::exchange(local.dense_[i], 0);
  }
}

}  // namespace ciku
