// Makes system calls of a program fail, to test that it loses no data when they do.
//
// This is a library for LD_PRELOAD. It counts the calls that match, and makes one of them, or all
// from that one on, go wrong. Environment variables control it:
//
//   CIKU_FAULT_CALL      the calls that match, separated by commas: names from kNames, any-write
//                        (all calls that make or change files) or any-read
//   CIKU_FAULT_PATH      only calls on files whose path contains this text match; the path of a
//                        descriptor is its link in /proc/self/fd
//   CIKU_FAULT_STANDARD  1: calls on descriptors 0 to 2 match as well
//   CIKU_FAULT_AT        the number of the matching call that goes wrong, counted from 1; if it is
//                        not set, no call goes wrong
//   CIKU_FAULT_STICKY    1: all matching calls after that go wrong as well, as on a full disk
//   CIKU_FAULT_ERROR     what goes wrong: the name of an error in kErrors, or
//                          short       a read or write handles only half of its bytes
//                          kill        a write writes half of its bytes; then the process is killed
//                          unreadable  access to a mapped file raises SIGBUS, as on a failing disk
//   CIKU_FAULT_COUNT     a file to which the number of matching calls is written at exit
//
// Safe for use by any number of threads. Calls that the C library makes internally (in fopen,
// dlopen, stdio) are not intercepted.
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

  // Counts a call on `path` if it matches, and returns what has to happen to it. Sets errno if the
  // call has to fail.
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

// Made at the first call, which may come before the constructors of this library have run. Never
// destroyed, because calls may come after its destructors have run.
Faults& TheFaults() {
  static Faults* const faults = new Faults;
  return *faults;
}

[[gnu::destructor]] void AtExit() { TheFaults().WriteCount(); }

[[noreturn]] void Die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();  // other threads may go on for a moment, but this one must not
}

// Returns the C library's function, which the function of the same name in this library hides.
template <typename Function>
Function* Hidden(const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function*>(found);
}

// Makes a call that either fails or succeeds as a whole: real(), on a path or a descriptor.
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

// Reads or writes `size` bytes with real(size), or fewer.
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
  return Whole(call, folder, -1, go_on);  // the folder's path stands for the paths of its files
}

// Returns a mapping whose pages cannot be read, because the mapped file is empty.
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

// The optional last argument is read even if the caller has not passed it. The real function then
// ignores it.

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
  real(descriptor);  // a close that fails closes the descriptor all the same
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

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
  static auto* const real = Hidden<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return Whole(kRename, to, -1, [&] { return real(from_folder, from, to_folder, to, flags); });
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
