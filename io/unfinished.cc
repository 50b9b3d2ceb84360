#include "io/unfinished.h"

#include <filesystem>
#include <mutex>
#include <set>

namespace ciku {
namespace {

// Never destroyed: threads may outlive main().
std::mutex& Mutex() {
  static auto* const mutex = new std::mutex;
  return *mutex;
}

std::multiset<std::string>& Paths() {
  static auto* const paths = new std::multiset<std::string>;
  return *paths;
}

}  // namespace

Unfinished::Unfinished(std::string path) : path_(std::move(path)) {
  const std::lock_guard lock(Mutex());
  Paths().insert(path_);
}

Unfinished::~Unfinished() {
  const std::lock_guard lock(Mutex());
  Paths().erase(Paths().find(path_));
}

void RemoveUnfinished() {
  Mutex().lock();  // for good
  for (const std::string& path : Paths()) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
  }
}

}  // namespace ciku
