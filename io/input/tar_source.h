// Tar archives, compressed or not: each file in them is an input of its own, whose name and first
// bytes tell its format. Folders, links, devices and hidden files are passed over, as in folders.
#ifndef CIKU_IO_INPUT_TAR_SOURCE_H_
#define CIKU_IO_INPUT_TAR_SOURCE_H_

#include <cstdint>
#include <memory>

#include "io/input/source.h"

namespace ciku {

// How many bytes of memory libarchive and the beginning of a file take.
constexpr uint64_t kTarMemory = uint64_t{2} << 20;

// Opens an archive. In its positions, SourcePosition::frame is the number of a file, counted from 0
// over all entries of the archive, and the offset is that in the file's text. Loading throws
// CorruptionError if the archive is damaged, and InputError as Recognize does for a file in it.
std::shared_ptr<Source> OpenTar(const InputFile& input, const BlockLimits& limits,
                                const SourcePosition& start);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_TAR_SOURCE_H_
