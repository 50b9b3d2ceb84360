#include "engine/templates/template_plan.h"

#include <optional>

#include "engine/lexicon/phrases.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/sweep_plan.h"
#include "engine/templates/encoded_block.h"
#include "engine/templates/token_runs.h"

namespace ciku {
namespace {

// The memory of a thread besides its share of the counters: a run as tokens, as a graph and as
// numbers of a thousand bits; a block of runs to read and one to write, compressed and not.
constexpr size_t kThreadScratch = 4 * kMiB + EncodedBlockWriter::MostBytes();
// Each block's decompressor.
constexpr size_t kBlockScratch = 512 * kKiB;
// The bitmap of the links between the most frequent words.
constexpr size_t kSquareOfLinks = 2 * kMiB;
// A counter with less memory than this for each thread would mostly spill tiny block files.
constexpr size_t kLeastCounter = kMiB;

// The plan for `memory` bytes, or nothing if they are too few.
std::optional<TemplatePlan> TryPlan(size_t memory, size_t threads, const Corpus& corpus,
                                    const Tokenizer* tokenizer) {
  const size_t tables = tokenizer == nullptr ? 0 : tokenizer->bytes();
  const bool has_phrases = tokenizer != nullptr && tokenizer->phrases() != nullptr;
  const size_t reading = has_phrases ? Phrases::kReadingBytes : 0;
  // The part of a run that crosses the border between blocks.
  const size_t undivided = TokenRuns::MostUndivided(tokenizer);
  auto sweep = SweepPlan::TryMake(memory, threads, corpus, tables, kBlockScratch + undivided);
  if (!sweep) return std::nullopt;
  const size_t shares = 4 * threads * kLeastCounter;
  const std::optional<size_t> more = sweep->LeaveRoom(
      threads * kThreadScratch + (threads + 1) * reading + kSquareOfLinks + shares);
  if (!more) return std::nullopt;
  const size_t left = *more + shares;
  TemplatePlan plan;
  plan.sweep = sweep->config;
  plan.sweep.reader.max_undivided = undivided;
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

TemplatePlan TemplatePlan::Make(const Resources& resources, const Corpus& corpus,
                                const Tokenizer* tokenizer) {
  return PlanWithin(
      resources.memory, "this input and lexicon", resources.threads,
      [&](size_t memory) { return TryPlan(memory, resources.threads, corpus, tokenizer); });
}

}  // namespace ciku
