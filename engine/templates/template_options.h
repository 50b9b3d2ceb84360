// What templates are found by.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_OPTIONS_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_OPTIONS_H_

#include <cstddef>
#include <cstdint>

namespace ciku {

// What a run counts: each of its paths once, as in the source, or all of them together, so that
// one long run cannot drown a corpus.
enum class PathWeight { kPath, kSentence };

struct TemplateOptions {
  // How far from each other two linked tokens may be, from 1 to kWidestWindow.
  size_t window = 5;
  // Links and templates have a probability over this. Over 0.
  double min_proba = 1e-5;
  // Links have a pointwise mutual information over this, in nats.
  double min_pmi = 2;
  PathWeight weight = PathWeight::kPath;
  // Templates have at least this count, of paths or votes.
  uint64_t min_count = 0;
};

// A token's links are the bits of 64.
constexpr size_t kWidestWindow = 64;

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_OPTIONS_H_
