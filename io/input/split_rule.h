// Rules for splitting lines that are too long to be held in memory as a whole.
#ifndef CIKU_IO_INPUT_SPLIT_RULE_H_
#define CIKU_IO_INPUT_SPLIT_RULE_H_

#include <cstddef>
#include <string_view>

#include "io/input/block.h"

namespace ciku {

// How to split a stretch of text that has no line end and is not the last of its file. (The stretch
// may end inside a character.) Bytes [0, end) are handed on now, bytes [keep, size) are kept as the
// beginning of the next stretch; the two stretches overlap if keep < end. `joined` is true if a run
// of symbols goes on across the split.
struct SplitPoint {
  size_t end = 0;
  size_t keep = 0;
  bool joined = false;
  // If `end` and `keep` are 0: how many bytes from the start of the text are known to hold no place
  // for a split.
  size_t searched = 0;
};

// Finds places where a long line may be split. Safe for use by several threads at once.
class SplitRule {
 public:
  virtual ~SplitRule() = default;

  // Splits `pending`, which is not empty. If Find returns {0, 0, false}, it is called again with
  // more text that begins with the same bytes, and gets back the `searched` that it returned.
  virtual SplitPoint Find(std::string_view pending, size_t searched) const = 0;
};

// For text that is passed on unchanged: splits anywhere except inside a line end (CR LF), without
// an overlap.
class AnywhereSplitRule : public SplitRule {
 public:
  SplitPoint Find(std::string_view pending, size_t /*searched*/) const override {
    const size_t end = pending.size() - (pending.back() == '\r' ? 1 : 0);
    return {end, end, true};
  }
};

// Throws InputError, which says that the line at `origin` cannot be split within `most` bytes.
[[noreturn]] void ThrowNoSplit(const Origin& origin, size_t most);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_SPLIT_RULE_H_
