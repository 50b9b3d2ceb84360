// Where a line longer than a block may be cut: between two runs, or, where a run is longer than a
// block, inside it.
#ifndef CIKU_ENGINE_TEXT_RUN_SEAM_H_
#define CIKU_ENGINE_TEXT_RUN_SEAM_H_

#include <functional>
#include <optional>
#include <span>

#include "engine/text/symbols.h"
#include "io/seam_rule.h"

namespace ciku {

// Cuts after the last separator or at the last joint that does not hold. Where there is neither,
// it waits for more text until there are `patience` bytes of it, and then cuts between any two
// characters; such stretches are joined and have some symbols in common, the last of the one and
// the first of the next.
class RunSeam : public SeamRule {
 public:
  // The index of the last of these neighbours within a run, not 0, that does not hold together with
  // the one before it, whatever comes before and after them.
  using LastWeakJoint = std::function<std::optional<size_t>(std::span<const SymbolId>)>;

  struct Options {
    // How many symbols joined stretches have in common. At least 1.
    size_t common = 1;
    // In bytes.
    size_t patience = 0;
    // How many symbols on either side a joint depends on; without a function every joint holds.
    size_t reach = 1;
    LastWeakJoint last_weak_joint = nullptr;
  };

  // `symbols` must outlive the rule.
  RunSeam(const Symbols& symbols, Options options)
      : symbols_(symbols), options_(std::move(options)) {}

  Seam Find(std::string_view pending, size_t searched) const override;

 private:
  // The last cut within `text` that is known from bytes [from, end) alone.
  std::optional<size_t> LastCut(std::string_view text, size_t from, size_t end) const;

  const Symbols& symbols_;
  const Options options_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_RUN_SEAM_H_
