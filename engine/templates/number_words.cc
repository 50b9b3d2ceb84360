#include "engine/templates/number_words.h"

#include <vector>

#include "engine/discover/strong_pairs.h"
#include "engine/templates/run_record.h"
#include "engine/templates/sweep_runs.h"

namespace ciku {

RunStream NumberWords(const Corpus& corpus, const TokenRuns& runs, const Vocabulary& vocabulary,
                      const PairReach& reach, const SweepConfig& sweep, SpillFolder* spills,
                      PairSieve* sieve, SweepMeter* meter) {
  RunStreamWriter writer(spills);
  struct Local {
    PairSieve::Local* sieve;
    RunStreamWriter::Part* part;
    std::vector<WordId> words;
  };
  tbb::enumerable_thread_specific<Local> locals([&] {
    return Local{&sieve->local(), &writer.local(), {}};
  });
  SweepRuns(corpus, runs, sweep, false, meter, [&](const TokenRuns::Tokens& tokens) {
    Local& local = locals.local();
    vocabulary.Find(tokens, &local.words);
    reach.ForEach(local.words, [&](size_t first, size_t second) {
      local.sieve->Add(PairKey(local.words[first], local.words[second]));
    });
    AppendWords(local.words, local.part->block());
    local.part->EndRecord();
  });
  return writer.Finish();
}

}  // namespace ciku
