// gzip and bzip2 files of many members, which are read in parallel.
//
// Such a file is a sequence of members, each compressed on its own: web archives and the
// multistream dumps of Wikipedia are made like that, and so is what pbzip2 writes. Nothing in the
// file tells where the next member begins. But its first bytes are known, and hardly ever are there
// such bytes inside of a member. So a member is supposed to begin wherever they stand, and a slice
// of the file goes from one such place to another. A slice that unpacks to its end without an error
// shows that the next place is a right one, if its own was. If one does not, or if its text is too
// large to be held, the file is read as a stream from its beginning on, and what was unpacked
// behind it is forgotten.
#ifndef CIKU_IO_INPUT_MEMBER_SOURCE_H_
#define CIKU_IO_INPUT_MEMBER_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "io/input/source.h"
#include "io/streams/byte_stream.h"

namespace ciku {

// Returns the first place in [from, to) where a member seems to begin, or `to` if there is none.
size_t FindMember(std::string_view bytes, Compression compression, size_t from, size_t to);

// Opens a gzip or bzip2 file. In its positions, SourcePosition::frame is the offset of a member.
std::shared_ptr<Source> OpenMembers(const InputFile& input, const BlockLimits& limits,
                                    const SourcePosition& start);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_MEMBER_SOURCE_H_
