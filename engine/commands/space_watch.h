// Says early when a sweep's temporary files will not fit their disk.
#ifndef CIKU_ENGINE_COMMANDS_SPACE_WATCH_H_
#define CIKU_ENGINE_COMMANDS_SPACE_WATCH_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "io/spill_folder.h"

namespace ciku {

// What a sweep that has read `done` of `total` bytes will still add to the `spilled` bytes that it
// has written: as much again for each byte to come. Nothing where it is too early to tell.
std::optional<uint64_t> StillNeeded(uint64_t spilled, uint64_t done, uint64_t total);

// Compares, from a thread of its own until it is destroyed, what the sweep will need with what is
// free; tells the user what is needed once that can be told, and warns once where it is too much.
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
  // Whether nothing is left to be said.
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
