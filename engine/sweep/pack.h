// Packs a corpus into shards.
#ifndef CIKU_ENGINE_SWEEP_PACK_H_
#define CIKU_ENGINE_SWEEP_PACK_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/sweep/sweep.h"
#include "io/corpus.h"

namespace ciku {

struct PackOptions {
  // Bytes of text in a frame, and in a shard, before it is ended at the next record end.
  size_t frame_size = size_t{1} << 20;
  uint64_t shard_size = uint64_t{256} << 20;
  // Of zstd, 1 to 19.
  int level = 3;
};

struct PackResult {
  uint64_t text_bytes = 0;
  uint64_t packed_bytes = 0;
  uint64_t frames = 0;
  uint64_t shards = 0;
};

// Writes the corpus's records into shards in a new folder, in order and unchanged: lines as lines
// (in UTF-8, ended by a line feed alone), JSON lines as JSON lines with the one field `text`. The
// folder appears when all of it is complete; where `storage` has a work folder, packing goes on
// from where an earlier run has got, to the identical shards. Uses up to `memory` bytes on up to
// `threads` threads, fewer where their compressors would not fit; throws UsageError where not even
// one does. Throws as BlockReader, ResultFolder and ShardWriter do.
PackResult Pack(const Corpus& corpus, const std::string& folder, const PackOptions& options,
                size_t memory, size_t threads, const Storage& storage, SweepMeter* meter);

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_PACK_H_
