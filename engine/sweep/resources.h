// How much memory and how many threads a run may use.
#ifndef CIKU_ENGINE_SWEEP_RESOURCES_H_
#define CIKU_ENGINE_SWEEP_RESOURCES_H_

#include <cstddef>

namespace ciku {

// What a run may use.
struct Resources {
  // Bytes. Peak resident memory stays under this plus kMemoryOverhead.
  size_t memory = 0;
  size_t threads = 1;
};

// What the program itself takes, whatever the budget: its code and libraries, the tables of
// characters, the stacks.
constexpr size_t kMemoryOverhead = size_t{64} << 20;

// Half of what this process may use, in bytes, and as many threads as it may run on: the
// machine's, or less where control groups say so.
Resources DefaultResources();

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_RESOURCES_H_
