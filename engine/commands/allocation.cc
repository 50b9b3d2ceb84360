#include "engine/commands/allocation.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "io/files/file.h"

namespace ciku {
namespace {

// Returns the number in an environment variable; 0 if there is none.
size_t NumberIn(const char* variable) {
  const char* const text = std::getenv(variable);
  size_t number = 0;
  if (text == nullptr) return 0;
  const std::string_view digits(text);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

// The bytes that Slurm has allocated on this node; 0 if it does not say.
size_t AllocatedMemory(size_t threads) {
  constexpr size_t kMiB = size_t{1} << 20;
  if (const size_t of_node = NumberIn("SLURM_MEM_PER_NODE")) return of_node * kMiB;
  return NumberIn("SLURM_MEM_PER_CPU") * threads * kMiB;
}

}  // namespace

Resources AllocatedResources() {
  Resources resources = DefaultResources();
  if (const size_t processors = NumberIn("SLURM_CPUS_PER_TASK")) {
    resources.threads = std::min(resources.threads, processors);
  }
  const size_t memory = AllocatedMemory(resources.threads) / 10 * 9;
  if (memory > kMemoryOverhead) {
    resources.memory = std::min(2 * resources.memory, memory - kMemoryOverhead);
  }
  return resources;
}

std::string ScratchDirectory() {
  const char* const given = std::getenv("SLURM_TMPDIR");
  return given != nullptr && *given != '\0' ? given : DefaultTempDirectory();
}

}  // namespace ciku
