// Finds out what an input file is, by reading its beginning.
#ifndef CIKU_IO_INPUT_DESCRIBE_INPUT_H_
#define CIKU_IO_INPUT_DESCRIBE_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "io/files/file.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/input/recognize.h"

namespace ciku {

// Fills in everything about `file`, which is open, but for input->path and, for a copy of a pipe,
// `copied` and `fingerprint`. Returns a remark as Recognized does. Throws IoError; CorruptionError
// if the file is not compressed as its name says; InputError as Recognize does, or if a table lacks
// a column.
std::string DescribeInputFile(const File& file, const InputOptions& options, InputFile* input);

// The same for text that is no file of its own: peek(size) returns its first bytes, fewer only if
// it is shorter. Throws InputError if it is compressed.
std::string DescribeStream(const std::function<std::string_view(size_t)>& peek,
                           const InputOptions& options, InputFile* input);

// What is looked at of a text that can only be read from front to back: this many bytes, or all of
// a shorter one.
constexpr size_t kLongestHead = size_t{68} << 10;

// Returns what Recognize looks at: the first bytes of `head` and a sample for the encoding. `head`
// must outlive it; `whole` says that it is all of the text. O(size of head).
Beginning BeginningOf(std::string_view head, bool whole);

// Returns the first bytes of the text of a file that is no container, unpacked and converted.
// Throws IoError, CorruptionError.
std::string TextHead(const InputFile& input, size_t size);

// XXH3-64 of the first and the last 4 KiB of a file. Throws IoError.
uint64_t FingerprintOf(const File& file, uint64_t size);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_DESCRIBE_INPUT_H_
