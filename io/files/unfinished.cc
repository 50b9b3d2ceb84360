#include "io/files/unfinished.h"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <set>

namespace ciku {
namespace {

// Never destroyed: threads may outlive main(). Recursive, so that the thread that has removed all
// that was unfinished can still write a result.
std::recursive_mutex& Mutex() {
  static auto* const mutex = new std::recursive_mutex;
  return *mutex;
}

std::recursive_mutex& StepMutex() {
  static auto* const mutex = new std::recursive_mutex;
  return *mutex;
}

std::multiset<std::string>& Paths() {
  static auto* const paths = new std::multiset<std::string>;
  return *paths;
}

std::string& WorkFolderPath() {
  static auto* const path = new std::string;
  return *path;
}

std::atomic<bool> has_written_directly = false;

}  // namespace

void SetWrittenDirectly() { has_written_directly = true; }
bool HasWrittenDirectly() { return has_written_directly; }

void SetWorkFolder(const std::string& path) {
  const std::lock_guard lock(Mutex());
  WorkFolderPath() = path;
}

Unfinished::Unfinished(std::string path) : path_(std::move(path)) {
  const std::lock_guard lock(Mutex());
  Paths().insert(path_);
}

Unfinished::~Unfinished() {
  const std::lock_guard lock(Mutex());
  Paths().erase(Paths().find(path_));
}

Indivisible::Indivisible() { StepMutex().lock(); }
Indivisible::~Indivisible() { StepMutex().unlock(); }

std::string RemoveUnfinished() {
  // Never unlocked: no other thread may begin or complete a result after this.
  StepMutex().lock();
  Mutex().lock();
  for (const std::string& path : Paths()) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
  }
  return WorkFolderPath();
}

}  // namespace ciku
