// One input file of a corpus.
#ifndef CIKU_IO_INPUT_INPUT_FILE_H_
#define CIKU_IO_INPUT_INPUT_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "io/files/file.h"
#include "io/files/mapped_file.h"
#include "io/input/corpus.h"
#include "io/names.h"
#include "io/streams/byte_stream.h"

namespace ciku {

class LiveInput;
struct ColumnChoice;

// The names of formats, as --input-format takes them.
inline constexpr Named<InputFormat> kInputFormats[] = {
    {"lines", InputFormat::kLines},   {"jsonl", InputFormat::kJsonLines},
    {"csv", InputFormat::kCsv},       {"tsv", InputFormat::kTsv},
    {"copy", InputFormat::kCopy},     {"warc", InputFormat::kWarc},
    {"mediawiki", InputFormat::kWiki}};

// A place in the text of a file: an offset in the text that begins with the zstd frame at `frame`;
// in other files in the whole text, and `frame` is 0.
struct FilePlace {
  uint64_t frame = 0;
  uint64_t offset = 0;

  bool operator==(const FilePlace&) const = default;
};

struct InputFile {
  std::string path;
  FileIdentity identity;
  Compression compression = Compression::kNone;
  InputFormat format = InputFormat::kLines;
  // Where its text comes from, apart from the compression.
  enum class Container { kNone, kTar, kSqlite };
  Container container = Container::kNone;
  // As iconv knows it. Lives as long as the process.
  const char* encoding = "UTF-8";
  // Lines end with carriage returns alone.
  bool cr_line_ends = false;
  // The bytes of text before the first record, a byte-order mark included: the names of columns.
  uint64_t header_bytes = 0;
  // Which columns of a table are texts; null if the file is no table.
  std::shared_ptr<const ColumnChoice> columns;
  // How files in an archive are read; null if the file is none.
  std::shared_ptr<const InputOptions> options;
  // What is asked of a database; null if the file is none.
  std::shared_ptr<const std::string> query;
  // Bytes of memory that a stream over the file takes, in addition to the block that it fills.
  uint64_t stream_memory = 0;
  // Standard input or a pipe that is read as it comes. It has no identity and no fingerprint. Null
  // for files.
  std::shared_ptr<LiveInput> live;
  // The temporary file that holds standard input or a pipe; null for files.
  std::shared_ptr<const File> kept;
  // Whether `kept` is a copy.
  bool copied = false;
  // XXH3-64 of the first and the last 4 KiB, or of all of a copy. Together with size and time it
  // tells whether the input is still the same.
  uint64_t fingerprint = 0;

  // What is read of it: from here, where a record begins, to there; to its end if `end` is missing.
  FilePlace begin;
  std::optional<FilePlace> end;

  // Opens and maps the file. Throws IoError, InputError if it has changed since, or UsageError if
  // it is live.
  std::unique_ptr<MappedFile> Map() const;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_INPUT_FILE_H_
