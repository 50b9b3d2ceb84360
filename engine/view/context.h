// What stands around a word.
#ifndef CIKU_ENGINE_VIEW_CONTEXT_H_
#define CIKU_ENGINE_VIEW_CONTEXT_H_

#include <cstddef>
#include <string_view>

namespace ciku {

struct Context {
  std::string_view left;
  std::string_view right;
};

// Returns what stands before and behind bytes [begin, end) of a record: whole characters that take
// up to `columns` columns of a terminal on each side, and no more than twice as many characters.
// Bytes that are not valid UTF-8 take a column each.
Context ContextOf(std::string_view record, size_t begin, size_t end, size_t columns);

// The most bytes of each side.
constexpr size_t MostContext(size_t columns) { return 8 * columns; }

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_CONTEXT_H_
