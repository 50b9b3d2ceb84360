#include "engine/templates/number_words.h"

#include <vector>

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
    LinkedRun run;
  };
  tbb::enumerable_thread_specific<Local> locals([&] {
    return Local{&sieve->local(), &writer.local(), {}, {}};
  });
  SweepRuns(corpus, runs, sweep, false, meter, [&](const TokenRuns::Tokens& tokens) {
    Local& local = locals.local();
    local.words.clear();
    for (const std::string_view token : tokens) local.words.push_back(vocabulary.Find(token));
    local.run.Assign(local.words);
    reach.ForEach(local.run, [&](uint64_t key) { local.sieve->Add(key); });
    local.run.Encode(local.part->block());
    local.part->EndRecord();
  });
  return writer.Finish();
}

}  // namespace ciku
