#include "io/input/corpus.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "io/error.h"
#include "io/files/file_number.h"
#include "io/files/spill_folder.h"
#include "io/input/corpus_part.h"
#include "io/input/describe_input.h"
#include "io/input/find_files.h"
#include "io/input/input_file.h"
#include "io/input/live_input.h"
#include "io/input/sqlite_stream.h"
#include "io/records/json_path.h"
#include "io/shard_name.h"
#include "io/streams/line_reader.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

File Duplicate(int descriptor, const std::string& path) {
  const int duplicate = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) ThrowErrno(path, "open");
  return File(duplicate, path);
}

// Returns true if standard input is a file (`< file`) that has not been read yet: it can be read
// from its start as often as needed, so it need not be copied.
bool IsUnreadFile(const File& file) {
  return file.IsRegular() && ::lseek(file.descriptor(), 0, SEEK_CUR) == 0;
}

// Copies a pipe, up to its end, to a temporary file.
void KeepPipe(LiveInput* pipe, SpillFolder* spills, std::atomic<uint64_t>* kept_bytes,
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
    if (kept_bytes != nullptr) *kept_bytes += size;
  }
  input->copied = true;
  input->fingerprint = pipe->fingerprint();
  // Error messages name the user's input, not the temporary file.
  input->kept = std::make_shared<const File>(kept.Release(), input->path);
}

}  // namespace

std::unique_ptr<MappedFile> InputFile::Map() const {
  if (live) {
    throw UsageError(Printable(path) + ": is read as it comes, and this needs a whole file");
  }
  return std::make_unique<MappedFile>(
      kept ? Duplicate(kept->descriptor(), path) : File::OpenForReading(path), identity);
}

// Collects the files of a corpus.
class CorpusOpener {
 public:
  CorpusOpener(const InputOptions& options, SpillFolder* spills, std::atomic<uint64_t>* kept_bytes)
      : spills_(spills), kept_bytes_(kept_bytes) {
    corpus_.options_ = options;
    for (const std::string& result : options.results) {
      if (const auto file = RegularFileAt(result, STDOUT_FILENO)) results_.insert(*file);
    }
  }

  // Adds what a path leads to: a file, a folder or a pipe.
  void Add(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
      AddFolder(path);
    } else if (fs::is_fifo(status) || fs::is_character_file(status)) {
      AddPipe(File::OpenForReading(path));
    } else if (!AddFile(path)) {
      throw UsageError(fmt::format(
          "{}: is read, and the result would take its place; name another file", Printable(path)));
    }
  }

  // Adds a file that is open.
  void AddKept(InputFile input) {
    const auto file = input.kept;
    Describe(*file, &input);
    Append(std::move(input), *file);
  }

  void AddStandardInput() { AddPipe(Duplicate(STDIN_FILENO, "standard input")); }

  // Adds what a file lists.
  void AddList(const std::string& list) {
    constexpr size_t kLongestPath = size_t{64} << 10;
    LineReader lines(list, kLongestPath, options().zero_ended ? '\0' : '\n');
    const FileRules rules = Rules();
    bool any = false;
    for (std::string_view line; lines.NextNotEmpty(&line); any = true) {
      const std::string path(line);
      if (path.find('\0') != path.npos) {
        lines.Fail("holds a zero byte, which no name does; if zero bytes end the names, pass -0");
      }
      if (rules.Takes(path) || fs::is_directory(path)) Add(path);
    }
    if (!any) throw InputError(Printable(list) + ": lists no files");
    if (corpus_.files_.empty()) {
      throw InputError(Printable(list) + ": lists no files that fit --include and --exclude-files");
    }
  }

  void AddDatabase() {
    InputFile input = DescribeDatabase(options().sqlite, options().query);
    const File file = File::OpenForReading(input.path);
    Append(std::move(input), file);
  }

  Corpus Finish() {
    CheckTwice();
    if (corpus_.options_.part) TakePart(&*corpus_.options_.part);
    if (shards_ < corpus_.files_.size() && shards_ > 0) {
      corpus_.remarks_.push_back(
          Printable(first_shard_) +
          " seems to be a shard that `ciku pack` has made: if it holds the text of other inputs, "
          "this counts twice; --exclude-files leaves it out");
    }
    for (const auto& [remark, seen] : remarks_) {
      const std::string others =
          seen.second == 1 ? "" : fmt::format(", and so are {} more,", seen.second - 1);
      corpus_.remarks_.push_back(fmt::format("{}{} {}", Printable(seen.first), others, remark));
    }
    return std::move(corpus_);
  }

 private:
  const InputOptions& options() const { return corpus_.options_; }
  FileRules Rules() const { return {options().include, options().exclude}; }

  void AddFolder(const std::string& path) {
    FileSearch search(Rules(), [this](const std::string& folder) {
      return spills_ != nullptr && spills_->Owns(folder);
    });
    bool any = false;
    for (const std::string& file : search.FilesBelow(path)) any |= AddFile(file);
    if (any) return;
    const bool chosen = !options().include.empty() || !options().exclude.empty();
    throw InputError(fmt::format("{}: there are no files in this folder{}", Printable(path),
                                 chosen ? " that fit --include and --exclude-files" : ""));
  }

  // Returns false, and adds nothing, if the run will write this file.
  bool AddFile(const std::string& path) {
    const File file = File::OpenForReading(path);
    if (results_.contains(FileNumberOf(file))) return false;
    InputFile input;
    input.path = path;
    Describe(file, &input);
    Append(std::move(input), file);
    return true;
  }

  void TakePart(CorpusPart* part) {
    if (!part->whole) part->whole = {corpus_.total_bytes_, 0, ChecksumOfFiles(corpus_.files_)};
    KeepPart(*part, &corpus_.files_);
    corpus_.total_bytes_ = 0;
    for (const InputFile& file : corpus_.files_) corpus_.total_bytes_ += BytesToRead(file);
  }

  void AddPipe(File pipe) {
    InputFile input;
    input.path = pipe.path();
    if (options().part && !IsUnreadFile(pipe)) {
      throw UsageError(Printable(input.path) +
                       ": is a pipe, which each part would have to read to its end; --part needs "
                       "files");
    }
    if (results_.contains(FileNumberOf(pipe))) {
      throw UsageError("standard input is the file that the result would replace");
    }
    if (IsUnreadFile(pipe)) {
      input.kept = std::make_shared<const File>(std::move(pipe));
    } else {
      auto live = std::make_shared<LiveInput>(std::move(pipe), options());
      if (options().as_it_comes && AddLive(live, &input)) return;
      KeepPipe(live.get(), spills_, kept_bytes_, &input);
    }
    AddKept(std::move(input));
  }

  // Returns false, and adds nothing, if the input cannot be read as it comes.
  bool AddLive(const std::shared_ptr<LiveInput>& live, InputFile* input) {
    std::string remark;
    if (!live->Begin(input, &remark)) return false;
    Remark(remark, *input);
    input->live = live;
    Append(std::move(*input));
    return true;
  }

  void Describe(const File& file, InputFile* input) {
    Remark(DescribeInputFile(file, options(), input), *input);
  }

  void Remark(const std::string& remark, const InputFile& input) {
    if (remark.empty()) return;
    auto& [first, count] = remarks_[remark];
    if (count++ == 0) first = input.path;
  }

  void Append(InputFile input, const File& file) {
    if (IsShardName(fs::path(input.path).filename().native()) && shards_++ == 0) {
      first_shard_ = input.path;
    }
    numbers_.emplace_back(FileNumberOf(file), corpus_.files_.size());
    Append(std::move(input));
  }

  void Append(InputFile input) {
    corpus_.total_bytes_ += input.identity.size;
    corpus_.max_stream_memory_ = std::max(corpus_.max_stream_memory_, input.stream_memory);
    corpus_.path_bytes_ += input.path.capacity() + 1;
    corpus_.files_.push_back(std::move(input));
  }

  // Throws InputError if a file occurs twice.
  void CheckTwice() {
    std::sort(numbers_.begin(), numbers_.end());
    const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
    const auto twice = std::adjacent_find(numbers_.begin(), numbers_.end(), same);
    if (twice == numbers_.end()) return;
    throw InputError(fmt::format(
        "{} and {} are the same file, which would count twice; leave one out, for example by "
        "--exclude-files",
        Printable(corpus_.files_[twice->second].path),
        Printable(corpus_.files_[(twice + 1)->second].path)));
  }

  Corpus corpus_;
  SpillFolder* const spills_;
  std::atomic<uint64_t>* const kept_bytes_;
  std::set<FileNumber> results_;
  size_t shards_ = 0;  // files that are named as `ciku pack` names them
  std::string first_shard_;
  std::vector<std::pair<FileNumber, size_t>> numbers_;             // of the files, by their indexes
  std::map<std::string, std::pair<std::string, size_t>> remarks_;  // the first file, and how many
};

Corpus::Corpus() = default;
Corpus::Corpus(const Corpus&) = default;
Corpus::Corpus(Corpus&&) noexcept = default;
Corpus& Corpus::operator=(const Corpus&) = default;
Corpus& Corpus::operator=(Corpus&&) noexcept = default;
Corpus::~Corpus() = default;

uint64_t Corpus::memory() const { return files_.capacity() * sizeof(InputFile) + path_bytes_; }

Corpus Corpus::Open(const std::vector<std::string>& inputs, const InputOptions& options,
                    SpillFolder* spills, std::atomic<uint64_t>* kept_bytes) {
  const bool named = !options.encoding.empty() && !IsAutomatic(options.encoding);
  if (named && !IsKnownEncoding(options.encoding)) {
    throw UsageError(fmt::format("unknown encoding '{}'; `iconv --list` shows the known ones",
                                 Printable(options.encoding)));
  }
  for (const std::string& field : options.fields) ParseJsonPath(field);
  InputOptions opened = options;
  opened.as_it_comes &= inputs.size() == 1 && options.files_from.empty() && options.sqlite.empty();
  CorpusOpener opener(opened, spills, kept_bytes);
  for (const std::string& input : inputs) {
    input == "-" ? opener.AddStandardInput() : opener.Add(input);
  }
  if (!options.files_from.empty()) opener.AddList(options.files_from);
  if (!options.sqlite.empty()) opener.AddDatabase();
  return opener.Finish();
}

Corpus Corpus::OfKept(File file, const std::string& name, uint64_t checksum) {
  InputFile input;
  input.path = name;
  input.copied = true;
  input.fingerprint = checksum;
  input.kept = std::make_shared<const File>(file.Release(), name);
  InputOptions options;
  options.format = InputFormat::kJsonLines;
  options.encoding = "UTF-8";
  CorpusOpener opener(options, nullptr, nullptr);
  opener.AddKept(std::move(input));
  return opener.Finish();
}

}  // namespace ciku
