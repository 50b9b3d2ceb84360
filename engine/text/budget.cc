#include "engine/text/budget.h"

#include <fmt/format.h>

#include <string>

#include "io/error.h"

namespace ciku {

void ThrowTooLittle(size_t memory, const char* purpose, size_t threads, size_t least) {
  const std::string given =
      memory % kMiB == 0 ? fmt::format("{}M", memory / kMiB) : fmt::format("{}K", memory / kKiB);
  throw UsageError(
      fmt::format("--memory {} is too little for {} on {} threads; the least that would do is {}M",
                  given, purpose, threads, least));
}

}  // namespace ciku
