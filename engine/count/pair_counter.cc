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
    // The first row counts pairs that begin with a separator. It is never read, but counting these
    // pairs is cheaper than testing for them.
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

uint64_t PairCounter::SparseFirsts(SymbolId a) const {
  uint64_t sum = 0;
  for (const Local& local : locals_) sum += local.sparse_firsts_.get()[a];
  return sum;
}

uint64_t PairCounter::SparseEnds() const {
  uint64_t sum = 0;
  for (const Local& local : locals_) sum += local.sparse_ends_;
  return sum;
}

PairCounter::Occurrences PairCounter::CountOccurrences() {
  GatherDense();
  Occurrences occurrences{std::vector<uint64_t>(symbols_)};
  for (SymbolId a = 1; a < symbols_; ++a) occurrences.of[a] = SparseFirsts(a);
  occurrences.ends = SparseEnds();
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

namespace {

// The partitions of the block file that Save writes for everything outside the external counter.
enum SavedPartition : size_t { kSquare, kFirsts, kEnds, kSavedPartitions };

// Calls visit(key, count) for the entries of one partition.
template <typename Visit>
void ForEachEntry(const BlockFile& file, size_t partition, const Visit& visit) {
  for (EntryCursor<uint64_t> cursor(file, partition); !cursor.at_end(); cursor.Next()) {
    visit(cursor.key(), cursor.count());
  }
}

}  // namespace

BlockFile PairCounter::WriteDense(File file) {
  GatherDense();
  EntryWriter<uint64_t> writer(std::move(file));
  const auto write = [&](uint64_t key, uint64_t count) {
    if (count != 0) writer.Write(key, count);
  };
  writer.BeginPartition();
  for (size_t cell = 0; cell < dense_.size(); ++cell) {
    write(PairKey(static_cast<SymbolId>(cell / dense_size_),
                  static_cast<SymbolId>(cell % dense_size_)),
          dense_[cell]);
  }
  writer.BeginPartition();
  for (SymbolId a = 1; a < symbols_; ++a) write(a, SparseFirsts(a));
  writer.BeginPartition();
  write(0, SparseEnds());
  return writer.Finish();
}

BlockFile PairCounter::JoinDense(File file) const {
  EntryWriter<uint64_t> writer(std::move(file));
  std::vector<const BlockFile*> files;
  for (const BlockFile& each : dense_files_) files.push_back(&each);
  for (size_t partition = 0; partition < kSavedPartitions; ++partition) {
    writer.BeginPartition();
    MergePartition<uint64_t, uint64_t>(
        files, partition, [&](uint64_t key, uint64_t count) { writer.Write(key, count); });
  }
  return writer.Finish();
}

Json PairCounter::Save(WorkFolder* folder) {
  const BlockFile dense =
      folder->adds_up() ? JoinDense(folder->Create()) : WriteDense(folder->Create());
  return {{"dense_size", dense_size_},
          {"dense", folder->NameOf(dense)},
          {"others", sparse_.Save(*folder)}};
}

void PairCounter::Restore(const WorkFolder& folder, const Json& saved) {
  sparse_.Restore(folder, saved.at("others"));
  if (!folder.has_totals()) return;
  BlockFile file = folder.OpenBlockFile(saved.at("dense"));
  if (file.partitions().size() != kSavedPartitions) {
    throw CorruptionError(Printable(file.file().path()) + ": holds something other than counts");
  }
  if (folder.adds_up()) {
    dense_files_.push_back(std::move(file));
    return;
  }
  Local& local = locals_.local();
  ForEachEntry(file, kSquare, [&](uint64_t key, uint64_t count) {
    const SymbolId a = FirstOf(key);
    const SymbolId b = SecondOf(key);
    if ((a | b) < dense_size_) {
      dense_[size_t{a} * dense_size_ + b] += count;
      return;
    }
    if (a == kSeparator) return;  // the first row is never read
    local.sparse_firsts_.get()[a] += count;
    if (b == kSeparator) local.sparse_ends_ += count;
    while (count > 0) {
      const auto part = static_cast<uint32_t>(std::min<uint64_t>(count, uint32_t{1} << 31));
      sparse_.Add(local.map_, part, key);
      count -= part;
    }
  });
  ForEachEntry(file, kFirsts,
               [&](uint64_t a, uint64_t count) { local.sparse_firsts_.get()[a] += count; });
  ForEachEntry(file, kEnds, [&](uint64_t, uint64_t count) { local.sparse_ends_ += count; });
}

SymbolId PairCounter::DenseSizeFor(SymbolId planned, const Json& saved) {
  return std::min(planned, static_cast<SymbolId>(CountIn(saved, "dense_size")));
}

}  // namespace ciku
