// Text that a pass delivers in the order of the corpus, and that can be gone on with.
#ifndef CIKU_ENGINE_SWEEP_KEPT_TEXT_H_
#define CIKU_ENGINE_SWEEP_KEPT_TEXT_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/sweep/checkpoints.h"
#include "io/block_file.h"

namespace ciku {

// Where the pass is recorded, its text is kept in a run file of the work folder, which grows from
// part to part, and is handed on when all of it is there; elsewhere it is handed on at once. Not
// safe for use by two threads at once.
class KeptText {
 public:
  // Goes on with what was recorded of the pass as "text". `hand_on`, which is called with a piece
  // at a time, must outlive it. Throws as WorkFolder does.
  KeptText(const Checkpoints& checkpoints, const std::function<void(std::string_view)>& hand_on);

  // Throws IoError, and what hand_on() does.
  void Write(std::string_view text);

  // What is to be recorded as "text", between two parts or at the end. For passes that are.
  Json Save(bool done);

  // Hands on what is kept, once the pass is done. Throws CorruptionError where the run file is
  // damaged, and what hand_on() does.
  void HandOn() const;

 private:
  // What is compressed at a time, and has a checksum of its own.
  static constexpr size_t kBlockSize = size_t{256} << 10;

  void WriteBlock();

  WorkFolder* const work_;  // null where nothing is kept
  const std::function<void(std::string_view)>& hand_on_;
  std::string block_;  // in the making
  std::optional<BlockFileWriter> writer_;
  std::optional<BlockFile> complete_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_KEPT_TEXT_H_
