#include "engine/commands/terminal/console.h"

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <mutex>
#include <string_view>
#include <thread>

#include "engine/commands/terminal/style.h"

namespace ciku {
namespace {

// The cursor stands in the first column of the status, so that all of it comes after the cursor,
// even if the terminal has become narrower and has broken it into several lines. This clears it.
constexpr const char* kClear = "\r\x1b[J";

// How long, in milliseconds, messages wait for those who do not take them.
constexpr int kPatience = 1000;

// Whether the terminal is that of this process, and another job has it.
bool IsInBackground() {
  const pid_t job = ::tcgetpgrp(STDERR_FILENO);
  return job > 0 && job != ::getpgrp();
}

// Is never destroyed: threads may outlive main().
struct Console {
  std::mutex mutex;
  std::string status;   // empty if none is shown
  bool closed = false;  // no status is shown any more

  // What another job has written over is not to be cleared.
  bool shows_status() const { return !closed && !status.empty() && !IsInBackground(); }
};

Console& TheConsole() {
  static auto* const console = new Console;
  return *console;
}

// Whether standard error takes bytes without making the writer wait, or does so within this time.
bool IsWritable(int milliseconds) {
  pollfd ready = {STDERR_FILENO, POLLOUT, 0};
  return ::poll(&ready, 1, milliseconds) > 0;
}

// Writes all at once, so that other processes' messages do not come between. Returns false after an
// error.
bool WriteToStandardError(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<size_t>(n));
    } else if (errno != EINTR && !(errno == EAGAIN && IsWritable(kPatience))) {
      return false;
    }
  }
  return true;
}

std::string Drawn(const std::string& status) {
  return "\r" + status.substr(0, StatusColumns()) + "\x1b[J\r";
}

}  // namespace

void Print(const std::string& text) {
  Console& console = TheConsole();
  const std::lock_guard lock(console.mutex);
  const bool shows = console.shows_status();
  WriteToStandardError((shows ? kClear : "") + text + (shows ? Drawn(console.status) : ""));
}

void PrintLine(const std::string& line) { Print(line + "\n"); }

void PrintLastLine(const std::string& line, bool behind_echo) {
  Console& console = TheConsole();
  std::unique_lock lock(console.mutex, std::try_to_lock);
  bool locked = lock.owns_lock();
  for (int tries = 0; !locked && tries < 100; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    locked = lock.try_lock();
  }
  if (!locked || !IsWritable(kPatience)) return;
  const char* const new_line = behind_echo && ::isatty(STDERR_FILENO) == 1 ? "\n" : "";
  WriteToStandardError((console.shows_status() ? kClear : new_line) + line + "\n");
  console.closed = true;
}

bool CanShowStatus() { return UnderstandsEscapes(STDERR_FILENO); }

size_t StatusColumns() { return TerminalColumns(STDERR_FILENO, 80) - 1; }

void ShowStatus(const std::string& status) {
  Console& console = TheConsole();
  const std::lock_guard lock(console.mutex);
  if (console.closed || IsInBackground() || !IsWritable(0)) return;
  console.status = status;
  console.closed = !WriteToStandardError(Drawn(status));  // the terminal is gone
}

void HideStatus() {
  Console& console = TheConsole();
  const std::lock_guard lock(console.mutex);
  if (console.shows_status()) WriteToStandardError(kClear);
  console.status.clear();
}

void Note(bool quiet, const std::string& line) {
  if (!quiet) PrintLine(line);
}

void Warn(const std::string& line) {
  PrintLine(Styled(Style::kWarning, "ciku: warning:", STDERR_FILENO) + " " + line);
}

std::string ReadableBytes(double bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  while (bytes >= 999.95 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, unit == 0 ? 0 : 1, kUnits[unit]);
}

std::string ReadableCount(uint64_t count) {
  if (count < 1000) return fmt::format("{}", count);
  return fmt::format("{},{:03}", ReadableCount(count / 1000), count % 1000);
}

std::string Counted(uint64_t count, const std::string& nouns) {
  return Counted(count, nouns.substr(0, nouns.size() - 1), nouns);
}

std::string Counted(uint64_t count, const std::string& one, const std::string& several) {
  return ReadableCount(count) + " " + (count == 1 ? one : several);
}

std::string ReadableTime(double seconds) {
  const auto whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace ciku
