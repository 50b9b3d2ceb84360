#include "engine/discover/word_counters.h"

#include <nlohmann/json.hpp>

#include "io/error.h"

namespace ciku {
namespace {

// The partitions of the block file that holds the counts in arrays.
enum DensePartition : size_t { kForward, kBackward, kDocuments, kDensePartitions };

}  // namespace

WordCounters::WordCounters(const Shares& shares, size_t threads, SpillFolder* spills,
                           const WordTable& words, size_t forward_states, size_t backward_states,
                           const Symbols& symbols, SymbolId dense_size)
    : forward(forward_states),
      backward(backward_states),
      documents({shares.documents, threads, spills}, words.size()),
      neighbours({shares.neighbours, threads, spills}, words.size(), symbols.size()),
      pairs({shares.pairs, threads, spills}, symbols.size(), dense_size) {}

Json WordCounters::Save(WorkFolder* folder) {
  EntryWriter<uint64_t> dense(folder->Create());
  WriteCounts(forward.Gather(), &dense);
  WriteCounts(backward.Gather(), &dense);
  WriteCounts(documents.GatherAll(), &dense);
  return {{"n1", n1.load()},
          {"dense", folder->NameOf(dense.Finish())},
          {"documents", documents.parts().Save(*folder)},
          {"neighbours", neighbours.Save(*folder)},
          {"pairs", pairs.Save(folder)}};
}

void WordCounters::Restore(const WorkFolder& folder, const Json& saved) {
  documents.parts().Restore(folder, saved.at("documents"));
  neighbours.Restore(folder, saved.at("neighbours"));
  pairs.Restore(folder, saved.at("pairs"));
  if (!folder.has_totals()) return;
  n1 += CountIn(saved, "n1");
  const BlockFile dense = folder.OpenBlockFile(saved.at("dense"));
  if (dense.partitions().size() != kDensePartitions) {
    throw CorruptionError(Printable(dense.file().path()) + ": holds something other than counts");
  }
  ReadCounts(dense, kForward, &forward.Gather());
  ReadCounts(dense, kBackward, &backward.Gather());
  ReadCounts(dense, kDocuments, &documents.GatherAll());
}

}  // namespace ciku
