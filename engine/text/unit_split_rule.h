// Splits lines that are longer than a block where the rules for units read on as if the text began
// there.
#ifndef CIKU_ENGINE_TEXT_UNIT_SPLIT_RULE_H_
#define CIKU_ENGINE_TEXT_UNIT_SPLIT_RULE_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/text/segments.h"
#include "engine/text/units.h"
#include "io/input/split_rule.h"

namespace ciku {

// Cuts after the last character that always is a unit by itself. If there is none, cuts after a
// unit, or where a run is divided because of its length. Text that is to be folded is cut only
// between two of its segments.
class UnitSplitRule : public SplitRule {
 public:
  // `units` and `normalizer` must outlive the rule; `normalizer` is null if text is not folded.
  // `longest` is for tests: runs and units are divided after this many symbols.
  explicit UnitSplitRule(const UnitRules& units, const Normalizer* normalizer = nullptr,
                         size_t longest = kLongestRun)
      : units_(units), segments_(normalizer), longest_(longest) {}

  // The most bytes that a line may have before a split, if text is not folded.
  static constexpr size_t MostUndivided() { return 4 * (2 * kLongestRun + 16); }

  SplitPoint Find(std::string_view pending, size_t searched) const override;

 private:
  // After the last character in bytes [from, end) that always is a unit by itself.
  std::optional<size_t> CutAfterSeparator(std::string_view text, size_t from, size_t end) const;

  // A cut in the first bytes of a text without such characters.
  std::optional<size_t> CutAfterUnit(std::string_view text, size_t end) const;

  const UnitRules& units_;
  const Segments segments_;
  const size_t longest_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_UNIT_SPLIT_RULE_H_
