// Where a line longer than a block may be cut for the tokenizer, which then finds the same tokens.
#ifndef CIKU_ENGINE_LEXICON_STRETCH_SPLIT_RULE_H_
#define CIKU_ENGINE_LEXICON_STRETCH_SPLIT_RULE_H_

#include <cstddef>
#include <string_view>

#include "io/split_rule.h"

namespace ciku {

// Cuts after the last separator of tokens, or where there is none, where the tokenizer divides a
// stretch that is too long.
class StretchSplitRule : public SplitRule {
 public:
  // Bytes that a line may have up to a split.
  static size_t MostUndivided();

  SplitPoint Find(std::string_view pending, size_t searched) const override;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_STRETCH_SPLIT_RULE_H_
