#include "engine/lexicon/phrase_split_rule.h"

#include "engine/lexicon/best_path.h"
#include "engine/text/segments.h"

namespace ciku {

PhraseSplitRule::PhraseSplitRule(const Tokenizer& tokenizer)
    : phrases_(*tokenizer.phrases()),
      longest_(tokenizer.units() == nullptr ? kLongestStretch : kLongestRun) {}

SplitPoint PhraseSplitRule::Find(std::string_view pending, size_t /*searched*/) const {
  const std::string_view complete = pending.substr(0, Segments(nullptr).EndOfComplete(pending));
  size_t split = 0;
  size_t run = 0;  // its symbols so far
  phrases_.ForEachPart(complete, false, [&](const Phrases::Part* part) {
    const bool goes_on = part->kind == Phrases::Part::Kind::kSymbol && ++run < longest_;
    if (!goes_on) {
      split = part->end;
      run = 0;
    }
    return !goes_on;
  });
  return {split, split, false};
}

}  // namespace ciku
