// Packs a corpus into shards.
#ifndef CIKU_ENGINE_SWEEP_PACK_H_
#define CIKU_ENGINE_SWEEP_PACK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ciku/corpus.h"
#include "ciku/resources.h"

namespace ciku {

struct PackOptions {
  // How many bytes of text a frame or a shard holds before it ends at the next record end.
  size_t frame_size = size_t{1} << 20;
  uint64_t shard_size = uint64_t{256} << 20;
  // The compression level of zstd, 1 to 19.
  int level = 3;
};

struct PackResult {
  InputFigures input;
  uint64_t text_bytes = 0;
  uint64_t packed_bytes = 0;
  uint64_t frames = 0;
  uint64_t shards = 0;
  size_t threads = 0;  // that were used

  // A shard, by its name in the folder.
  struct Shard {
    std::string name;
    uint64_t bytes = 0;
    uint64_t xxh3 = 0;  // XXH3-64 of its bytes
  };
  // The shards; if there are more than 100,000 of lines or of JSON lines, the first ones.
  std::vector<Shard> listed;
};

// Writes the corpus's records into shards in a new folder, in order and unchanged: lines as lines
// (in UTF-8, each ended by one line feed), JSON lines as JSON lines with the one field `text`. The
// folder appears when all of it is complete; with a work folder, packing resumes where an earlier
// run has stopped, to the identical shards. Uses fewer threads if the memory has no room for their
// compressors. Throws UsageError if it has room for none, and as BlockReader, ResultFolder and
// ShardWriter do.
PackResult Pack(const Corpus& corpus, const std::string& folder, const PackOptions& options = {},
                const Resources& resources = DefaultResources(), const Storage& storage = Storage(),
                Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_PACK_H_
