// One input file as a sequence of slices, handed out in order and loaded in parallel.
#ifndef CIKU_IO_SOURCE_H_
#define CIKU_IO_SOURCE_H_

#include <memory>
#include <string>

#include "io/block.h"
#include "io/corpus.h"
#include "io/input_file.h"
#include "io/reader_position.h"

namespace ciku {

// How much a block may hold.
struct BlockLimits {
  // Slices of plain files and of streams, in bytes of text.
  size_t block_size = size_t{1} << 20;
  // zstd frames up to this size (of content) are decompressed whole, each on its own; from the
  // first larger one on, a file is read as a stream.
  size_t frame_limit = size_t{16} << 20;
};

// HandOut and the carry belong to the pipeline's serial stages; Load is for any thread.
class Source {
 public:
  // Begins at `start`, which position() of a source of the same file said before.
  static std::shared_ptr<Source> Open(const InputFile& input, const InputOptions& options,
                                      const BlockLimits& limits, const SourcePosition& start = {});
  virtual ~Source() = default;

  // Describes the next slice in `block`; false when there is none. The last slice, which may be
  // empty, is marked as such when it is handed out or loaded.
  virtual bool HandOut(Block* block) = 0;

  // True while HandOut would have to wait for a slice that is being loaded.
  virtual bool busy() const { return false; }

  // Makes block->loaded hold the slice's text.
  virtual void Load(Block* block) = 0;

  // True where nothing comes after the slices that were handed out and loaded.
  virtual bool done() const = 0;

  // Where the carry begins, for when every slice so far has been stitched to the next.
  SourcePosition position() const;

  const InputFile& input() const { return input_; }
  const MappedFile& file() const { return *file_; }

  // Text at the end of the slices so far that waits for the rest of its record.
  struct Carry {
    std::string bytes;
    Origin origin;
    uint64_t skip = 0;    // bytes of text that an earlier reader has handed on
    size_t searched = 0;  // how much of it is known to hold no place for a split
    bool joined = false;
    bool at_start = true;  // of the file: a byte-order mark may come
    uint64_t record = 0;   // the number of one whose parts are handed on one by one; 0: none
  } carry;

 protected:
  Source(const InputFile& input, const SourcePosition& start);

  // For sources that load text before `start` again.
  void SkipTo(const SourcePosition& start);

 private:
  const InputFile& input_;
  std::unique_ptr<MappedFile> file_;
};

// Up to `bytes` of a file's text, from `places` spread over it where it is plain or has a seek
// table, from its beginning otherwise. Characters may be cut at the edges. For estimates.
std::string SampleText(const InputFile& input, const InputOptions& options, size_t bytes,
                       size_t places);

}  // namespace ciku

#endif  // CIKU_IO_SOURCE_H_
