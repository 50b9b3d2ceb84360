// A sweep that counts and can be resumed. All counting passes run this way.
#ifndef CIKU_ENGINE_SWEEP_COUNTING_PASS_H_
#define CIKU_ENGINE_SWEEP_COUNTING_PASS_H_

#include <vector>

#include "engine/sweep/per_thread.h"
#include "engine/sweep/sweep.h"

namespace ciku {

// Sweeps the corpus and records what `pass` has counted, between two parts of the sweep and at its
// end. Throws what reading and `pass` throw. A pass has
//
//   bool Begin(const WorkFolder*, const std::vector<Json>& recorded)
//                                  makes the counters; they continue from the sum of what earlier
//                                  runs have recorded: mostly one or none, but one for each part if
//                                  parts of the corpus were counted apart. False if nothing is left
//                                  to be done: a later pass has used the counters up
//   Local NewLocal()               makes a thread's part
//   Json Save(WorkFolder*)         what Begin needs to continue: totals, and the counters' files
//
// If the work folder only adds up a range of keys of what others have counted, Begin and Save do
// that, and the corpus is not read. A Local, which one thread uses at a time, has
//
//   void Consume(const Text&)      counts a text
//   void EndPart()                 adds what was found since the last call to the pass's totals
//   uint64_t TakeInvalidBytes()    the bytes met since the last call that are not valid UTF-8
template <typename Pass>
void RunCountingPass(const char* name, const Corpus& corpus, const SweepConfig& config,
                     const SplitRule& rule, const Storage& storage, SweepMeter* meter, Pass* pass) {
  const WorkFolder::PassUnderWay under_way(storage.work(), name);
  Checkpoints checkpoints(storage, name, meter);
  if (!pass->Begin(storage.work(), checkpoints.all_results())) return;
  if (storage.work() != nullptr && storage.work()->adds_up()) {
    return checkpoints.Record(checkpoints.start(), true, pass->Save(storage.work()));
  }
  PerThread<typename Pass::Local> locals([&] { return pass->NewLocal(); });
  const auto end_part = [&] {
    for (auto& local : locals) {
      local.EndPart();
      meter->invalid_bytes += local.TakeInvalidBytes();
    }
  };
  Sweep(
      corpus, config, rule, &checkpoints, [&](const Text& text) { locals.local().Consume(text); },
      [&] {
        end_part();
        return pass->Save(storage.work());
      });
  end_part();
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_COUNTING_PASS_H_
