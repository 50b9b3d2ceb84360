// Splits lines that are longer than a block: between two runs or, if a run is longer than a block,
// inside the run.
#ifndef CIKU_ENGINE_TEXT_RUN_SPLIT_RULE_H_
#define CIKU_ENGINE_TEXT_RUN_SPLIT_RULE_H_

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/text/segments.h"
#include "engine/text/symbols.h"
#include "io/input/split_rule.h"

namespace ciku {

// Cuts after the last separator or at the last joint that does not hold. If there is neither, the
// rule waits until there are `patience` symbols and then cuts between any two of them. The two
// stretches are then joined and have some symbols in common: the last symbols of the first stretch
// are the first symbols of the second.
//
// Text that is to be normalised is cut only between two of its segments, and the symbols that count
// are those of the normalised text. Some texts have no place for a cut, however long they are: an
// endless pile of combining marks; or a line of nothing but U+3314, which becomes two symbols, if
// stretches must have an odd number of symbols in common. The reader decides how long to wait.
class RunSplitRule : public SplitRule {
 public:
  // Takes consecutive symbols of a run. Returns the largest index, not 0, at which a symbol does
  // not hold together with the one before it, whatever comes before and after these symbols.
  using LastWeakJoint = std::function<std::optional<size_t>(std::span<const SymbolId>)>;

  struct Options {
    // How many symbols joined stretches have in common. At least 1.
    size_t common = 1;
    // A stretch is joined to the next one only if it ends with at least this many symbols whose
    // joints all hold.
    size_t patience = 0;
    // How many symbols on either side a joint depends on.
    size_t reach = 1;
    // Null if every joint holds.
    LastWeakJoint last_weak_joint = nullptr;
  };

  // `symbols` must outlive the rule.
  RunSplitRule(const Symbols& symbols, Options options)
      : symbols_(symbols), segments_(symbols.normalizer()), options_(std::move(options)) {}

  SplitPoint Find(std::string_view pending, size_t searched) const override;

 private:
  // The end of a stretch of text.
  struct Tail {
    bool separated = false;      // the stretch has a separator
    std::optional<size_t> cut;   // after the last separator that ends a segment
    std::vector<SymbolId> ids;   // the symbols after the last separator
    std::vector<size_t> starts;  // the start of each symbol's segment, or Segments::kInside
  };

  // The tail of bytes [from, end). `end` must be the end of a segment.
  Tail Read(std::string_view text, size_t from, size_t end) const;

  // The last cut that the tail allows without joining stretches.
  std::optional<size_t> LastCut(const Tail& tail) const;

  // The number of symbols after the last weak joint of the tail.
  size_t Held(const Tail& tail) const;

  // A split inside the run that reaches to `end`, or nothing if there is none yet.
  std::optional<SplitPoint> Join(std::string_view text, size_t end) const;

  const Symbols& symbols_;
  const Segments segments_;
  const Options options_;
};

// Returns the rule for sweeps over the runs of these symbols: UnitSplitRule if the symbols have
// units, otherwise RunSplitRule. `symbols` must outlive the rule.
std::unique_ptr<SplitRule> MakeRunSplitRule(const Symbols& symbols, RunSplitRule::Options options);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_RUN_SPLIT_RULE_H_
