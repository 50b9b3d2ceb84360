// Reads a corpus in blocks: the input side of every sweep.
//
// For each block, a pipeline calls HandOut (one block at a time, in order), Load (any thread),
// Stitch (one block at a time, in the order of HandOut), Parse (any thread) and, when it no longer
// needs the texts, Finish (any thread). Between Stitch and Finish, a block's texts hold whole
// records, or a part of a long record that was split where the SplitRule allows. Each byte of the
// corpus is in exactly one block, except for the text that joined stretches have in common.
#ifndef CIKU_IO_INPUT_BLOCK_READER_H_
#define CIKU_IO_INPUT_BLOCK_READER_H_

#include <memory>
#include <vector>

#include "io/input/block.h"
#include "io/input/corpus.h"
#include "io/input/reader_position.h"
#include "io/input/record_formats.h"
#include "io/input/source.h"
#include "io/input/split_rule.h"

namespace ciku {

// How a corpus is read.
struct ReaderConfig {
  BlockLimits limits;
  // How many files are read at the same time.
  size_t files_at_once = 2;
  // The longest record that is held in memory, in bytes, if it is no line of text.
  size_t max_record = size_t{16} << 20;
  // How many bytes of a line of text are held in memory until the SplitRule has to find a place to
  // split it. If a rule waits for a certain length of text, this must not be less.
  size_t max_undivided = size_t{16} << 20;
  // Parse turns records that are no lines of text into JSON lines with the text alone, instead of
  // into text.
  bool keep_json = false;
};

// Reads a corpus block by block; see above for the order of calls and the threads that make them.
class BlockReader {
 public:
  // Begins at `start`, which is the beginning or a position() of an earlier reader of the same
  // corpus. `corpus` and `rule` must outlive the reader.
  BlockReader(const Corpus& corpus, const ReaderConfig& config, const SplitRule& rule,
              ReaderPosition start = {});

  // Gives the next slice to `block`; returns false at the end of the corpus. If the next slice is
  // not to be had before others are loaded, the block stays empty: nothing waits for these here,
  // because they would never come if another stage had failed. Waits for an input that is read as
  // it comes, until Stop. Throws as Source::Open does when it opens a file, and as LiveInput does.
  bool HandOut(Block* block);

  // Reads and decompresses the slice. Throws CorruptionError, IoError, or InputError if the file
  // has changed.
  void Load(Block* block) const;

  // Puts the text that was left over from the block before in front of the block's text, and leaves
  // over the text after the block's last line end. Numbers the records that are handed on in parts.
  // Throws InputError if a JSON line is too long, or if a line of text is too long and the rule
  // finds no place to split it.
  void Stitch(Block* block);

  // Counts records. Turns records that are no lines of text into their texts, one record a line; a
  // line end within a text stays and separates runs of symbols, as any line end does. Throws
  // InputError at a broken record unless the corpus's options say that these are skipped.
  void Parse(Block* block) const;

  // Releases the pages of the mapped file that the block was read from. Throws InputError if the
  // file has changed, IoError if a part of it could not be read.
  void Finish(Block* block) const;

  // To be called when blocks are not needed any more, because of an error: ends a HandOut that
  // waits for an input that is read as it comes. Any thread may call it.
  void Stop() const;

  // Returns how far the corpus has been read. Call it only when all blocks that were handed out are
  // finished.
  ReaderPosition position() const;

 private:
  struct OpenFile {
    size_t number;
    std::shared_ptr<Source> source;
  };

  void OpenFiles();
  void StitchEndless(Block* block);
  void CountRecords(Block* block) const;
  void ParseRecords(Block* block) const;
  Source* NextIdle();

  const Corpus& corpus_;
  const ReaderConfig config_;
  const SplitRule& rule_;
  const RecordParser parser_;
  // The position in files that are not open yet, and the counts of all files.
  ReaderPosition start_;
  std::vector<OpenFile> open_;
  size_t turn_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_BLOCK_READER_H_
