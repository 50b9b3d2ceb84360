#include "engine/templates/template_plan.h"

#include <algorithm>
#include <optional>

#include "engine/templates/token_runs.h"
#include "engine/text/budget.h"

namespace ciku {
namespace {

// What a thread needs besides its share of the counters: a run as tokens, as a graph and as numbers
// of a thousand bits; a block of runs to read and one to write, compressed and not.
constexpr size_t kScratchOfThread = 4 * kMiB;
// Each block's decompressor, and what of a run crosses the blocks' borders.
constexpr size_t kScratchOfBlock = 512 * kKiB + TokenRuns::MostUndivided();
// What the links of the most frequent words take, as bits.
constexpr size_t kSquareOfLinks = 2 * kMiB;
// A counter with less than this for each thread would write more runs than entries.
constexpr size_t kLeastShare = kMiB;

// The plan for `memory` bytes, or nothing where they are too few.
std::optional<TemplatePlan> TryDivide(size_t memory, size_t threads, const Corpus& corpus,
                                      size_t tables) {
  TemplatePlan plan;
  plan.sweep.threads = threads;
  const size_t blocks = plan.sweep.blocks_at_once();
  ReaderConfig& reader = plan.sweep.reader;

  const size_t list = corpus.memory() + tables;
  if (list > memory / 2) return std::nullopt;
  const size_t all = memory - list;
  const size_t stream = corpus.max_stream_memory();
  reader.files_at_once = stream == 0 ? threads : std::clamp(all / 4 / stream, size_t{1}, threads);
  reader.limits.block_size = std::clamp(all / 16 / blocks, 64 * kKiB, kMiB);
  reader.limits.frame_limit = std::clamp(all / 4 / blocks, 128 * kKiB, 64 * kMiB);
  reader.max_record = std::max(all / 32, 64 * kKiB);
  reader.max_undivided = TokenRuns::MostUndivided();
  const size_t taken = reader.files_at_once * stream + threads * kScratchOfThread +
                       blocks * (reader.limits.frame_limit + kScratchOfBlock) + kSquareOfLinks;
  if (taken + 4 * threads * kLeastShare > all) return std::nullopt;
  const size_t left = all - taken;
  plan.vocabulary = left / 4;
  plan.words = left - plan.vocabulary;
  plan.links = left / 8;
  plan.sieve = left / 8;
  plan.skip_grams = left - plan.vocabulary - plan.links - plan.sieve;
  plan.prefixes = left / 4;
  plan.steps = left - plan.vocabulary - plan.links - plan.prefixes;
  plan.list = plan.steps;
  return plan;
}

}  // namespace

TemplatePlan TemplatePlan::Make(const Resources& resources, const Corpus& corpus, size_t tables) {
  return PlanWithin(
      resources.memory, "this input and lexicon", resources.threads,
      [&](size_t memory) { return TryDivide(memory, resources.threads, corpus, tables); });
}

}  // namespace ciku
