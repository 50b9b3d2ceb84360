#include "engine/commands/console.h"

#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "engine/commands/terminal/style.h"

namespace ciku {

void PrintLine(const std::string& line) { Print(line + "\n"); }

void Print(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

void Note(bool quiet, const std::string& line) {
  if (!quiet) PrintLine(line);
}

void Warn(const std::string& line) {
  PrintLine(Styled(Style::kWarning, "ciku: warning:", STDERR_FILENO) + " " + line);
}

bool StandardErrorIsTerminal() { return ::isatty(STDERR_FILENO) == 1; }

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

std::string ReadableTime(double seconds) {
  const auto whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace ciku
