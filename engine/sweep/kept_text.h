// Text that a pass delivers in the order of the corpus. A pass that was interrupted can go on with
// it.
#ifndef CIKU_ENGINE_SWEEP_KEPT_TEXT_H_
#define CIKU_ENGINE_SWEEP_KEPT_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/sweep/checkpoints.h"
#include "engine/sweep/text_sink.h"
#include "io/files/block_file.h"

namespace ciku {

// If the pass is recorded, a block file in the work folder keeps its text: the file grows from part
// to part, and the text is handed on when it is complete. Without a work folder, text is handed on
// at once. Not safe for use by two threads at once.
class KeptText {
 public:
  // Goes on with what the pass has recorded as "text". `sink` gets the text. Throws as WorkFolder
  // does.
  KeptText(const Checkpoints& checkpoints, TextSink sink);

  // Adds text. Throws IoError and what the sink throws.
  void Write(std::string_view text);

  // To be called when the input pauses. Throws what the sink throws.
  void Flush() const;

  // Returns what the pass has to record as "text" between two parts or, if `done`, at its end. Only
  // for passes that have a work folder.
  Json Save(bool done);

  // Hands on the kept text when the pass is done. Throws CorruptionError if the block file is
  // damaged, and what the sink throws.
  void HandOn() const;

 private:
  // The size of a block, which is compressed as a whole and has its own checksum.
  static constexpr size_t kBlockSize = size_t{256} << 10;

  void WriteBlock();

  WorkFolder* const work_;  // null if nothing is kept
  const TextSink sink_;
  std::string block_;  // the block being filled
  std::optional<BlockFileWriter> writer_;
  std::optional<BlockFile> complete_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_KEPT_TEXT_H_
