#include "engine/text/budget.h"

#include <fmt/format.h>

#include "io/error.h"

namespace ciku {

void ThrowTooLittle(size_t memory, const char* purpose, size_t threads, size_t least) {
  throw UsageError(
      fmt::format("--memory {}K is too little for {} on {} threads; the least that would do is {}M",
                  memory / kKiB, purpose, threads, least));
}

}  // namespace ciku
