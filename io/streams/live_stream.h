// A pipe or a terminal that is read as its bytes come.
#ifndef CIKU_IO_STREAMS_LIVE_STREAM_H_
#define CIKU_IO_STREAMS_LIVE_STREAM_H_

#include <cstddef>
#include <cstdint>

#include "io/files/file.h"
#include "io/files/growing_checksum.h"

namespace ciku {

// Whoever writes the bytes may wait for an answer before it writes more. Reading therefore pauses
// when no more bytes are there: what was read can be worked on and answered before the next Read,
// which waits. For one thread at a time, except for Stop().
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

  // How many bytes were read, and XXH3-64 of these.
  uint64_t size() const { return checksum_.size(); }
  uint64_t fingerprint() const { return checksum_.value(); }

 private:
  // Whether reading would not wait.
  bool IsReady() const;
  void Wait();
  size_t ReadSome(char* data, size_t size);

  File pipe_;
  File stop_;  // becomes readable when the stream is to end
  GrowingChecksum checksum_;
  bool paused_ = false;
  bool at_end_ = false;  // a terminal tells its end only once
};

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_LIVE_STREAM_H_
