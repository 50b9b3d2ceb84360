// How much memory there is, and how much this process has taken.
#ifndef CIKU_IO_MEMORY_H_
#define CIKU_IO_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace ciku {

// Bytes that this process may use at most: the machine's memory, or less where a control group
// (version 1 or 2, any of the groups above included) or an address space limit says so.
size_t AvailableMemory();

// The same, with the control groups' files and /proc below `root`, for tests.
size_t ControlGroupLimit(const std::string& root);

// Peak resident memory of this process so far, in bytes.
uint64_t PeakMemory();

// Makes memory that is freed go back to the system at once, where it is large, instead of being
// kept for later: call at the start of a program whose peak memory matters.
void ReturnFreedMemory();

}  // namespace ciku

#endif  // CIKU_IO_MEMORY_H_
