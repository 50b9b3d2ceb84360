#include "engine/discover/cut_pieces.h"

#include <exception>
#include <nlohmann/json.hpp>

#include "engine/discover/counts.h"
#include "engine/discover/methods.h"
#include "engine/discover/mining_run.h"
#include "engine/sweep/job.h"
#include "io/error.h"
#include "io/output/result_file.h"

namespace ciku {
namespace {

constexpr const char* kCountsOfCut = "the counts that they were cut by";

Json PieceTotals(const MineFigures& figures) {
  Json totals = DescribeInput(figures.input);
  totals.update({{"pieces", figures.pieces}, {"overlong_pieces", figures.overlong_pieces}});
  return totals;
}

// Cuts a corpus by the counts or the joints that the run has opened.
MineFigures CutBy(MiningRun* run, ResultFile* output) {
  const Json about = run->AboutPieces();
  // The sections of the pieces, while they are written.
  run->Begin("words", about, 2 * run->symbols().size() * kSectionMemory);
  run->Weigh();
  run->CutIntoPieces();
  const MineFigures figures = run->figures();
  run->observer()->Pass("write pieces", [&] {
    const CounterConfig sorting{run->plan().ranking, run->plan().sweep.threads,
                                run->storage().spills()};
    CountsWriter writer(output->Share());
    const uint64_t spilled =
        WritePieces(run->pieces(), run->symbols(), run->joints(), sorting, &writer);
    AddInputs(run->corpus(), &writer);
    writer.Finish(
        {.about = about, .totals = PieceTotals(figures), .parts = CountedParts(run->corpus())});
    return Figures{{"spilled_bytes", spilled + run->pieces()->counters->spilled_bytes()}};
  });
  return figures;
}

}  // namespace

Json AboutPieces(const NgramCounts& counts, const MethodOptions& method) {
  Json about = counts.file().about();
  about.update(NamedAsOptions(DescribeMethod(method)));
  about[kWhat] = kPiecesCounted;
  about[kCountsOfCut] = ChecksumText(counts.file().checksum());
  return about;
}

CountsFile OpenPieces(const std::string& path) {
  CountsFile pieces(path);
  pieces.CheckKind(kPiecesCounted, "ciku words --pieces counts pieces");
  pieces.CheckWhole();
  return pieces;
}

MethodOptions MethodOfPieces(const CountsFile& pieces) {
  try {
    return MethodFrom(pieces.about());
  } catch (const std::exception& error) {
    throw CorruptionError(Printable(pieces.path()) + ": damaged counts file: " + error.what());
  }
}

MineFigures FiguresOfPieces(const CountsFile& pieces) {
  const auto total = [&](const char* name) { return CountIn(pieces.totals(), name); };
  MineFigures figures;
  figures.input = InputFiguresFrom(pieces.totals());
  figures.pieces = total("pieces");
  figures.overlong_pieces = total("overlong_pieces");
  return figures;
}

MineFigures CutPieces(const Corpus& corpus, const std::string& counts, const MethodOptions& method,
                      ResultFile* output, const Resources& resources, const Storage& storage,
                      Observer* observer) {
  if (std::holds_alternative<UnigramOptions>(method)) {
    throw UsageError(
        "--method unigram cuts no pieces: it takes --counts, and divides the text itself");
  }
  MiningRun run(corpus, method, resources, storage, observer);
  run.OpenCounts(counts);
  return CutBy(&run, output);
}

MineFigures CutPiecesByJoints(const Corpus& corpus, const std::string& joints, ResultFile* output,
                              const Resources& resources, const Storage& storage,
                              Observer* observer) {
  const MethodOptions method = MethodOfJoints(joints);
  MiningRun run(corpus, method, resources, storage, observer);
  run.OpenJoints(joints);
  return CutBy(&run, output);
}

}  // namespace ciku
