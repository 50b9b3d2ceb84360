// One input file of a corpus.
#ifndef CIKU_IO_INPUT_FILE_H_
#define CIKU_IO_INPUT_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "io/byte_stream.h"
#include "io/file.h"
#include "io/mapped_file.h"

namespace ciku {

enum class TextFormat { kLines, kJsonLines };

struct InputFile {
  std::string path;
  FileIdentity identity;
  Compression compression = Compression::kNone;
  TextFormat format = TextFormat::kLines;
  // Bytes of memory that a stream over the file takes, in addition to the block that it fills.
  uint64_t stream_memory = 0;
  // The temporary file that holds standard input or a pipe; null for files.
  std::shared_ptr<const File> kept;
  // Whether `kept` is a copy.
  bool copied = false;
  // XXH3-64 of the first and the last 4 KiB, or of all of a copy. Together with size and time it
  // tells whether the input is still the same.
  uint64_t fingerprint = 0;

  // Opens and maps the file. Throws IoError, or InputError if it has changed since.
  std::unique_ptr<MappedFile> Map() const;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_FILE_H_
