// The options for finding templates.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_OPTIONS_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_OPTIONS_H_

#include <cstddef>
#include <cstdint>

namespace ciku {

// How much a run counts: one for each of its paths, as in the original algorithm, or one for all of
// them together, so that a single long run cannot outweigh the rest of a corpus.
enum class PathWeight { kPath, kSentence };

struct TemplateOptions {
  // The largest distance between two linked tokens, from 1 to kWidestWindow.
  size_t window = 5;
  // Links and templates have a probability above this, which is above 0.
  double min_proba = 1e-5;
  // Links have a pointwise mutual information above this, in nats.
  double min_pmi = 2;
  PathWeight weight = PathWeight::kPath;
  // Templates have at least this many paths or votes.
  uint64_t min_count = 0;
};

// The links of a token are a bitmap of 64 bits.
constexpr size_t kWidestWindow = 64;

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_OPTIONS_H_
