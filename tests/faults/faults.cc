// Makes system calls of a program fail, to see that it loses nothing when they do.
//
// A library to be preloaded (LD_PRELOAD). It counts the calls that match and lets one of them, or
// all from that one on, go wrong. What to do is told by environment variables:
//
//   CIKU_FAULT_CALL      which calls count, divided by commas: the names in kNames, or any-write
//                        (all that make or change files) or any-read
//   CIKU_FAULT_PATH      only those on files whose path contains this text; of a descriptor, that
//                        is its link in /proc/self/fd
//   CIKU_FAULT_STANDARD  1: also those on descriptors 0 to 2
//   CIKU_FAULT_AT        the call to go wrong, counted from 1; none where it is not set
//   CIKU_FAULT_STICKY    1: all calls after that go wrong as well, as on a disk that is full
//   CIKU_FAULT_ERROR     how: an error by name (those in kErrors), or
//                          short       a read or write does only half of what it was asked to
//                          kill        a write does half of it, and then the process is killed
//                          unreadable  touching what is mapped raises SIGBUS, as a failing disk
//                          does
//   CIKU_FAULT_COUNT     a file to write the number of matching calls to, at exit
//
// Safe for any number of threads. Calls that the C library makes for itself (fopen, dlopen, stdio)
// do not come by here.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <bitset>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace {

enum Call : size_t {
  kOpen,
  kCreate,  // an open that makes a file
  kClose,
  kRead,
  kPread,
  kReaddir,
  kMmap,
  kFstat,
  kDuplicate,
  kUnlink,
  kWrite,
  kPwrite,
  kFsync,
  kFdatasync,
  kFtruncate,
  kRename,
  kLinkat,
  kMkdir,
  kCalls
};

constexpr std::array<std::string_view, kCalls> kNames = {
    "open",  "create",    "close",     "read",   "pread",  "readdir",
    "mmap",  "fstat",     "duplicate", "unlink", "write",  "pwrite",
    "fsync", "fdatasync", "ftruncate", "rename", "linkat", "mkdir"};

constexpr std::pair<std::string_view, int> kErrors[] = {
    {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EIO", EIO},       {"EMFILE", EMFILE},
    {"ENFILE", ENFILE}, {"EINTR", EINTR},   {"EACCES", EACCES}, {"ENOMEM", ENOMEM}};

std::string Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

[[noreturn]] void Refuse(const std::string& variable, std::string_view value) {
  std::fprintf(stderr, "faults: %s does not know '%.*s'\n", variable.c_str(),
               static_cast<int>(value.size()), value.data());
  std::abort();
}

std::bitset<kCalls> ParseCalls(std::string_view list) {
  std::bitset<kCalls> calls;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    bool known = false;
    for (size_t call = 0; call < kCalls; ++call) {
      const bool writes = call == kCreate || call >= kWrite;
      const bool reads = call == kRead || call == kPread || call == kReaddir;
      if (name != kNames[call] && !(name == "any-write" && writes) &&
          !(name == "any-read" && reads)) {
        continue;
      }
      calls.set(call);
      known = true;
    }
    if (!known) Refuse("CIKU_FAULT_CALL", name);
  }
  return calls;
}

enum class Outcome { kPass, kFail, kShort, kKill, kUnreadable };

class Faults {
 public:
  Faults() {
    if (error_ == "short") {
      outcome_ = Outcome::kShort;
    } else if (error_ == "kill") {
      outcome_ = Outcome::kKill;
    } else if (error_ == "unreadable") {
      outcome_ = Outcome::kUnreadable;
    } else if (!error_.empty()) {
      outcome_ = Outcome::kFail;
      for (const auto& [name, number] : kErrors) {
        if (error_ == name) errno_ = number;
      }
      if (errno_ == 0) Refuse("CIKU_FAULT_ERROR", error_);
    }
  }

  // What is to become of a call on `path`. A call that fails has its errno set.
  Outcome Meet(Call call, const char* path) {
    const bool matches = calls_[call] || (call == kCreate && calls_[kOpen]);
    if (!matches || std::string_view(path).find(path_) == std::string_view::npos) {
      return Outcome::kPass;
    }
    const uint64_t number = ++seen_;
    if (at_ == 0 || (sticky_ ? number < at_ : number != at_)) return Outcome::kPass;
    if (outcome_ == Outcome::kFail) errno = errno_;
    return outcome_;
  }

  Outcome Meet(Call call, int descriptor) {
    if (calls_.none() || descriptor < (standard_ ? 0 : STDERR_FILENO + 1)) return Outcome::kPass;
    std::array<char, 32> link;
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
    std::array<char, 4096> path;
    const ssize_t size = ::readlink(link.data(), path.data(), path.size() - 1);
    if (size < 0) return Outcome::kPass;
    path[static_cast<size_t>(size)] = '\0';
    return Meet(call, path.data());
  }

  void WriteCount() const {
    if (count_.empty()) return;
    std::FILE* const file = std::fopen(count_.c_str(), "w");
    if (file == nullptr) return;
    std::fprintf(file, "%llu\n", static_cast<unsigned long long>(seen_.load()));
    std::fclose(file);
  }

 private:
  const std::bitset<kCalls> calls_ = ParseCalls(Variable("CIKU_FAULT_CALL"));
  const std::string path_ = Variable("CIKU_FAULT_PATH");
  const bool standard_ = Variable("CIKU_FAULT_STANDARD") == "1";
  const uint64_t at_ = std::strtoull(Variable("CIKU_FAULT_AT").c_str(), nullptr, 10);
  const bool sticky_ = Variable("CIKU_FAULT_STICKY") == "1";
  const std::string error_ = Variable("CIKU_FAULT_ERROR");
  const std::string count_ = Variable("CIKU_FAULT_COUNT");
  Outcome outcome_ = Outcome::kPass;
  int errno_ = 0;
  std::atomic<uint64_t> seen_ = 0;
};

// Made by the first call, which may come before the constructors of this library; never destroyed,
// since the last may come after its destructors.
Faults& TheFaults() {
  static Faults* const faults = new Faults;
  return *faults;
}

[[gnu::destructor]] void AtExit() { TheFaults().WriteCount(); }

[[noreturn]] void Die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();  // other threads may go on for a moment, this one not
}

// The function that this library's one of the same name hides.
template <typename Function>
Function* Hidden(const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function*>(found);
}

// A call that either fails or does as it should: `real`, for what is on `path` (or a descriptor).
template <typename Result, typename Where, typename Real>
Result Whole(Call call, Where where, Result failure, const Real& real) {
  switch (TheFaults().Meet(call, where)) {
    case Outcome::kFail:
      return failure;
    case Outcome::kKill:
      Die();
    default:
      return real();
  }
}

// A read or write of `size` bytes: real(size), or less of it.
template <typename Real>
ssize_t Transfer(Call call, int descriptor, size_t size, const Real& real) {
  switch (TheFaults().Meet(call, descriptor)) {
    case Outcome::kFail:
      return -1;
    case Outcome::kKill:
      real(size / 2);
      Die();
    case Outcome::kShort:
      return real(size < 2 ? size : size / 2);
    default:
      return real(size);
  }
}

int OpenAt(int folder, const char* path, int flags, mode_t mode) {
  const bool creates = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  const Call call = creates ? kCreate : kOpen;
  static auto* const real = Hidden<int(int, const char*, int, ...)>("openat");
  const auto go_on = [&] { return real(folder, path, flags, mode); };
  if (folder == AT_FDCWD || path[0] == '/') return Whole(call, path, -1, go_on);
  return Whole(call, folder, -1, go_on);  // what is told of the folder is true of what is in it
}

// A mapping whose pages cannot be read: that of a file without any.
void* MapUnreadable(void* address, size_t size, int protection, int flags) {
  static auto* const real = Hidden<void*(void*, size_t, int, int, int, off_t)>("mmap");
  const int nothing = ::memfd_create("faults", MFD_CLOEXEC);
  void* const data = real(address, size, protection, flags, nothing, 0);
  static auto* const close_nothing = Hidden<int(int)>("close");
  close_nothing(nothing);
  return data;
}

}  // namespace

extern "C" {

// A last argument that a call does not have is read all the same, and handed on to where nobody
// looks at it.

int open(const char* path, int flags, ...) {
  va_list last;
  va_start(last, flags);
  const auto mode = va_arg(last, mode_t);
  va_end(last);
  return OpenAt(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list last;
  va_start(last, flags);
  const auto mode = va_arg(last, mode_t);
  va_end(last);
  return OpenAt(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list last;
  va_start(last, flags);
  const auto mode = va_arg(last, mode_t);
  va_end(last);
  return OpenAt(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list last;
  va_start(last, flags);
  const auto mode = va_arg(last, mode_t);
  va_end(last);
  return OpenAt(folder, path, flags, mode);
}

int mkostemp(char* name, int flags) {
  static auto* const real = Hidden<int(char*, int)>("mkostemp");
  return Whole(kCreate, static_cast<const char*>(name), -1, [&] { return real(name, flags); });
}

int mkostemp64(char* name, int flags) { return mkostemp(name, flags); }

int close(int descriptor) {
  static auto* const real = Hidden<int(int)>("close");
  const Outcome outcome = TheFaults().Meet(kClose, descriptor);
  if (outcome == Outcome::kKill) Die();
  if (outcome != Outcome::kFail) return real(descriptor);
  const int error = errno;
  real(descriptor);  // a close that fails has closed all the same
  errno = error;
  return -1;
}

ssize_t read(int descriptor, void* data, size_t size) {
  static auto* const real = Hidden<ssize_t(int, void*, size_t)>("read");
  return Transfer(kRead, descriptor, size, [&](size_t n) { return real(descriptor, data, n); });
}

ssize_t pread(int descriptor, void* data, size_t size, off_t offset) {
  static auto* const real = Hidden<ssize_t(int, void*, size_t, off_t)>("pread");
  return Transfer(kPread, descriptor, size,
                  [&](size_t n) { return real(descriptor, data, n, offset); });
}

ssize_t pread64(int descriptor, void* data, size_t size, off64_t offset) {
  return pread(descriptor, data, size, offset);
}

ssize_t write(int descriptor, const void* data, size_t size) {
  static auto* const real = Hidden<ssize_t(int, const void*, size_t)>("write");
  return Transfer(kWrite, descriptor, size, [&](size_t n) { return real(descriptor, data, n); });
}

ssize_t pwrite(int descriptor, const void* data, size_t size, off_t offset) {
  static auto* const real = Hidden<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return Transfer(kPwrite, descriptor, size,
                  [&](size_t n) { return real(descriptor, data, n, offset); });
}

ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t offset) {
  return pwrite(descriptor, data, size, offset);
}

dirent* readdir(DIR* folder) {
  static auto* const real = Hidden<dirent*(DIR*)>("readdir");
  return Whole(kReaddir, ::dirfd(folder), static_cast<dirent*>(nullptr),
               [&] { return real(folder); });
}

dirent64* readdir64(DIR* folder) {
  static auto* const real = Hidden<dirent64*(DIR*)>("readdir64");
  return Whole(kReaddir, ::dirfd(folder), static_cast<dirent64*>(nullptr),
               [&] { return real(folder); });
}

void* mmap(void* address, size_t size, int protection, int flags, int descriptor,
           off_t offset) noexcept {
  static auto* const real = Hidden<void*(void*, size_t, int, int, int, off_t)>("mmap");
  const Outcome outcome = descriptor < 0 ? Outcome::kPass : TheFaults().Meet(kMmap, descriptor);
  if (outcome == Outcome::kKill) Die();
  if (outcome == Outcome::kFail) return MAP_FAILED;
  if (outcome == Outcome::kUnreadable) return MapUnreadable(address, size, protection, flags);
  return real(address, size, protection, flags, descriptor, offset);
}

void* mmap64(void* address, size_t size, int protection, int flags, int descriptor,
             off64_t offset) noexcept {
  return mmap(address, size, protection, flags, descriptor, offset);
}

int fstat(int descriptor, struct stat* status) noexcept {
  static auto* const real = Hidden<int(int, struct stat*)>("fstat");
  return Whole(kFstat, descriptor, -1, [&] { return real(descriptor, status); });
}

int fcntl(int descriptor, int command, ...) {
  static auto* const real = Hidden<int(int, int, ...)>("fcntl");
  va_list last;
  va_start(last, command);
  void* const argument = va_arg(last, void*);
  va_end(last);
  const auto go_on = [&] { return real(descriptor, command, argument); };
  if (command != F_DUPFD && command != F_DUPFD_CLOEXEC) return go_on();
  return Whole(kDuplicate, "", -1, go_on);
}

int fcntl64(int descriptor, int command, ...) {
  va_list last;
  va_start(last, command);
  void* const argument = va_arg(last, void*);
  va_end(last);
  return fcntl(descriptor, command, argument);
}

int fsync(int descriptor) {
  static auto* const real = Hidden<int(int)>("fsync");
  return Whole(kFsync, descriptor, -1, [&] { return real(descriptor); });
}

int fdatasync(int descriptor) {
  static auto* const real = Hidden<int(int)>("fdatasync");
  return Whole(kFdatasync, descriptor, -1, [&] { return real(descriptor); });
}

int ftruncate(int descriptor, off_t size) noexcept {
  static auto* const real = Hidden<int(int, off_t)>("ftruncate");
  return Whole(kFtruncate, descriptor, -1, [&] { return real(descriptor, size); });
}

int ftruncate64(int descriptor, off64_t size) noexcept { return ftruncate(descriptor, size); }

int rename(const char* from, const char* to) noexcept {
  static auto* const real = Hidden<int(const char*, const char*)>("rename");
  return Whole(kRename, to, -1, [&] { return real(from, to); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  static auto* const real = Hidden<int(int, const char*, int, const char*)>("renameat");
  return Whole(kRename, to, -1, [&] { return real(from_folder, from, to_folder, to); });
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  static auto* const real = Hidden<int(int, const char*, int, const char*, int)>("linkat");
  return Whole(kLinkat, to, -1, [&] { return real(from_folder, from, to_folder, to, flags); });
}

int unlink(const char* path) noexcept {
  static auto* const real = Hidden<int(const char*)>("unlink");
  return Whole(kUnlink, path, -1, [&] { return real(path); });
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  static auto* const real = Hidden<int(int, const char*, int)>("unlinkat");
  return Whole(kUnlink, path, -1, [&] { return real(folder, path, flags); });
}

int mkdir(const char* path, mode_t mode) noexcept {
  static auto* const real = Hidden<int(const char*, mode_t)>("mkdir");
  return Whole(kMkdir, path, -1, [&] { return real(path, mode); });
}

}  // extern "C"
