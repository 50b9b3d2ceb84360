// Where a line longer than a block may be cut: between two runs, or, where a run is longer than a
// block, inside it.
#ifndef CIKU_ENGINE_TEXT_RUN_SPLIT_RULE_H_
#define CIKU_ENGINE_TEXT_RUN_SPLIT_RULE_H_

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/text/symbols.h"
#include "io/split_rule.h"

namespace ciku {

// Cuts after the last separator or at the last joint that does not hold. Where there is neither,
// it waits until there are `patience` symbols, and then cuts between any two of them; such
// stretches are joined and have some symbols in common, the last of the one and the first of the
// next.
//
// Text that is to be normalised is cut between two of its segments only, and what counts are the
// symbols that it becomes. Some text then has no place to cut, however long it is: one mark upon
// another without end, or a line of nothing but U+3314, each of which becomes two symbols, where an
// odd number of them is to be in common. How long to wait is up to the reader.
class RunSplitRule : public SplitRule {
 public:
  // The index of the last of these neighbours within a run, not 0, that does not hold together with
  // the one before it, whatever comes before and after them.
  using LastWeakJoint = std::function<std::optional<size_t>(std::span<const SymbolId>)>;

  struct Options {
    // How many symbols joined stretches have in common. At least 1.
    size_t common = 1;
    // How many symbols there have to be at the end of a stretch that is joined to the next, as far
    // back as all joints hold.
    size_t patience = 0;
    // How many symbols on either side a joint depends on; without a function every joint holds.
    size_t reach = 1;
    LastWeakJoint last_weak_joint = nullptr;
  };

  // `symbols` must outlive the rule.
  RunSplitRule(const Symbols& symbols, Options options)
      : symbols_(symbols), options_(std::move(options)) {}

  SplitPoint Find(std::string_view pending, size_t searched) const override;

 private:
  // What a stretch of text ends with.
  struct Tail {
    bool separated = false;      // there is a separator
    std::optional<size_t> cut;   // after the last one that a segment ends with
    std::vector<SymbolId> ids;   // since the last separator
    std::vector<size_t> starts;  // where their segments start, or kInside
  };
  // Of a symbol that is not the first that its segment becomes.
  static constexpr size_t kInside = static_cast<size_t>(-1);

  // Where the last segment ends that does not go on whatever follows the text.
  size_t EndOfSegments(std::string_view text) const;

  bool SegmentBegins(std::string_view text, size_t at) const;

  // The tail of bytes [from, end), of which the latter is the end of a segment.
  Tail Read(std::string_view text, size_t from, size_t end) const;

  // The last cut that is known from a tail alone.
  std::optional<size_t> LastCut(const Tail& tail) const;

  // How many symbols there are at the end of the tail as far back as all joints hold.
  size_t Held(const Tail& tail) const;

  // A split inside the run that is at `end`, or none yet.
  std::optional<SplitPoint> Join(std::string_view text, size_t end) const;

  const Symbols& symbols_;
  const Options options_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_RUN_SPLIT_RULE_H_
