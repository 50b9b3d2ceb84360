// An input that is worked on while it comes: standard input, or another pipe or terminal.
#ifndef CIKU_IO_INPUT_LIVE_INPUT_H_
#define CIKU_IO_INPUT_LIVE_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "io/files/file.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/input/recognize.h"
#include "io/streams/live_stream.h"

namespace ciku {

// Its head shows what it holds, as the head of a file does. But whoever writes it may wait for an
// answer behind the first line. So if it pauses behind a line, the lines that have come are judged
// like a file that ends there. What comes later and still belongs to the head is judged again,
// together with all before it, and before it is handed on: what would be refused at the head of a
// file is refused, even if lines before it have been answered.
//
// For one thread at a time, except for Stop().
class LiveInput {
 public:
  // Throws IoError.
  LiveInput(File pipe, const InputOptions& options);

  // Reads the head, or what there is of it. Returns false if the input has to be kept as a whole
  // before it can be worked on, because it is not in UTF-8 or its records are not lines; it is not
  // judged again then. Otherwise sets the format and the memory of `input`, and *remark as
  // Recognized has it. Throws IoError; InputError as Recognize does.
  bool Begin(InputFile* input, std::string* remark);

  // Reads from the first byte on, as LiveStream does. Throws IoError; InputError as Recognize does,
  // or if the head turns out to be something else than its first lines seemed to be.
  size_t Read(char* data, size_t size);
  bool paused() const { return paused_; }

  // How many bytes were read.
  uint64_t position() const { return position_; }

  // To be called by whoever begins to read the text. Throws UsageError if it has been read already.
  void TakeText();

  // Ends the input, even if a Read is waiting. Any thread may call it.
  void Stop() { stream_.Stop(); }

  // How many bytes have come, and XXH3-64 of these.
  uint64_t size() const { return stream_.size(); }
  uint64_t fingerprint() const { return stream_.fingerprint(); }

 private:
  // Waits for more of the head. Returns false at the end of the input.
  bool ReadHead();
  Recognized Judge() const;
  void JudgeAgain() const;
  // Reads the next bytes, of the head or behind it; 0 if there are none.
  size_t ReadNext(char* data, size_t size);

  const std::string path_;
  const InputOptions options_;
  LiveStream stream_;
  std::string head_;                   // what of it has come
  bool in_head_ = true;                // what comes next belongs to it
  size_t from_head_ = 0;               // how many bytes of it have been read
  std::optional<InputFormat> format_;  // set if the input is worked on as it comes
  uint64_t position_ = 0;
  bool paused_ = false;
  bool taken_ = false;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_LIVE_INPUT_H_
