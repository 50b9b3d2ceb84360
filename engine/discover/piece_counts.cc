#include "engine/discover/piece_counts.h"

#include "engine/lexicon/added_counts.h"
#include "engine/lexicon/word_sorter.h"
#include "engine/sweep/budget.h"

namespace ciku {

void ForEachWord(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                 uint64_t min_count, const Lexicon& added, const WordVisit& visit) {
  AddedCounts additions(added);
  const auto add = [&](std::string_view word, uint64_t count) {
    if (count >= min_count && joints.MayBeWord(symbols.IdsOf(word))) visit(word, count);
  };
  // With the count that is added, any piece may reach the least count.
  const uint64_t least = added.size() == 0 ? min_count : 1;
  pieces->counters->ForEach(symbols, least, [&](std::string_view word, uint64_t count) {
    add(word, count + additions.Take(word));
  });
  additions.ForEachLeft([&](std::string_view word, uint64_t count) {
    // Units are no words of pieces (count_units.h).
    if (symbols.units() == nullptr || symbols.AreSymbols(word)) add(word, count);
  });
}

void ForEachWord(const CountsFile& pieces, uint64_t min_count, const Lexicon& added, size_t threads,
                 const WordVisit& visit) {
  AddedCounts additions(added);
  const auto add = [&](std::string_view word, uint64_t count) {
    if (count >= min_count) visit(word, count);
  };
  ParallelFor(threads, pieces.sections().size(), [&](size_t i) {
    for (CountsFile::Section entry(pieces, i); !entry.at_end(); entry.Next()) {
      add(entry.key(), entry.count() + additions.Take(entry.key()));
    }
  });
  additions.ForEachLeft(add);
}

uint64_t WritePieces(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                     const CounterConfig& config, CountsWriter* writer) {
  WordSorter sorter(config);
  pieces->counters->ForEach(symbols, 1, [&](std::string_view word, uint64_t count) {
    if (joints.MayBeWord(symbols.IdsOf(word))) sorter.Add(word, count);
  });
  sorter.ForEach([&](std::string_view word, uint64_t count) { writer->Add(word, count); });
  return sorter.spilled_bytes();
}

}  // namespace ciku
