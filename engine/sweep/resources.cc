#include "engine/sweep/resources.h"

#include <oneapi/tbb/info.h>

#include "io/memory.h"

namespace ciku {

Resources DefaultResources() {
  return {.memory = AvailableMemory() / 2,
          .threads = static_cast<size_t>(tbb::info::default_concurrency())};
}

}  // namespace ciku
