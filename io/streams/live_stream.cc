#include "io/streams/live_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "io/error.h"

namespace ciku {
namespace {

File MakeStop(const std::string& path) {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC);
  if (descriptor < 0) ThrowErrno(path, "wait for it");
  return File(descriptor, path);
}

// Makes a pipe hold more than the usual 64 KiB, so that its writer goes on while what has come is
// worked on. The system may refuse that.
void Widen(int pipe) {
  constexpr int kSize = 1 << 20;
  if (::fcntl(pipe, F_GETPIPE_SZ) < kSize) ::fcntl(pipe, F_SETPIPE_SZ, kSize);
}

// Whether the descriptor is the terminal of this process, and another job has it.
bool IsOfAnotherJob(int descriptor) {
  const pid_t job = ::tcgetpgrp(descriptor);
  return job > 0 && job != ::getpgrp();
}

}  // namespace

LiveStream::LiveStream(File pipe) : pipe_(std::move(pipe)), stop_(MakeStop(pipe_.path())) {
  Widen(pipe_.descriptor());
}

bool LiveStream::IsReady() const {
  pollfd ready = {pipe_.descriptor(), POLLIN, 0};
  return ::poll(&ready, 1, 0) != 0;
}

void LiveStream::Wait() {
  // The system stops a job in the background when it reads its terminal, not when it waits for it.
  if (IsOfAnotherJob(pipe_.descriptor())) return;
  pollfd ready[] = {{pipe_.descriptor(), POLLIN, 0}, {stop_.descriptor(), POLLIN, 0}};
  while (::poll(ready, 2, -1) < 0 && errno == EINTR) {
  }
  at_end_ = ready[1].revents != 0;
}

size_t LiveStream::ReadSome(char* data, size_t size) {
  const size_t n = pipe_.ReadSome(data, size);
  at_end_ = n == 0;
  checksum_.Add({data, n});
  return n;
}

size_t LiveStream::Read(char* data, size_t size) {
  if (!at_end_) Wait();
  size_t done = 0;
  paused_ = false;
  while (done < size && !at_end_ && !paused_) {
    done += ReadSome(data + done, size - done);
    paused_ = !at_end_ && !IsReady();
  }
  return done;
}

void LiveStream::Stop() {
  const uint64_t one = 1;
  static_cast<void>(::write(stop_.descriptor(), &one, sizeof one));
}

}  // namespace ciku
