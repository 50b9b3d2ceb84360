#include "engine/commands/terminal/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "engine/commands/terminal/console.h"

namespace ciku {
namespace {

constexpr auto kTerminalPeriod = std::chrono::milliseconds(100);
constexpr auto kLogPeriod = std::chrono::seconds(10);
constexpr size_t kLongestBar = 24;
constexpr size_t kShortestBar = 6;

Details DetailsOf(uint64_t done, uint64_t total, double seconds) {
  const double speed = static_cast<double>(done) / std::max(seconds, 1e-3);
  Details details;
  details.figures = {ReadableBytes(static_cast<double>(done)), ReadableBytes(speed) + "/s"};
  if (total == 0) return details;
  done = std::min(done, total);
  details.part = static_cast<double>(done) / static_cast<double>(total);
  details.percent = fmt::format("{:3.0f}%", details.part * 100);
  details.figures[0] += " of " + ReadableBytes(static_cast<double>(total));
  if (done > 0) {
    const double left = static_cast<double>(total - done) / speed;
    details.figures.push_back(ReadableTime(left) + " left");
  }
  return details;
}

// The percentage and the first `count` figures.
std::string WithFigures(const Details& details, size_t count) {
  const auto end = details.figures.begin() + static_cast<std::ptrdiff_t>(count);
  const char* const between = details.percent.empty() || count == 0 ? "" : "  ";
  return fmt::format("{}{}{}", details.percent, between,
                     fmt::join(details.figures.begin(), end, ", "));
}

// Returns a bar, with a space behind it, in up to `columns` columns; nothing if it would be too
// short.
std::string DrawBar(double part, size_t columns) {
  constexpr size_t kAround = 3;
  if (columns < kShortestBar + kAround) return {};
  const size_t width = std::min(columns - kAround, kLongestBar);
  const auto filled = static_cast<size_t>(part * static_cast<double>(width));
  return fmt::format("[{:#<{}}{:.<{}}] ", "", filled, "", width - filled);
}

// Makes the bar shorter first, then leaves out figures, the last first, then the bar. The title is
// cut last.
std::string Fit(const std::string& title, const Details& details, size_t columns) {
  const std::string begin = fmt::format("{:<12} ", title);
  for (size_t count = details.figures.size() + 1; count-- > 0;) {
    const std::string end = WithFigures(details, count);
    if (begin.size() + end.size() > columns) continue;
    if (details.percent.empty()) return begin + end;
    const std::string bar = DrawBar(details.part, columns - begin.size() - end.size());
    if (!bar.empty()) return begin + bar + end;
  }
  const size_t room = columns - std::min(columns, details.percent.size());
  return fmt::format("{:<{}}{}", title.substr(0, room), std::min(room, begin.size()),
                     details.percent);
}

}  // namespace

Progress::Progress(std::string title, const std::atomic<uint64_t>* done, uint64_t total)
    : title_(std::move(title)),
      done_(done),
      total_(total),
      thread_([this](const std::stop_token& stop) { Watch(stop); }) {}

Progress::~Progress() {
  thread_.request_stop();
  thread_.join();
}

void Progress::Watch(const std::stop_token& stop) {
  const bool draws = CanShowStatus();
  std::unique_lock lock(mutex_);
  const auto period = draws ? std::chrono::steady_clock::duration(kTerminalPeriod)
                            : std::chrono::steady_clock::duration(kLogPeriod);
  while (!wake_.wait_for(lock, stop, period, [&] { return stop.stop_requested(); })) {
    if (stop.stop_requested()) break;
    draws ? ShowStatus(Bar(StatusColumns())) : PrintLine(Line());
  }
  if (draws) HideStatus();
}

Details Progress::Now() const {
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start_;
  if (done_ == nullptr) return {"", 0, {ReadableTime(time.count())}};
  return DetailsOf(*done_, total_, time.count());
}

std::string Progress::Bar(size_t columns) const { return Fit(title_, Now(), columns); }

std::string Progress::Line() const {
  const Details details = Now();
  return fmt::format("{:<12} {}", title_, WithFigures(details, details.figures.size()));
}

}  // namespace ciku
