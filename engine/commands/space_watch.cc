#include "engine/commands/space_watch.h"

#include <fmt/core.h>

#include <chrono>

#include "engine/commands/terminal/console.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr auto kPeriod = std::chrono::milliseconds(500);

std::string Readable(uint64_t bytes) { return ReadableBytes(static_cast<double>(bytes)); }

}  // namespace

std::optional<uint64_t> StillNeeded(uint64_t spilled, uint64_t done, uint64_t total) {
  constexpr double kEnoughToTell = 0.01;
  if (total == 0 || spilled == 0) return std::nullopt;
  const double part = static_cast<double>(done) / static_cast<double>(total);
  if (part < kEnoughToTell) return std::nullopt;
  return part >= 1 ? 0 : static_cast<uint64_t>(static_cast<double>(spilled) * (1 - part) / part);
}

SpaceWatch::SpaceWatch(const SpillFolder& spills, const std::atomic<uint64_t>& done, uint64_t total,
                       bool quiet)
    : spills_(spills),
      done_(done),
      total_(total),
      quiet_(quiet),
      thread_([this](const std::stop_token& stop) { Watch(stop); }) {}

SpaceWatch::~SpaceWatch() {
  thread_.request_stop();
  thread_.join();
}

void SpaceWatch::Watch(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, stop, kPeriod, [&] { return stop.stop_requested(); })) {
    if (stop.stop_requested() || Look()) return;
  }
}

bool SpaceWatch::Look() {
  const std::optional<uint64_t> needed = StillNeeded(spills_.bytes(), done_, total_);
  if (!needed) return false;
  uint64_t free = 0;
  try {
    free = spills_.FreeBytes();
  } catch (const IoError&) {
    return true;  // the next write there will report the error
  }
  const std::string folder = Printable(spills_.directory());
  if (*needed > free) {
    Warn(
        fmt::format("this pass will need about {} more in {}, where {} are free; make room, or "
                    "stop and name another folder",
                    Readable(*needed), folder, Readable(free)));
    return true;
  }
  constexpr uint64_t kWorthTelling = 16 << 20;
  if (!told_ && !quiet_ && *needed >= kWorthTelling) {
    told_ = true;
    PrintLine(fmt::format("spilling to {}: about {} more will be needed, {} are free", folder,
                          Readable(*needed), Readable(free)));
  }
  return false;
}

}  // namespace ciku
