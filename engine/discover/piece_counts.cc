#include "engine/discover/piece_counts.h"

#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "engine/count/external_counter.h"
#include "engine/count/string_map.h"
#include "engine/lexicon/carried_words.h"

namespace ciku {
namespace {

// Adds a count of any size, of which counters take 31 bits at a time.
void AddCount(std::string_view word, uint64_t count, ExternalCounter<SortingMap>* sorter) {
  SortingMap* const map = &sorter->local();
  while (count > 0) {
    const auto part = static_cast<uint32_t>(std::min<uint64_t>(count, uint32_t{1} << 31));
    sorter->Add(map, part, word);
    count -= part;
  }
}

}  // namespace

uint64_t WritePieces(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                     const CounterConfig& config, CountsWriter* writer) {
  ExternalCounter<SortingMap> sorter(config);
  pieces->counters->ForEach(symbols, [&](std::string_view word, uint64_t count) {
    if (joints.MayBeWord(symbols.IdsOf(word))) AddCount(word, count, &sorter);
  });
  sorter.ForEachSorted([&](std::string_view word, uint64_t count) { writer->Add(word, count); });
  return sorter.spilled_bytes();
}

WordRanking RankPieces(const CountsFile& pieces, uint64_t min_count, const Dictionary& carried,
                       const WordFilter& filter, const CounterConfig& config) {
  WordRanking ranking(config);
  CarriedWords earlier(carried);
  const auto add = [&](std::string_view word, uint64_t count) {
    if (count >= min_count && filter.Wants(word)) ranking.Add(word, count);
  };
  OnThreads(config.threads, [&] {
    tbb::parallel_for(size_t{0}, pieces.sections().size(), [&](size_t i) {
      for (CountsFile::Section entry(pieces, i); !entry.at_end(); entry.Next()) {
        add(entry.key(), entry.count() + earlier.Take(entry.key()));
      }
    });
  });
  earlier.ForEachLeft(add);
  return ranking;
}

}  // namespace ciku
