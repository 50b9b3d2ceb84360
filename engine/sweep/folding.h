// Text on its way into a sweep's consumer, folded.
#ifndef CIKU_ENGINE_SWEEP_FOLDING_H_
#define CIKU_ENGINE_SWEEP_FOLDING_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/text/normalizer.h"
#include "io/block.h"
#include "io/split_rule.h"

namespace ciku {

// Text is folded in portions of up to so many bytes, at line ends or where the split rule allows:
// what they become stays in the processor's cache, and takes no more memory than planned.
constexpr size_t kFoldedAtOnce = size_t{64} << 10;

// What is handed on of a text whose first bytes these are. Throws InputError where a line has to
// be divided and the rule does not say where within `most` bytes.
SplitPoint NextPortion(std::string_view text, const Origin& origin, const SplitRule& rule,
                       size_t most);

// Calls consume(text) with what the text becomes, portion by portion.
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
    portion.joined_to_previous = split.joined;
    portion.continues = true;
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_FOLDING_H_
