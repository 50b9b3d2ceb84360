// Folds text before the consumer of a sweep gets it.
#ifndef CIKU_ENGINE_SWEEP_FOLDING_H_
#define CIKU_ENGINE_SWEEP_FOLDING_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/text/normalizer.h"
#include "io/input/split_rule.h"
#include "io/text.h"

namespace ciku {

// Text is folded in portions of up to this many bytes, which end at line ends or where the split
// rule allows. The folded portion then stays in the processor's cache and takes no more memory than
// planned.
constexpr size_t kFoldedAtOnce = size_t{64} << 10;

// Returns how much of `text` is folded next. Throws InputError if a line has to be split and the
// rule finds no place within `most` bytes.
SplitPoint NextPortion(std::string_view text, const Origin& origin, const SplitRule& rule,
                       size_t most);

// Calls consume(portion) for every portion of the folded text, in order.
template <typename Consume>
void Fold(const Text& text, const Normalizer& normalizer, const SplitRule& rule, size_t most,
          const Consume& consume) {
  std::string buffer;
  Text portion = text;
  for (std::string_view left = text.bytes; !left.empty();) {
    const SplitPoint split = NextPortion(left, portion.origin, rule, most);
    const bool last = split.end == left.size();
    portion.original = left.substr(0, split.end);
    portion.bytes = normalizer.Apply(portion.original, &buffer);
    portion.joined_to_next = last ? text.joined_to_next : split.joined;
    portion.line_goes_on = last ? text.line_goes_on : portion.original.back() != '\n';
    consume(portion);
    if (last) return;
    left.remove_prefix(split.keep);
    portion.origin.offset += split.keep;
    portion.position += split.keep;
    portion.joined_to_previous = split.joined;
    portion.continues = true;
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_FOLDING_H_
