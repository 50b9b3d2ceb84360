// Frames in the making.
#ifndef CIKU_ENGINE_SWEEP_FRAME_BUILDER_H_
#define CIKU_ENGINE_SWEEP_FRAME_BUILDER_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/corpus.h"
#include "io/input_file.h"
#include "io/work_folder.h"

namespace ciku {

// Text on its way into a frame of its own, or a part of a record too long for that.
struct Frame {
  TextFormat format = TextFormat::kLines;
  std::string text;
  std::string compressed;
  bool part = false;  // compressed where it is written, since it goes on a frame
  bool last = true;   // of its frame
};

// Gathers records into frames: as many whole ones as fit the size asked for, or one that is longer.
// Where a frame ends depends on the text alone, not on how it comes. Small files share a frame. Not
// safe for use by two threads at once.
class FrameBuilder {
 public:
  explicit FrameBuilder(size_t frame_size) : frame_size_(frame_size) {}

  // Adds records, each ended by a line feed, or a part of one; appends frames that are complete.
  void Add(TextFormat format, std::string_view text, std::vector<Frame>* done);

  // True where a part of a frame was emitted and its end was not.
  bool inside_frame() const;

  // What a manifest has to hold for Restore, where no frame is emitted in part.
  Json Save(WorkFolder* folder) const;
  void Restore(const WorkFolder& folder, const Json& saved);

  // What is left at the end.
  std::vector<Frame> Rest();

 private:
  // A record of more than this many frame sizes is compressed in parts, as it comes.
  static constexpr size_t kLongestWhole = 4;

  // Emits the frame, or the part of one, at the start of the text; false where it has to wait.
  bool EmitOne(Frame* frame, std::vector<Frame>* done) const;
  static bool Emit(Frame* frame, size_t size, bool last, std::vector<Frame>* done);

  const size_t frame_size_;
  std::map<TextFormat, Frame> open_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_FRAME_BUILDER_H_
