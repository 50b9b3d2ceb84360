// One input file as a sequence of slices, which are handed out in order and loaded in parallel.
#ifndef CIKU_IO_INPUT_SOURCE_H_
#define CIKU_IO_INPUT_SOURCE_H_

#include <memory>
#include <string>

#include "io/input/block.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/input/reader_position.h"
#include "io/records/record_format.h"

namespace ciku {

// Limits on the size of a block.
struct BlockLimits {
  // The most bytes of text in a slice of a plain file or a stream.
  size_t block_size = size_t{1} << 20;
  // zstd frames with up to this many bytes of content are decompressed whole, each on its own. From
  // the first larger frame on, a file is read as a stream.
  size_t frame_limit = size_t{16} << 20;
  // How many members of a gzip or bzip2 file are decompressed at the same time. Their text, too,
  // may have up to frame_limit bytes.
  size_t members_at_once = 1;
};

// Hands out the slices of a file. HandOut and `carry` belong to the serial stages of the pipeline;
// Load may be called from any thread.
class Source {
 public:
  // Opens a file at `start`, which is its beginning or a position() of an earlier source of the
  // same file. `input` must outlive the source. Throws IoError, CorruptionError, or InputError if
  // the file has changed.
  static std::shared_ptr<Source> Open(const InputFile& input, const BlockLimits& limits,
                                      SourcePosition start = {});
  virtual ~Source() = default;

  // Describes the next slice in `block`, whose source is this one; returns false after the last
  // slice. An archive gives the block to the source of a file in it, at the latest when it is
  // loaded. The last slice, which may be empty, is marked as the last when it is handed out or when
  // it is loaded.
  // Must not be called while the source is busy.
  virtual bool HandOut(Block* block) = 0;

  // True while it depends on slices that were handed out, and are not yet loaded or settled, what
  // comes next.
  virtual bool busy() const { return false; }

  // Sets block->loaded to the slice's text.
  virtual void Load(Block* block) = 0;

  // Called in the order of HandOut, before the text of a loaded slice is used. Empties slices that
  // turn out to be none.
  virtual void Settle(Block* /*block*/) {}

  // True if nothing comes after the slices that were handed out and loaded.
  virtual bool done() const = 0;

  // Returns the position at which the carry begins. Call it only when all slices that were handed
  // out have been stitched.
  virtual SourcePosition position() const;

  // Throws as MappedFile does. There is nothing to check of an input that is read as it comes.
  void CheckUnchanged() const {
    if (file_ != nullptr) file_->CheckUnchanged();
  }

  const InputFile& input() const { return input_; }
  // The file that holds the input; it must not be read as it comes.
  const MappedFile& file() const { return *file_; }

  // The text at the end of the stitched slices that waits for the rest of its record.
  struct Carry {
    std::string bytes;
    Origin origin;
    uint64_t skip = 0;     // bytes of the text to come that an earlier reader has handed on
    size_t searched = 0;   // how many bytes from the start are known to hold no place for a split
    bool joined = false;   // `bytes` goes on a run of symbols that was handed on
    bool at_start = true;  // at the start of the file: a byte-order mark may follow
    uint64_t record = 0;   // the number of the record if it is handed on in parts, otherwise 0
    std::unique_ptr<RecordFinder> finder;  // has seen all text up to the end of `bytes`
  } carry;

 protected:
  Source(const InputFile& input, const SourcePosition& start);
  // `file` is the file that holds the input, mapped already; null if it is read as it comes.
  Source(const InputFile& input, std::shared_ptr<MappedFile> file, const SourcePosition& start);

  std::shared_ptr<MappedFile> shared_file() const { return file_; }

  // Makes the reader skip the text before `start`, for sources that load this text again.
  void SkipTo(const SourcePosition& start);

 private:
  const InputFile& input_;
  std::shared_ptr<MappedFile> file_;
};

// Returns the position at which a reader of this file begins if an earlier one has got to `start`:
// behind the names of columns, and where the part of the corpus begins.
SourcePosition StartOf(const InputFile& input, SourcePosition start);

// Returns a sample of a file's text, for estimates. It has up to `bytes` bytes. The sample comes
// from `places` places spread over the file if the file is plain UTF-8 or has a seek table, from
// its beginning otherwise. Characters may be cut at its edges. Throws as a Source does.
std::string SampleText(const InputFile& input, size_t bytes, size_t places);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_SOURCE_H_
