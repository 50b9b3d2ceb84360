// Splits lines that are too long for a block so that each word lies in one stretch together with
// what is around it.
#ifndef CIKU_ENGINE_VIEW_OVERLAP_SPLIT_RULE_H_
#define CIKU_ENGINE_VIEW_OVERLAP_SPLIT_RULE_H_

#include <cstddef>
#include <string_view>

#include "engine/text/segments.h"
#include "io/input/split_rule.h"
#include "io/text.h"

namespace ciku {

// Two stretches have the same number of bytes in common. A stretch counts the words that end in its
// own part, which goes from the middle of the bytes that it shares with the stretch before to the
// middle of those that it shares with the next one.
class OverlapSplitRule : public SplitRule {
 public:
  // A word, with what is shown around it, reaches up to `reach` bytes to either side of its end.
  // `normalizer` must outlive the rule; null if text is not folded.
  OverlapSplitRule(size_t reach, const Normalizer* normalizer)
      : reach_(reach), segments_(normalizer) {}

  // The most bytes that a line may have before it is split.
  size_t most_undivided() const { return 8 * reach_ + (size_t{64} << 10); }

  SplitPoint Find(std::string_view pending, size_t searched) const override;

  // The own part of a stretch: bytes [begin, end). It begins and ends between segments. A word that
  // ends at its beginning is counted in the stretch before.
  struct Part {
    size_t begin;
    size_t end;
  };
  Part OwnPart(const Text& text) const;

 private:
  const size_t reach_;
  const Segments segments_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_OVERLAP_SPLIT_RULE_H_
