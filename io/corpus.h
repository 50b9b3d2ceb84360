// The inputs of a command: the files, their order, and the meaning of their bytes.
#ifndef CIKU_IO_CORPUS_H_
#define CIKU_IO_CORPUS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/byte_stream.h"
#include "io/file.h"
#include "io/mapped_file.h"
#include "io/spill_folder.h"

namespace ciku {

// How inputs are read.
struct InputOptions {
  // Any name that iconv knows. A file that has to be converted is read serially.
  std::string encoding = "UTF-8";
  // The field of JSON lines that holds the text; dots lead into nested objects.
  std::string field = "text";
  // Standard input and pipes are JSON lines if this is set. (They have no name that could tell.)
  bool json_pipes = false;
  // JSON lines that are broken or lack the field are counted; otherwise the first one is an error.
  bool skip_bad_records = false;
};

enum class TextFormat { kLines, kJsonLines };

// One input file.
struct InputFile {
  std::string path;
  FileIdentity identity;
  Compression compression = Compression::kNone;
  TextFormat format = TextFormat::kLines;
  // Bytes of memory that it takes to read the file as a stream, besides the block.
  uint64_t stream_memory = 0;
  // The file behind standard input, or the temporary file to which a pipe was copied; null for all
  // other inputs.
  std::shared_ptr<const File> kept;
  // `kept` is a copy.
  bool copied = false;
  // XXH3-64 of the first and the last 4 KiB, or of all bytes of a copy. Fingerprint, size and time
  // tell if an input is still the same.
  uint64_t fingerprint = 0;

  // Opens and maps the file. Throws IoError, or InputError if the file has changed.
  std::unique_ptr<MappedFile> Map() const;
};

// The inputs of a command. Immutable once opened, and safe to share between threads.
class Corpus {
 public:
  // Finds the files that `inputs` name. An input is a file, a folder (for every regular file below
  // it that is not hidden, sorted by the bytes of their names) or "-" for standard input. A file's
  // first bytes tell its compression; its name tells if it holds JSON lines (.jsonl or .ndjson,
  // before the ending of the compression). Each file is opened once to check that it can be read.
  // Standard input and pipes, which can be read only once, are copied to a temporary file, which is
  // in the folder of `spills` if that is given; *kept_bytes, if given, counts the bytes copied so
  // far.
  // Throws IoError, InputError if a folder has no files, CorruptionError if a file does not begin
  // as the ending of its name promises, UsageError if the encoding is unknown.
  static Corpus Open(const std::vector<std::string>& inputs, const InputOptions& options,
                     SpillFolder* spills = nullptr, std::atomic<uint64_t>* kept_bytes = nullptr);

  const std::vector<InputFile>& files() const { return files_; }
  const InputOptions& options() const { return options_; }

  // The size in bytes of all files together.
  uint64_t total_bytes() const { return total_bytes_; }
  // The most memory in bytes that any one of the files takes to be read as a stream.
  uint64_t max_stream_memory() const { return max_stream_memory_; }
  // How many bytes of memory the list of files takes.
  uint64_t memory() const { return files_.capacity() * sizeof(InputFile) + path_bytes_; }

 private:
  void Add(const std::string& path);
  void AddFolder(const std::string& path, const SpillFolder* spills);
  void AddPipe(File pipe, SpillFolder* spills, std::atomic<uint64_t>* kept_bytes);
  void Append(InputFile input, const File& file);

  InputOptions options_;
  std::vector<InputFile> files_;
  uint64_t total_bytes_ = 0;
  uint64_t max_stream_memory_ = 0;
  uint64_t path_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_CORPUS_H_
