#include "engine/templates/link_runs.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/sweep/per_thread.h"
#include "engine/templates/count_words.h"
#include "engine/templates/encoded_block.h"
#include "engine/templates/linked_run.h"
#include "engine/templates/one_word_templates.h"
#include "engine/templates/path_sums.h"
#include "engine/templates/run_steps.h"

namespace ciku {
namespace {

// Counts the paths of the runs whose numbers of paths fit the type `Number`.
template <typename Number>
struct RunPaths {
  PathSums<Number> sums;
  StepCounter<Number> first_words;
  const std::vector<Arrival<Number>> begin = {{LinkedRun::kBegin, Number(1), 0}};
  Number most = 0;
  BigCount total;

  // Returns false if a number does not fit.
  bool Count(const LinkedRun& run, OneWordCounter* words, PathTally* one_word, PathTally* first) {
    if (!sums.Compute(run)) return false;
    most = std::max(most, sums.total());
    total += sums.total();
    words->Count(run, sums.total(), one_word);
    if (run.HasLinks()) first_words.Count(run, sums, 0, begin, first);
    return true;
  }
};

// What each thread has for itself.
struct RunLinker {
  EncodedBlockReader reader;
  RunStreamWriter::Part* part;
  PathTally one_word;
  PathTally first;
  LinkedRun run = {};
  OneWordCounter one_word_templates = {};
  RunPaths<uint64_t> small = {};
  RunPaths<BigCount> big = {};
  uint64_t links = 0;

  // Counts a run and writes it.
  void Link(std::span<const WordId> words, const WordLinks& word_links) {
    run.Link(words, word_links);
    if (!small.Count(run, &one_word_templates, &one_word, &first))
      big.Count(run, &one_word_templates, &one_word, &first);
    if (!run.HasLinks()) return;
    links += run.links();
    run.Encode(part->block());
    part->EndRecord();
  }
};

void Record(const LinkedRuns& linked, WorkFolder* folder) {
  const Json state = {{"links", linked.links},
                      {"paths", linked.paths.str()},
                      {"most_paths", linked.most_paths.str()},
                      {"runs", linked.runs.Save(*folder)},
                      {"one_word_templates", linked.one_word_templates->Save(*folder)},
                      {"first_words", linked.first_words->Save(*folder)}};
  RecordInPlaceOf(folder, kCountPaths, state, kCountWords, {"blocks"});
}

// Returns false if nothing was recorded. Runs and counts stay empty if a later record, of
// TemplateGrower, has taken their place.
bool Restore(WorkFolder* folder, LinkedRuns* linked) {
  const Json& saved = folder->Find(kCountPaths);
  if (saved.is_null()) return false;
  linked->links = CountIn(saved, "links");
  linked->paths.assign(saved.at("paths").get<std::string>());
  linked->most_paths.assign(saved.at("most_paths").get<std::string>());
  linked->runs = RunStream::Restore(folder, saved.value("runs", Json()));
  linked->one_word_templates->Restore(*folder, saved.value("one_word_templates", Json()));
  linked->first_words->Restore(*folder, saved.value("first_words", Json()));
  return true;
}

}  // namespace

LinkedRuns LinkRuns(const RunStream& runs, const Vocabulary& vocabulary, const WordLinks& links,
                    PathWeight weight, const CounterConfig& counters, const Storage& storage) {
  LinkedRuns linked;
  linked.one_word_templates = std::make_unique<PathCounter>(counters);
  linked.first_words = std::make_unique<PathCounter>(counters);
  if (storage.work() != nullptr && Restore(storage.work(), &linked)) return linked;
  RunStreamWriter writer(storage.spills());
  PerThread<RunLinker> linkers([&] {
    return RunLinker{EncodedBlockReader(vocabulary), &writer.local(),
                     PathTally(weight, linked.one_word_templates.get()),
                     PathTally(weight, linked.first_words.get())};
  });
  runs.ForEachBlock(counters.threads, [&](std::string_view block) {
    RunLinker& linker = linkers.local();
    linker.reader.ForEachRun(block,
                             [&](std::span<const WordId> words) { linker.Link(words, links); });
  });
  linked.runs = writer.Finish();
  for (RunLinker& linker : linkers) {
    linker.one_word.Flush();
    linker.first.Flush();
    linked.links += linker.links;
    linked.paths += linker.small.total + linker.big.total;
    linked.most_paths = std::max({linked.most_paths, BigCount(linker.small.most), linker.big.most});
  }
  if (storage.work() != nullptr) Record(linked, storage.work());
  return linked;
}

}  // namespace ciku
