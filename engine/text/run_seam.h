// Where a line longer than a block may be cut: between two runs, or, where a run is longer than a
// block, inside it.
#ifndef CIKU_ENGINE_TEXT_RUN_SEAM_H_
#define CIKU_ENGINE_TEXT_RUN_SEAM_H_

#include <functional>
#include <optional>

#include "engine/text/symbols.h"
#include "io/seam_rule.h"

namespace ciku {

// Cuts after the last separator or at the last joint that does not hold. Where there is neither,
// it waits for more text until there are `patience` bytes of it, and then cuts between any two
// characters; such stretches are joined and have one symbol in common, the last of the one and
// the first of the next.
class RunSeam : public SeamRule {
 public:
  using Holds = std::function<bool(SymbolId, SymbolId)>;

  // `symbols` must outlive the rule. Without `holds`, every joint holds.
  explicit RunSeam(const Symbols& symbols, size_t patience = 0, Holds holds = nullptr)
      : symbols_(symbols), patience_(patience), holds_(std::move(holds)) {}

  Seam Find(std::string_view pending, size_t searched) const override;

 private:
  // The last cut within `text` that is known from bytes [from, end) alone.
  std::optional<size_t> LastCut(std::string_view text, size_t from, size_t end) const;

  const Symbols& symbols_;
  const size_t patience_;
  const Holds holds_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_RUN_SEAM_H_
