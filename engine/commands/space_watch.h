// Warns early if the temporary files of a sweep will not fit on their disk.
#ifndef CIKU_ENGINE_COMMANDS_SPACE_WATCH_H_
#define CIKU_ENGINE_COMMANDS_SPACE_WATCH_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "io/files/spill_folder.h"

namespace ciku {

// Estimates how many more bytes a sweep will spill if it has spilled `spilled` bytes while reading
// `done` of `total` bytes: as much for each byte still to be read. Returns nothing if it is too
// early to tell.
std::optional<uint64_t> StillNeeded(uint64_t spilled, uint64_t done, uint64_t total);

// Compares the space that the sweep will need with the space that is free, from a thread of its own
// until it is destroyed. Says once how much is needed, as soon as that can be told, and warns once
// if it is too much.
class SpaceWatch {
 public:
  // `spills` and `done`, in bytes of the `total`, must outlive the watch.
  SpaceWatch(const SpillFolder& spills, const std::atomic<uint64_t>& done, uint64_t total,
             bool quiet);
  SpaceWatch(const SpaceWatch&) = delete;
  SpaceWatch& operator=(const SpaceWatch&) = delete;
  ~SpaceWatch();

 private:
  void Watch(const std::stop_token& stop);
  // Compares once. Returns true if nothing is left to be said.
  bool Look();

  const SpillFolder& spills_;
  const std::atomic<uint64_t>& done_;
  const uint64_t total_;
  const bool quiet_;
  bool told_ = false;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_SPACE_WATCH_H_
