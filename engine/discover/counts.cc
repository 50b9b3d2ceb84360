#include "engine/discover/counts.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/merge_counts.h"
#include "engine/discover/ngram_counts.h"
#include "engine/sweep/job.h"
#include "io/error.h"
#include "io/output/result_file.h"
#include "io/utf8.h"

namespace ciku {
namespace {

Json AboutCounts(const CountOptions& options, const Symbols& symbols) {
  Json about = JobOptions(options.text);
  about.update(
      {{"--order", options.order}, {"the table of symbols", ChecksumText(symbols.Checksum())}});
  return about;
}

Json TotalsOf(const CountFigures& figures) {
  Json totals = DescribeInput(figures.input);
  totals.update({{"symbols", figures.symbols}, {"pairs", figures.pairs}});
  return totals;
}

}  // namespace

CountFigures Count(const Corpus& corpus, const CountOptions& given, ResultFile* output,
                   const Resources& resources, const Storage& storage, Observer* observer) {
  if (given.order < 1 || given.order > kMaxKeyLength) {
    throw UsageError(fmt::format("--order: {} is not from 1 to {}", given.order, kMaxKeyLength));
  }
  CountOptions options = given;
  if (!options.text.rules) options.text.rules = Rules::kUnits;
  const Symbols symbols = Symbols::InOrder(options.text, corpus);
  const MemoryPlan plan =
      MemoryPlan::Make(resources, corpus, symbols, 2 * symbols.size() * kSectionMemory);
  BeginJob("count", AboutCounts(options, symbols), corpus, storage, observer);
  const std::unique_ptr<NgramCounting> counting = MakeNgramCounting(symbols, plan, options.order);
  CountFigures figures;
  figures.threads = plan.sweep.threads;
  figures.block_size = plan.sweep.reader.limits.block_size;

  // Sweep 1: shards -> blocks -> runs of symbols -> n-gram keys of each thread -> sorted spilled
  // runs.
  SweepMeter meter;
  observer->Sweep("count n-grams", corpus.total_bytes(), meter, &storage, [&] {
    figures.symbols = counting->Count(corpus, storage, options.text.strict, &meter);
    figures.input = InputFigures(meter);
    return Figures{{"records", figures.input.records}, {"symbols", figures.symbols}};
  });

  // Merge: counts are now exact, complete and sorted, and are written as they come.
  observer->Pass("write counts", [&] {
    CountsWriter writer(output->Share());
    figures.pairs = counting->Write(storage, &writer);
    AddInputs(corpus, &writer);
    const File written = writer.Finish({.about = AboutNgrams(symbols, options.order),
                                        .totals = TotalsOf(figures),
                                        .parts = CountedParts(corpus)});
    figures.counts_bytes = written.Size();
    figures.spilled_bytes = counting->spilled_bytes();
    return Figures{{"spilled_bytes", figures.spilled_bytes}};
  });
  return figures;
}

CountFigures Count(const Corpus& corpus, const CountOptions& options, const std::string& path,
                   const Resources& resources, const Storage& storage, Observer* observer) {
  ResultFile output(path);
  const CountFigures figures = Count(corpus, options, &output, resources, storage, observer);
  output.Commit();
  return figures;
}

Counts::Counts(const std::string& path) : file_(std::make_unique<const CountsFile>(path)) {
  file_->CheckAllKeys();
}
Counts::Counts(Counts&&) noexcept = default;
Counts::~Counts() = default;

size_t Counts::order() const { return file_->order(); }
uint64_t Counts::symbols() const { return CountIn(file_->totals(), "symbols"); }

uint64_t Counts::Count(std::string_view key) const {
  const size_t length = CountSymbols(key);
  if (order() > 0 && length > order()) {
    throw UsageError(fmt::format("'{}' has {} symbols, and n-grams of up to {} were counted",
                                 Printable(std::string(key)), length, order()));
  }
  if (key.empty()) return 0;
  const char32_t first = DecodeUtf8(key.data(), key.data() + key.size()).scalar;
  const std::vector<CountsSection>& sections = file_->sections();
  const auto section = std::lower_bound(
      sections.begin(), sections.end(), first,
      [](const CountsSection& one, char32_t symbol) { return one.first < symbol; });
  if (section == sections.end() || section->first != first) return 0;
  // N-grams are kept as windows: the count of one is the sum of all windows that begin with it, and
  // these follow each other.
  uint64_t sum = 0;
  CountsFile::Section entry(*file_, static_cast<size_t>(section - sections.begin()));
  for (; !entry.at_end() && (entry.key() < key || entry.key().starts_with(key)); entry.Next()) {
    const bool counts = order() > 0 ? entry.key().starts_with(key) : entry.key() == key;
    if (counts) sum += entry.count();
  }
  return sum;
}

uint64_t Merge(const std::vector<std::string>& counts, const MergeOptions& options,
               ResultFile* output, const Resources& resources, const Storage& storage,
               Observer* observer) {
  if (counts.empty()) throw UsageError("there are no counts files to add up");
  uint64_t bytes = 0;
  observer->Pass("merge counts", [&] {
    const CounterConfig config{resources.memory, resources.threads, storage.spills()};
    bytes = MergeCounts(counts, options, config, output->Share()).Size();
    return Figures{{"files", uint64_t{counts.size()}}, {"counts_bytes", bytes}};
  });
  return bytes;
}

uint64_t Merge(const std::vector<std::string>& counts, const MergeOptions& options,
               const std::string& path, const Resources& resources, const Storage& storage,
               Observer* observer) {
  ResultFile output(path);
  const uint64_t bytes = Merge(counts, options, &output, resources, storage, observer);
  output.Commit();
  return bytes;
}

uint64_t Merge(const std::vector<std::string>& counts, const std::string& path,
               const Resources& resources, const Storage& storage, Observer* observer) {
  return Merge(counts, MergeOptions(), path, resources, storage, observer);
}

MineFigures CutPieces(const Corpus& corpus, const std::string& counts, const MethodOptions& method,
                      const std::string& path, const Resources& resources, const Storage& storage,
                      Observer* observer) {
  ResultFile output(path);
  const MineFigures figures =
      CutPieces(corpus, counts, method, &output, resources, storage, observer);
  output.Commit();
  return figures;
}

MineFigures CutPiecesByJoints(const Corpus& corpus, const std::string& joints,
                              const std::string& path, const Resources& resources,
                              const Storage& storage, Observer* observer) {
  ResultFile output(path);
  const MineFigures figures =
      CutPiecesByJoints(corpus, joints, &output, resources, storage, observer);
  output.Commit();
  return figures;
}

void DumpCounts(const std::string& path,
                const std::function<void(std::string_view, uint64_t)>& visit) {
  const CountsFile counts(path);
  if (counts.about(kWhat) == kJointsKept) {
    throw InputError(Printable(path) + ": holds joints, which are no counts");
  }
  counts.CheckAllKeys();
  DumpCounts(counts, visit);
}

}  // namespace ciku
