#include "io/files/mapped_file.h"

#include <fmt/core.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

#include "io/error.h"

namespace ciku {
namespace {

// A mapping as the signal handler sees it. The handler may only use memory that is never freed and
// atomics without locks.
struct Guard {
  std::atomic<bool> taken{false};
  std::atomic<char*> begin{nullptr};
  std::atomic<char*> end{nullptr};
  std::atomic<bool> faulted{false};
};

// There is one mapping for each source that is open, so the number of mappings is a few for each
// thread.
std::array<Guard, 4096> guards;
struct sigaction previous_action;

const uintptr_t page_size = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));

char* PageOf(char* address) { return address - (reinterpret_cast<uintptr_t>(address) % page_size); }

void OnBusError(int signal, siginfo_t* info, void* context) {
  char* const address = static_cast<char*>(info->si_addr);
  for (Guard& guard : guards) {
    char* const begin = guard.begin.load(std::memory_order_acquire);
    char* const end = guard.end.load(std::memory_order_acquire);
    if (begin == nullptr || address < begin || address >= end) continue;
    guard.faulted.store(true, std::memory_order_release);
    char* const page = PageOf(address);
    void* const zeros = ::mmap(page, static_cast<size_t>(end - page), PROT_READ,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros != MAP_FAILED) return;
  }
  if ((previous_action.sa_flags & SA_SIGINFO) != 0) {
    previous_action.sa_sigaction(signal, info, context);
  } else if (previous_action.sa_handler != SIG_DFL && previous_action.sa_handler != SIG_IGN) {
    previous_action.sa_handler(signal);
  } else {
    ::signal(SIGBUS, SIG_DFL);
    ::raise(SIGBUS);
  }
}

void InstallHandlerOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action = {};
    action.sa_sigaction = OnBusError;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    ::sigaction(SIGBUS, &action, &previous_action);
  });
}

int TakeGuard(char* begin, size_t size) {
  InstallHandlerOnce();
  for (size_t i = 0; i < guards.size(); ++i) {
    if (guards[i].taken.exchange(true)) continue;
    guards[i].faulted = false;
    guards[i].end = begin + size;
    guards[i].begin = begin;
    return static_cast<int>(i);
  }
  return -1;  // unguarded: a fault kills the process, as it does in any other program
}

}  // namespace

FileIdentity IdentityOf(const File& file) {
  struct stat status;
  if (::fstat(file.descriptor(), &status) != 0) ThrowErrno(file.path(), "get its size and time");
  return {static_cast<uint64_t>(status.st_size),
          int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

MappedFile::MappedFile(File file, FileIdentity expected)
    : file_(std::move(file)), identity_(expected) {
  CheckUnchanged();
  const auto size = static_cast<size_t>(identity_.size);
  if (size == 0) return;
  void* const data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file_.descriptor(), 0);
  if (data == MAP_FAILED) ThrowErrno(path(), "map into memory");
  data_ = static_cast<char*>(data);
  ::madvise(data_, size, MADV_SEQUENTIAL);
  guard_ = TakeGuard(data_, size);
}

MappedFile::~MappedFile() {
  if (guard_ >= 0) {
    Guard& guard = guards[static_cast<size_t>(guard_)];
    guard.begin = nullptr;
    guard.end = nullptr;
    guard.taken = false;
  }
  if (data_ != nullptr) ::munmap(data_, static_cast<size_t>(identity_.size));
}

void MappedFile::Release(uint64_t offset, uint64_t size) const {
  if (size == 0) return;
  // At a page fault, the kernel also maps pages around the one that is missing. Reading these bytes
  // has therefore mapped pages outside them, and reading the bytes after them maps some pages of
  // these again. If they were not released as well, a large file would pile up in memory.
  constexpr uint64_t kAround = 256 * 1024;
  char* const begin = PageOf(data_ + (offset > kAround ? offset - kAround : 0));
  char* const end = data_ + std::min(identity_.size, offset + size + kAround);
  ::madvise(begin, static_cast<size_t>(end - begin), MADV_DONTNEED);
}

void MappedFile::CheckUnchanged() const {
  const FileIdentity now = IdentityOf(file_);
  if (now.size != identity_.size) {
    throw InputError(
        fmt::format("{}: changed its length while it was read, from {} to {} bytes; run again "
                    "when nothing writes to it",
                    Printable(path()), identity_.size, now.size));
  }
  if (now.modified_ns != identity_.modified_ns) {
    throw InputError(
        fmt::format("{}: was written to while it was read; run again when nothing writes to it",
                    Printable(path())));
  }
  if (guard_ >= 0 && guards[static_cast<size_t>(guard_)].faulted) {
    throw IoError(Printable(path()) + ": a part of it could not be read from disk");
  }
}

}  // namespace ciku
