#include "io/corpus.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "io/error.h"
#include "io/input_file.h"
#include "io/spill_folder.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

File Duplicate(int descriptor, const std::string& path) {
  const int duplicate = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) ThrowErrno(path, "open");
  return File(duplicate, path);
}

bool IsJsonLinesName(const std::string& path) {
  fs::path name = fs::path(path).filename();
  static constexpr std::array<const char*, 5> kCompressed = {".zst", ".gz", ".bz2", ".xz", ".zstd"};
  if (std::find(kCompressed.begin(), kCompressed.end(), name.extension()) != kCompressed.end()) {
    name.replace_extension();
  }
  return name.extension() == ".jsonl" || name.extension() == ".ndjson";
}

bool IsHidden(const fs::path& path) { return path.filename().native().starts_with('.'); }

// Returns all regular files below a folder, except the files of a work folder. Links to files are
// included; links to folders are not followed.
std::vector<std::string> FilesBelow(const std::string& folder, const SpillFolder* spills) {
  std::vector<std::string> found;
  std::error_code error;
  std::error_code unknown;
  fs::path place = folder;  // the folder that the iterator is reading
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const bool is_folder = it->is_directory(unknown);
    place = is_folder ? it->path() : it->path().parent_path();
    if (IsHidden(it->path()) ||
        (spills != nullptr && is_folder && spills->Owns(it->path().native()))) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(unknown) || unknown) {
      found.push_back(it->path().native());  // if its kind is unknown, opening it will fail
    }
  }
  if (error) ThrowIoError(place.native(), "list the folder", error.value());
  std::sort(found.begin(), found.end());
  return found;
}

// How many bytes of a file's beginning, and of its end, go into its fingerprint.
constexpr uint64_t kFingerprinted = 4096;

std::string ReadHead(const File& file, uint64_t offset, uint64_t size, uint64_t most = kMagicSize) {
  std::string head(std::min(most, size - offset), '\0');
  file.ReadAt(offset, head.data(), head.size());
  return head;
}

// Returns how many bytes of memory a stream over the file takes; `head` is its beginning.
uint64_t StreamMemoryOf(const InputFile& input, const File& file, std::string_view head) {
  if (input.compression != Compression::kZstd) return StreamMemory(input.compression, head);
  return StreamMemory(input.compression, MappedFile(file.Duplicate(), input.identity).bytes());
}

// Throws CorruptionError if the file's name promises a compression and its first bytes do not fit:
// the file is damaged, not plain text.
void CheckAgainstName(const InputFile& input) {
  static const std::map<std::string, Compression> kEndings = {{".zst", Compression::kZstd},
                                                              {".zstd", Compression::kZstd},
                                                              {".gz", Compression::kGzip},
                                                              {".bz2", Compression::kBzip2},
                                                              {".xz", Compression::kXz}};
  const auto ending = kEndings.find(fs::path(input.path).extension().native());
  if (ending != kEndings.end() && ending->second != input.compression) {
    throw CorruptionError(fmt::format("{}: damaged at offset 0: does not begin like a {} file",
                                      Printable(input.path), ending->first));
  }
}

// Returns true if standard input is a file (`< file`) that has not been read yet: it can be read
// from its start as often as needed, so it need not be copied.
bool IsUnreadFile(const File& file) {
  return file.IsRegular() && ::lseek(file.descriptor(), 0, SEEK_CUR) == 0;
}

// Copies a pipe, up to its end, to a temporary file.
void KeepPipe(File* pipe, SpillFolder* spills, std::atomic<uint64_t>* kept_bytes,
              InputFile* input) {
  // The file is nameless even in a work folder: after a crash the user has to pass the pipe again,
  // and it is copied again.
  File kept =
      File::CreateTemporary(spills == nullptr ? DefaultTempDirectory() : spills->directory());
  std::string buffer(size_t{1} << 20, '\0');
  while (const size_t size = pipe->Read(buffer.data(), buffer.size())) {
    const std::string_view bytes = std::string_view(buffer).substr(0, size);
    kept.Write(bytes);
    if (spills != nullptr) spills->Grow(size);
    input->fingerprint = XXH3_64bits_withSeed(bytes.data(), bytes.size(), input->fingerprint);
    if (kept_bytes != nullptr) *kept_bytes += size;
  }
  input->copied = true;
  // Error messages name the user's input, not the temporary file.
  input->kept = std::make_shared<const File>(kept.Release(), pipe->path());
}

uint64_t Fingerprint(const File& file, const std::string& head, uint64_t size) {
  std::string ends = head;
  if (size > head.size()) {
    const uint64_t tail = std::min<uint64_t>(kFingerprinted, size - head.size());
    ends.resize(head.size() + tail);
    file.ReadAt(size - tail, ends.data() + head.size(), tail);
  }
  return XXH3_64bits(ends.data(), ends.size());
}

}  // namespace

std::unique_ptr<MappedFile> InputFile::Map() const {
  return std::make_unique<MappedFile>(
      kept ? Duplicate(kept->descriptor(), path) : File::OpenForReading(path), identity);
}

Corpus::Corpus() = default;
Corpus::Corpus(const Corpus&) = default;
Corpus::Corpus(Corpus&&) noexcept = default;
Corpus& Corpus::operator=(const Corpus&) = default;
Corpus& Corpus::operator=(Corpus&&) noexcept = default;
Corpus::~Corpus() = default;

uint64_t Corpus::memory() const { return files_.capacity() * sizeof(InputFile) + path_bytes_; }

Corpus Corpus::Open(const std::vector<std::string>& inputs, const InputOptions& options,
                    SpillFolder* spills, std::atomic<uint64_t>* kept_bytes) {
  if (!IsKnownEncoding(options.encoding)) {
    throw UsageError(fmt::format("unknown encoding '{}'; `iconv --list` shows the known ones",
                                 Printable(options.encoding)));
  }
  Corpus corpus;
  corpus.options_ = options;
  for (const std::string& input : inputs) {
    if (input == "-") {
      corpus.AddPipe(Duplicate(STDIN_FILENO, "standard input"), spills, kept_bytes);
      continue;
    }
    std::error_code error;
    const fs::file_status status = fs::status(input, error);
    if (fs::is_directory(status)) {
      corpus.AddFolder(input, spills);
    } else if (fs::is_fifo(status) || fs::is_character_file(status)) {
      corpus.AddPipe(File::OpenForReading(input), spills, kept_bytes);
    } else {
      corpus.Add(input);
    }
  }
  return corpus;
}

void Corpus::AddFolder(const std::string& path, const SpillFolder* spills) {
  const std::vector<std::string> found = FilesBelow(path, spills);
  if (found.empty()) throw InputError(Printable(path) + ": there are no files in this folder");
  for (const std::string& file : found) Add(file);
}

void Corpus::Add(const std::string& path) {
  InputFile input;
  input.path = path;
  input.format = IsJsonLinesName(path) ? TextFormat::kJsonLines : TextFormat::kLines;
  Append(std::move(input), File::OpenForReading(path));
}

void Corpus::AddPipe(File pipe, SpillFolder* spills, std::atomic<uint64_t>* kept_bytes) {
  InputFile input;
  input.path = pipe.path();
  input.format = options_.json_pipes ? TextFormat::kJsonLines : TextFormat::kLines;
  if (IsUnreadFile(pipe)) {
    input.kept = std::make_shared<const File>(std::move(pipe));
  } else {
    KeepPipe(&pipe, spills, kept_bytes, &input);
  }
  const auto file = input.kept;
  Append(std::move(input), *file);
}

void Corpus::Append(InputFile input, const File& file) {
  if (!file.IsRegular())
    throw InputError(Printable(input.path) + ": is not a file that holds text");
  input.identity = IdentityOf(file);
  const std::string head = ReadHead(file, 0, input.identity.size, kFingerprinted);
  if (!input.copied) input.fingerprint = Fingerprint(file, head, input.identity.size);
  input.compression = DetectCompression(std::string_view(head).substr(0, kMagicSize));
  CheckAgainstName(input);
  input.stream_memory = StreamMemoryOf(input, file, std::string_view(head).substr(0, kMagicSize));
  total_bytes_ += input.identity.size;
  max_stream_memory_ = std::max(max_stream_memory_, input.stream_memory);
  path_bytes_ += input.path.capacity() + 1;
  files_.push_back(std::move(input));
}

}  // namespace ciku
