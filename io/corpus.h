// The inputs of a command: the files, their order, and the meaning of their bytes.
#ifndef CIKU_IO_CORPUS_H_
#define CIKU_IO_CORPUS_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace ciku {

class File;
class SpillFolder;
struct InputFile;

// How inputs are read.
struct InputOptions {
  // Any name that iconv knows. Files in other encodings than UTF-8 are read by one thread each.
  std::string encoding = "UTF-8";
  // The field of JSON lines that holds the text; dots lead into nested objects.
  std::string field = "text";
  // Reads standard input and pipes, which have no name that tells their format, as JSON lines.
  bool json_pipes = false;
  // JSON lines that are broken or lack the field are counted; otherwise the first one is an error.
  bool skip_bad_records = false;
};

// Text lines and JSON lines in files, plain or compressed. Immutable once opened; safe to share
// between threads.
class Corpus {
 public:
  // Without inputs.
  Corpus();
  Corpus(const Corpus&);
  Corpus(Corpus&&) noexcept;
  Corpus& operator=(const Corpus&);
  Corpus& operator=(Corpus&&) noexcept;
  ~Corpus();

  // Finds the files that `inputs` name: files, folders (every regular file below them that is not
  // hidden, in the order of their names' bytes) and "-" for standard input. The first bytes of a
  // file tell its compression (zstd, gzip, bzip2, xz), its name tells JSON lines (.jsonl or
  // .ndjson, before the ending of the compression). Each file is opened once to see that it can be
  // read. Standard input and pipes, which can be read only once, are copied to a temporary file, in
  // `spills` if that is given; *kept_bytes, if given, grows meanwhile.
  // Throws IoError, InputError if a folder holds no files, UsageError for an unknown encoding.
  static Corpus Open(const std::vector<std::string>& inputs, const InputOptions& options = {},
                     SpillFolder* spills = nullptr, std::atomic<uint64_t>* kept_bytes = nullptr);

  const InputOptions& options() const { return options_; }

  // The size of all files, in bytes on disk.
  uint64_t total_bytes() const { return total_bytes_; }

  // For the library itself.
  const std::vector<InputFile>& files() const { return files_; }
  // The most memory that a stream over one of the files takes, in bytes.
  uint64_t max_stream_memory() const { return max_stream_memory_; }
  // The memory that the list of files takes, in bytes.
  uint64_t memory() const;

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
