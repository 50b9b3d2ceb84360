// The inputs of a run: which files, in which order, and what their bytes mean.
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

// How inputs are to be understood.
struct InputOptions {
  // Any name that iconv knows; conversion makes a file's reading serial.
  std::string encoding = "UTF-8";
  // The field of JSON lines that holds the text; dots lead into nested objects.
  std::string field = "text";
  // Standard input and pipes have no name to tell JSON lines by: they are JSON lines when this
  // is set.
  bool json_pipes = false;
  // Counts JSON lines that are broken or lack the field instead of failing at the first.
  bool skip_bad_records = false;
};

enum class TextFormat { kLines, kJsonLines };

// One input file.
struct InputFile {
  std::string path;
  FileIdentity identity;
  Compression compression = Compression::kNone;
  TextFormat format = TextFormat::kLines;
  // Memory that reading it as a stream takes, beyond the block read into.
  uint64_t stream_memory = 0;
  // What standard input or a pipe was kept in; null for files.
  std::shared_ptr<const File> kept;
  // What is kept is a copy.
  bool copied = false;
  // XXH3-64 of the first and the last 4 KiB, or of all of a copy: with size and time, what tells
  // whether an input is still the same.
  uint64_t fingerprint = 0;

  // Opens and maps the file. Throws IoError, or InputError where it has changed since.
  std::unique_ptr<MappedFile> Map() const;
};

// Immutable once opened; safe to share between threads.
class Corpus {
 public:
  // Finds the files that `inputs` name: files, folders (every regular file below them that is
  // not hidden, in the order of their names' bytes) and "-" for standard input. Compression is
  // told from a file's first bytes, JSON lines from its name (.jsonl or .ndjson, before the
  // ending of the compression). Each file is opened once to see that it can be read. Standard
  // input and pipes, which can be read only once, are copied to a temporary file, in `spills` where
  // it is given; *kept_bytes, if given, grows meanwhile.
  // Throws IoError, InputError for a folder without files, UsageError for an unknown encoding.
  static Corpus Open(const std::vector<std::string>& inputs, const InputOptions& options,
                     SpillFolder* spills = nullptr, std::atomic<uint64_t>* kept_bytes = nullptr);

  const std::vector<InputFile>& files() const { return files_; }
  const InputOptions& options() const { return options_; }

  // Bytes on disk, of all files.
  uint64_t total_bytes() const { return total_bytes_; }
  // The most that any one of the files needs to be read as a stream.
  uint64_t max_stream_memory() const { return max_stream_memory_; }
  // Bytes of memory that the list of files takes.
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
