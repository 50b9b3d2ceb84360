// Splits lines that are longer than a block for the tokenizer, which then finds the same tokens.
#ifndef CIKU_ENGINE_LEXICON_STRETCH_SPLIT_RULE_H_
#define CIKU_ENGINE_LEXICON_STRETCH_SPLIT_RULE_H_

#include <cstddef>
#include <string_view>

#include "io/input/split_rule.h"

namespace ciku {

// Cuts after the last separator of tokens or, if a stretch between separators is too long, where
// the tokenizer divides it.
class StretchSplitRule : public SplitRule {
 public:
  // The most bytes that a line may have before a split.
  static size_t MostUndivided();

  SplitPoint Find(std::string_view pending, size_t searched) const override;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_STRETCH_SPLIT_RULE_H_
