// Splits lines that are longer than a block for a tokenizer with phrases, which then finds the same
// tokens.
#ifndef CIKU_ENGINE_LEXICON_PHRASE_SPLIT_RULE_H_
#define CIKU_ENGINE_LEXICON_PHRASE_SPLIT_RULE_H_

#include <cstddef>
#include <string_view>

#include "engine/lexicon/phrases.h"
#include "engine/lexicon/tokenizer.h"
#include "io/input/split_rule.h"

namespace ciku {

// Reads the parts of the text as the tokenizer does. Cuts after the last phrase, unit or separator
// that does not depend on what follows, or where the tokenizer divides a run or stretch because of
// its length.
class PhraseSplitRule : public SplitRule {
 public:
  // The tokenizer, which must outlive the rule, has phrases.
  explicit PhraseSplitRule(const Tokenizer& tokenizer);

  // The most bytes that a line may have before a split.
  size_t most_undivided() const { return 4 * (longest_ + Phrases::kMostAhead); }

  SplitPoint Find(std::string_view pending, size_t searched) const override;

 private:
  const Phrases& phrases_;
  const size_t longest_;  // the size after which runs or stretches are divided, in symbols
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_PHRASE_SPLIT_RULE_H_
