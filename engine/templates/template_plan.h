// How a search for templates divides its memory budget.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_PLAN_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_PLAN_H_

#include <cstddef>

#include "engine/discover/memory_plan.h"
#include "engine/lexicon/tokenizer.h"
#include "engine/sweep/sweep.h"
#include "io/input/corpus.h"

namespace ciku {

// The shares of the budget, in bytes. Shares that are never in use at the same time may overlap.
struct TemplatePlan {
  SweepConfig sweep;
  // The counter of words.
  size_t words = 0;
  // The words with ids.
  size_t vocabulary = 0;
  // The sieve of pairs, and the counter of those that pass it.
  size_t sieve = 0;
  size_t skip_grams = 0;
  // Links between words.
  size_t links = 0;
  // Prefixes and templates, and the counter of their steps.
  size_t prefixes = 0;
  size_t steps = 0;
  // The sorted templates.
  size_t list = 0;

  // Divides resources.memory, of which the tokenizer, which is null if the text is tokenized, takes
  // a part. Throws UsageError, naming the least memory that suffices, if it is too little for this
  // corpus.
  static TemplatePlan Make(const Resources& resources, const Corpus& corpus,
                           const Tokenizer* tokenizer);
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_PLAN_H_
