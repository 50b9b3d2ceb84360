#include <fmt/core.h>

#include "engine/discover/counts.h"
#include "engine/discover/cut_pieces.h"
#include "engine/discover/joints_file.h"
#include "engine/discover/mining_run.h"
#include "io/error.h"
#include "io/output/result_file.h"

namespace ciku {

WeighFigures Weigh(const std::string& counts, const MethodOptions& method, ResultFile* output,
                   const Resources& resources, const Storage& storage, Observer* observer) {
  if (std::holds_alternative<UnigramOptions>(method)) {
    throw UsageError(
        "--method unigram has no joints: it divides text into the most probable words; weigh by "
        "pair-cut, ngram or word-finder");
  }
  const Corpus nothing;
  MiningRun run(nothing, method, resources, storage, observer);
  run.OpenCounts(counts);
  // The sections of the joints, while they are written.
  run.Begin("weigh", run.AboutPieces(), 2 * run.symbols().size() * kSectionMemory);
  run.Weigh();
  const Weighed& weighed = run.weighed();
  WeighFigures figures{.symbols = weighed.symbols,
                       .distinct = weighed.distinct,
                       .strong = weighed.strong,
                       .terms = run.terms(),
                       .threads = run.plan().sweep.threads};
  observer->Pass("write joints", [&] {
    const CounterConfig sorting{run.plan().ranking, figures.threads, storage.spills()};
    const WrittenJoints written =
        WriteJoints(run.counts(), run.symbols(), method, weighed, sorting, output->Share());
    figures.joints_bytes = written.bytes;
    figures.spilled_bytes = weighed.spilled_bytes + written.spilled_bytes;
    return Figures{{"spilled_bytes", written.spilled_bytes}};
  });
  return figures;
}

WeighFigures Weigh(const std::string& counts, const MethodOptions& method, const std::string& path,
                   const Resources& resources, const Storage& storage, Observer* observer) {
  ResultFile output(path);
  const WeighFigures figures = Weigh(counts, method, &output, resources, storage, observer);
  output.Commit();
  return figures;
}

MethodOptions MethodOfJoints(const std::string& path) { return JointsFile(path).method(); }

}  // namespace ciku
