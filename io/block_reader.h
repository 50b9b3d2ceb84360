// Reads a corpus in blocks: the input side of every sweep.
//
// A pipeline calls, for each block: HandOut (one at a time, in order), Load (any thread), Stitch
// (one at a time, in the order of HandOut), Parse (any thread), and when it is done with the
// texts, Finish (any thread). Between Stitch and Finish a block's texts hold whole records, or
// parts of a long one cut where the SplitRule allows, each byte of the corpus in exactly one
// block but for what joined texts share.
#ifndef CIKU_IO_BLOCK_READER_H_
#define CIKU_IO_BLOCK_READER_H_

#include <memory>
#include <vector>

#include "io/block.h"
#include "io/corpus.h"
#include "io/reader_position.h"
#include "io/source.h"
#include "io/split_rule.h"

namespace ciku {

// How a corpus is read.
struct ReaderConfig {
  BlockLimits limits;
  // How many files are read side by side.
  size_t files_at_once = 2;
  // The longest JSON line that is held in memory, in bytes.
  size_t max_record = size_t{16} << 20;
  // How much of a line of text is held in memory until the SplitRule finds a place to divide it. A
  // rule that waits for a certain length has to get it.
  size_t max_undivided = size_t{16} << 20;
  // Leaves the texts of JSON lines what they are, JSON lines, though with the one field alone.
  bool keep_json = false;
};

class BlockReader {
 public:
  // Begins at `start`, which position() of a reader of the same corpus said before. `corpus` and
  // `rule` must outlive the reader.
  BlockReader(const Corpus& corpus, const ReaderConfig& config, const SplitRule& rule,
              ReaderPosition start = {});

  // Gives `block` its next slice; false at the end of the corpus.
  bool HandOut(Block* block);

  // Reads and decompresses the slice. Throws CorruptionError, IoError, or InputError where the
  // file changed meanwhile.
  void Load(Block* block) const;

  // Joins what the block before left over with the block's text, and leaves over what comes
  // after its last line end. Records that are handed on in parts are numbered. Throws InputError
  // where a JSON line is too long, or a line of text is and the rule finds no place to divide it.
  void Stitch(Block* block);

  // Counts records; turns JSON lines into the text of their field, one record a line (a line end
  // within the field stays and separates runs as any line end does). Throws InputError at a
  // broken line unless bad records are to be counted.
  void Parse(Block* block) const;

  // Gives back the pages of the mapped file that the block stood for.
  void Finish(Block* block) const;

  // How far the reading has got, for when every block that was handed out is finished.
  ReaderPosition position() const;

 private:
  struct OpenFile {
    size_t number;
    std::shared_ptr<Source> source;
  };

  void OpenFiles();
  void StitchEndless(Block* block);
  Source* NextIdle();

  const Corpus& corpus_;
  const ReaderConfig config_;
  const SplitRule& rule_;
  ReaderPosition start_;  // of files that are not open yet, and what is counted over all
  std::vector<OpenFile> open_;
  size_t turn_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_BLOCK_READER_H_
