#include "engine/commands/progress.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/commands/console.h"

namespace ciku {
namespace {

constexpr auto kTerminalPeriod = std::chrono::milliseconds(100);
constexpr auto kLogPeriod = std::chrono::seconds(10);
constexpr size_t kBarWidth = 24;

}  // namespace

Progress::Progress(std::string title, const std::atomic<uint64_t>& done, uint64_t total)
    : title_(std::move(title)),
      done_(done),
      total_(total),
      thread_([this](const std::stop_token& stop) { Watch(stop); }) {}

Progress::~Progress() {
  thread_.request_stop();
  thread_.join();
}

void Progress::Watch(const std::stop_token& stop) {
  const bool terminal = StandardErrorIsTerminal();
  std::unique_lock lock(mutex_);
  const auto period = terminal ? std::chrono::steady_clock::duration(kTerminalPeriod)
                               : std::chrono::steady_clock::duration(kLogPeriod);
  while (!wake_.wait_for(lock, stop, period, [&] { return stop.stop_requested(); })) {
    if (stop.stop_requested()) break;
    if (terminal) {
      Print(fmt::format("\r{}\x1b[K", Line(true)));
    } else {
      PrintLine(Line(false));
    }
  }
  // The next output starts on an empty line.
  if (terminal) Print("\r\x1b[K");
}

std::string Progress::Line(bool with_bar) const {
  const uint64_t done = done_;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double speed = static_cast<double>(done) / std::max(seconds, 1e-3);
  if (total_ == 0) {
    return fmt::format("{:<12} {}, {}/s", title_, ReadableBytes(static_cast<double>(done)),
                       ReadableBytes(speed));
  }
  const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
  const auto filled = static_cast<size_t>(part * kBarWidth);
  const std::string bar =
      with_bar ? fmt::format("[{:#<{}}{:.<{}}] ", "", filled, "", kBarWidth - filled) : "";
  const double left = done == 0 ? 0 : static_cast<double>(total_ - std::min(done, total_)) / speed;
  return fmt::format("{:<12} {}{:3.0f}%  {} of {}, {}/s, {} left", title_, bar, part * 100,
                     ReadableBytes(static_cast<double>(done)),
                     ReadableBytes(static_cast<double>(total_)), ReadableBytes(speed),
                     ReadableTime(left));
}

}  // namespace ciku
