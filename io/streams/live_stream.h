// A pipe or a terminal that is read as its bytes come.
#ifndef CIKU_IO_STREAMS_LIVE_STREAM_H_
#define CIKU_IO_STREAMS_LIVE_STREAM_H_

#include <cstddef>
#include <cstdint>

#include "io/files/file.h"
#include "io/files/growing_checksum.h"
#include "io/streams/byte_stream.h"

namespace ciku {

// Whoever writes the bytes may wait for an answer before it writes more. Reading therefore pauses
// when no more bytes are there: what was read can be worked on and answered before the next Read,
// which waits. For one thread at a time, except for Stop().
class LiveStream : public ByteStream {
 public:
  // Throws IoError.
  explicit LiveStream(File pipe);

  // Waits until there are bytes or the end, and reads on as long as it need not wait again. Throws
  // IoError.
  size_t Read(char* data, size_t size) override;
  bool paused() const override { return paused_; }
  uint64_t consumed() const override { return consumed_; }

  // Ends the stream, even if a Read is waiting. Any thread may call it.
  void Stop();

  // XXH3-64 of all bytes that were read.
  uint64_t fingerprint() const { return checksum_.value(); }

 private:
  // Whether reading would not wait.
  bool IsReady() const;
  void Wait();
  size_t ReadSome(char* data, size_t size);

  File pipe_;
  File stop_;  // becomes readable when the stream is to end
  GrowingChecksum checksum_;
  uint64_t consumed_ = 0;
  bool paused_ = false;
  bool at_end_ = false;  // a terminal tells its end only once
};

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_LIVE_STREAM_H_
