// Gathers records into frames.
#ifndef CIKU_ENGINE_SWEEP_FRAME_BUILDER_H_
#define CIKU_ENGINE_SWEEP_FRAME_BUILDER_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/output/work_folder.h"

namespace ciku {

// A frame that is being built, or a part of a frame if a record is too long to be compressed as a
// whole.
struct Frame {
  InputFormat format = InputFormat::kLines;
  std::string text;
  std::string compressed;
  bool part = false;  // continues or begins a divided frame; compressed when it is written
  bool last = true;   // the last part of its frame
};

// Gathers records into frames. A frame holds as many whole records as fit the frame size, or a
// single longer record. The frames depend only on the text, not on the portions in which it is
// added. Small files share a frame. Not safe for use by two threads at once.
class FrameBuilder {
 public:
  explicit FrameBuilder(size_t frame_size) : frame_size_(frame_size) {}

  // Adds records, each ended by a line feed, or a part of a record; appends the frames that are
  // complete to `done`.
  void Add(InputFormat format, std::string_view text, std::vector<Frame>* done);

  // True if a part of a frame was emitted and the rest of it was not.
  bool inside_frame() const;

  // Returns the state that Restore needs, for a manifest. Must not be called inside a frame.
  Json Save(WorkFolder* folder) const;
  void Restore(const WorkFolder& folder, const Json& saved);

  // Returns the remaining frames. To be called after the last Add.
  std::vector<Frame> Rest();

 private:
  // A record of more than this many frame sizes is compressed in parts as they come.
  static constexpr size_t kLongestWhole = 4;

  // Emits the frame, or the part of a frame, at the start of the text. Returns false if more text
  // is needed first.
  bool EmitOne(Frame* frame, std::vector<Frame>* done) const;
  static bool Emit(Frame* frame, size_t size, bool last, std::vector<Frame>* done);

  const size_t frame_size_;
  std::map<InputFormat, Frame> open_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_FRAME_BUILDER_H_
