// Where a block may end that no line end offers itself for.
#ifndef CIKU_IO_SPLIT_RULE_H_
#define CIKU_IO_SPLIT_RULE_H_

#include <cstddef>
#include <string_view>

#include "io/block.h"

namespace ciku {

// What to do with a stretch of text that has no line end, is not the last of its file, and may
// end inside a character: bytes [0, end) are handed on now, bytes [keep, size) are kept to begin
// the next stretch. keep < end where the stretches overlap. `joined` tells that a run goes on.
struct SplitPoint {
  size_t end = 0;
  size_t keep = 0;
  bool joined = false;
  // With an answer of {0, 0}: how far the text is known to hold no place for a split.
  size_t searched = 0;
};

// Safe to be asked by several threads at once.
class SplitRule {
 public:
  virtual ~SplitRule() = default;

  // `pending` is not empty. An answer of {0, 0, false} asks for more text, which then begins with
  // the same bytes; `searched` is what that answer said of them.
  virtual SplitPoint Find(std::string_view pending, size_t searched) const = 0;
};

// Text that is passed on as it is: any place will do that does not divide a line end, and nothing
// is in common.
class AnywhereSplitRule : public SplitRule {
 public:
  SplitPoint Find(std::string_view pending, size_t /*searched*/) const override {
    const size_t end = pending.size() - (pending.back() == '\r' ? 1 : 0);
    return {end, end, true};
  }
};

// Throws InputError: the line at this place holds no place for a split in `most` bytes.
[[noreturn]] void ThrowNoSplit(const Origin& origin, size_t most);

}  // namespace ciku

#endif  // CIKU_IO_SPLIT_RULE_H_
