// A pipe or a terminal that is read as its bytes come.
#ifndef CIKU_IO_STREAMS_LIVE_STREAM_H_
#define CIKU_IO_STREAMS_LIVE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <mutex>

#include "io/files/file.h"
#include "io/files/growing_checksum.h"

namespace ciku {

// Whoever writes the bytes may wait for an answer before it writes more. Reading therefore pauses
// when no more bytes are there: what was read can be worked on and answered before the next Read,
// which waits. Reading is for one thread at a time.
class LiveStream {
 public:
  // Throws IoError.
  explicit LiveStream(File pipe);

  // Waits until there are bytes or the end, and reads up to `size` bytes as long as it need not
  // wait again. Returns how many were read: fewer only at a pause or at the end, 0 only at the end.
  // Throws IoError.
  size_t Read(char* data, size_t size);

  // Whether the last Read ended at a pause: more bytes may come, but are not there yet.
  bool paused() const { return paused_; }

  // Ends the stream, even if a Read is waiting. Any thread may call it.
  void Stop();

  // How many bytes have been read, and XXH3-64 of these. Any thread may call them.
  uint64_t size() const;
  uint64_t fingerprint() const;

 private:
  // Whether reading would not wait.
  bool IsReady() const;
  void Wait();
  size_t ReadSome(char* data, size_t size);

  File pipe_;
  File stop_;  // becomes readable when the stream is to end
  mutable std::mutex mutex_;
  GrowingChecksum checksum_;  // guarded by mutex_
  bool paused_ = false;
  bool at_end_ = false;  // a terminal tells its end only once
};

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_LIVE_STREAM_H_
