// Tells how much memory this process may use and how much it has used.
#ifndef CIKU_IO_MEMORY_H_
#define CIKU_IO_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace ciku {

// Returns how many bytes this process may use: the machine's memory, or less if an address space
// limit or a control group (version 1 or 2, the process's own or any above it) sets a lower limit.
size_t AvailableMemory();

// Returns the lowest limit of the control groups alone, or the largest size_t if there is none.
// Reads /proc and /sys/fs/cgroup below `root`, so that tests can supply their own.
size_t ControlGroupLimit(const std::string& root);

// Returns the peak resident memory of this process so far, in bytes.
uint64_t PeakMemory();

// Makes the allocator return large freed blocks to the system at once instead of keeping them.
// Call it at the start of a program whose peak memory matters.
void ReturnFreedMemory();

}  // namespace ciku

#endif  // CIKU_IO_MEMORY_H_
