#include "engine/commands/report/machine.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include <array>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/sweep/resources.h"
#include "io/memory.h"

namespace ciku {
namespace {

// Returns what follows `name` and the separator in the first line of a file that begins with this
// name; null if there is no such line.
Json FirstValue(const char* path, std::string_view name, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const size_t end = line.find(separator);
    if (!line.starts_with(name) || end == line.npos) continue;
    const size_t begin = line.find_first_not_of(" \"", end + 1);
    const size_t last = line.find_last_not_of(" \"");
    if (begin != line.npos && begin <= last) return line.substr(begin, last + 1 - begin);
  }
  return nullptr;
}

double SecondsIn(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

}  // namespace

Json DescribeMachine() {
  utsname names = {};
  ::uname(&names);
  return {{"host", std::string(names.nodename)},
          {"system", fmt::format("{} {} {}", names.sysname, names.release, names.machine)},
          {"distribution", FirstValue("/etc/os-release", "PRETTY_NAME", '=')},
          {"processor", FirstValue("/proc/cpuinfo", "model name", ':')},
          {"processors", DefaultResources().threads},
          {"memory", AvailableMemory()}};
}

Json DescribeProcessorTime() {
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  return {{"user", SecondsIn(usage.ru_utime)}, {"system", SecondsIn(usage.ru_stime)}};
}

std::string IsoTime(std::chrono::system_clock::time_point time) {
  using std::chrono::milliseconds;
  const auto since = std::chrono::floor<milliseconds>(time.time_since_epoch());
  const std::time_t second = std::chrono::floor<std::chrono::seconds>(since).count();
  std::tm local = {};
  ::localtime_r(&second, &local);
  std::array<char, 32> date = {};
  std::array<char, 8> zone = {};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &local);
  std::strftime(zone.data(), zone.size(), "%z", &local);  // "+0100"
  return fmt::format("{}.{:03}{:.3}:{}", date.data(), since.count() % 1000, zone.data(),
                     zone.data() + 3);
}

}  // namespace ciku
