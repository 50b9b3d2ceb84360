#include "io/output/result_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "io/error.h"
#include "io/files/unfinished.h"
#include "io/output/file_attributes.h"
#include "io/shell_word.h"

namespace ciku {
namespace {

// A result that would have more parts than this is given up.
constexpr size_t kMostParts = 200;
// Parts and kept results belong to the user alone, as temporary files do.
constexpr mode_t kPrivate = 0600;
constexpr uint64_t kComparedAtOnce = 1 << 18;

bool IsRefusal(int error) { return error == EACCES || error == EPERM || error == EROFS; }

// Returns the paths of parts as a shell takes them. If many are in the same folder, the shell has
// to list them: their numbers have the same width, so they come in order.
std::string InShell(const std::vector<std::string>& paths) {
  constexpr size_t kMostListed = 4;
  std::vector<std::string> words;
  for (size_t begin = 0, end; begin < paths.size(); begin = end) {
    for (end = begin + 1; end < paths.size() && FolderOf(paths[end]) == FolderOf(paths[begin]);)
      ++end;
    if (end - begin <= kMostListed) {
      for (size_t i = begin; i < end; ++i) words.push_back(ShellWord(paths[i]));
      continue;
    }
    const std::string& path = paths[begin];
    const size_t of = path.rfind("-of-");
    words.push_back(ShellWord(path.substr(0, path.rfind('-', of - 1) + 1)) + "*" + path.substr(of));
  }
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

ResultFile::ResultFile(const std::string& path, std::string temp_directory)
    : target_(FindTarget(path)),
      temp_directory_(std::move(temp_directory)),
      direct_(target_.direct.descriptor() >= 0) {
  if (direct_) {
    file_ = File(target_.direct.Release(), target_.path, this);
    return;
  }
  OpenPending();
  file_ = File(parts_.front()->file().Duplicate().Release(), target_.path, this);
}

// Makes the file that is to become the result, and decides how.
void ResultFile::OpenPending() {
  int error = 0;
  auto file = PendingFile::TryMake(target_.path, target_.exists ? kPrivate : 0666, &error);
  if (file == nullptr && target_.exists && IsRefusal(error)) {
    target_.in_place = "its folder cannot be written to";
    in_temp_ = true;
    file = PendingFile::Make(temp_directory_ + "/" + ShortNameOf(target_.path), kPrivate);
  }
  if (file == nullptr) ThrowIoError(target_.path, "write", error);
  if (target_.exists && target_.in_place.empty()) {
    const std::string kept = CopyAttributes(target_.path, file->file().descriptor());
    if (!kept.empty()) target_.in_place = fmt::format("a new file could not have its {}", kept);
  }
  parts_.push_back(std::move(file));
  if (target_.in_place.empty()) return;
  const int descriptor = ::open(target_.path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(target_.path, "write");
  ::close(descriptor);
}

std::optional<FileNumber> ResultFile::key() const {
  return direct_ ? RegularFileAt("-", file_.descriptor()) : RegularFileAt(target_.path, -1);
}

bool ResultFile::IsTerminal() const { return ::isatty(file_.descriptor()) == 1; }

void ResultFile::Wrote(std::string_view data) {
  if (direct_ && !data.empty()) SetWrittenDirectly();
  written_.Add(data);
}

bool ResultFile::GoOn(int descriptor, int error) {
  if (!target_.regular || parts_.size() == kMostParts) return false;
  if (!failure_) {
    failure_.emplace(DescribeIoError(target_.path, "write", error), error, target_.path);
  }
  try {
    if (error == EFBIG) {
      // If not even a byte fits a new file, it will not fit the next one, either.
      if (!parts_.empty() && parts_.back()->file().Size() == 0) return false;
      BeginPart(!direct_ && !in_temp_);
    } else if (in_temp_) {
      return false;
    } else if (direct_ || error == ENOSPC || error == EDQUOT) {
      BeginPart(false);
    } else {
      MoveAll();
    }
    return ::dup3(parts_.back()->file().descriptor(), descriptor, O_CLOEXEC) >= 0;
  } catch (const Error&) {
    return false;
  }
}

// Begins the next part of the result, in the same folder or in that for temporary files.
void ResultFile::BeginPart(bool beside) {
  const std::string folder = beside ? FolderOf(target_.path) : temp_directory_;
  const std::string name = fmt::format("{}.{}", ShortNameOf(target_.path), parts_.size() + 1);
  parts_.push_back(PendingFile::Make(folder + "/" + name, kPrivate));
  in_temp_ = !beside;
}

// Copies all parts into one file in the folder for temporary files. After an error, the system may
// have lost bytes that were written before it, so the copy is compared with what was written.
void ResultFile::MoveAll() {
  auto whole = PendingFile::Make(temp_directory_ + "/" + ShortNameOf(target_.path), kPrivate);
  for (const auto& part : parts_) AppendBytes(part->file(), part->file().Size(), &whole->file());
  GrowingChecksum copied;
  std::string bytes;
  while (copied.size() < written_.size()) {
    bytes.resize(std::min<uint64_t>(kComparedAtOnce, written_.size() - copied.size()));
    whole->file().ReadAt(copied.size(), bytes.data(), bytes.size());
    copied.Add(bytes);
  }
  if (copied.value() != written_.value()) {
    throw CorruptionError(Printable(target_.path) + ": what was written is not there any more");
  }
  parts_.clear();
  parts_.push_back(std::move(whole));
  in_temp_ = true;
}

void ResultFile::Commit() {
  if (parts_.empty()) return;  // all of it was written directly
  if (failure_) Fail();
  try {
    Place();
  } catch (const IoError& error) {
    failure_ = error;
    Fail();
  }
}

void ResultFile::Sync() {
  for (const auto& part : parts_) part->Sync();
  synced_ = true;
}

void ResultFile::Place() {
  Sync();
  if (target_.in_place.empty()) {
    parts_.front()->Replace();
  } else {
    const Indivisible step;
    WriteOver();
  }
}

// Copies the complete result over the file that is to hold it. The copy has a name meanwhile, so
// that the result is not lost if the process is killed.
void ResultFile::WriteOver() {
  try {
    parts_.front()->Show();
  } catch (const IoError&) {
  }
  const int descriptor = ::open(target_.path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(target_.path, "write");
  File file(descriptor, target_.path);
  const uint64_t size = parts_.front()->file().Size();
  // Without enough space, the old content stays as it is. Not every file system can tell.
  if (size > 0 && ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size)) != 0 &&
      (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)) {
    ThrowErrno(target_.path, "write");
  }
  try {
    AppendBytes(parts_.front()->file(), size, &file);
    if (::ftruncate(descriptor, static_cast<off_t>(size)) != 0) ThrowErrno(target_.path, "write");
    if (::fsync(descriptor) != 0) ThrowErrno(target_.path, "write");
    if (::close(file.Release()) != 0) ThrowErrno(target_.path, "write");
  } catch (const IoError& error) {
    throw error.With("what it holds now is no result");
  }
}

void ResultFile::Fail() {
  std::string where;
  try {
    const Indivisible step;
    std::erase_if(parts_, [](const auto& part) { return part->file().Size() == 0; });
    try {
      if (!synced_) Sync();
      where = NameParts();
    } catch (const IoError&) {
      if (direct_) throw;
      MoveAll();
      Sync();
      where = NameParts();
    }
  } catch (const Error&) {
    throw IoError(*failure_);
  }
  throw failure_->With(where);
}

// Returns a path for each part, none of which is taken.
std::vector<std::string> ResultFile::FreePaths() const {
  const size_t before = direct_ ? 1 : 0;  // what was written directly is the first part
  const size_t all = parts_.size() + before;
  const size_t width = fmt::format("{}", all).size();
  std::string name = ShortNameOf(target_.path);
  std::replace(name.begin(), name.end(), ' ', '-');
  std::vector<std::string> paths;
  for (const std::string& tag : {std::string(), fmt::format(".{}", ::getpid())}) {
    paths.clear();
    for (size_t i = 0; i < parts_.size(); ++i) {
      const std::string ending =
          all == 1 ? "complete" : fmt::format("part-{:0{}}-of-{}", i + 1 + before, width, all);
      const std::string folder = FolderOf(parts_[i]->file().path());
      paths.push_back(fmt::format("{}/{}{}.{}", folder, name, tag, ending));
    }
    const auto taken = [](const std::string& path) { return ::access(path.c_str(), F_OK) == 0; };
    if (std::none_of(paths.begin(), paths.end(), taken)) break;
  }
  return paths;
}

// Gives the parts names that tell what they are. Returns a text that says where the result is.
std::string ResultFile::NameParts() {
  const std::vector<std::string> paths = FreePaths();
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (!parts_[i]->TakeName(paths[i])) ThrowIoError(paths[i], "write", EEXIST);
  }
  const std::string words = InShell(paths);
  if (direct_) {
    return fmt::format("it holds the first part of the result; append the rest, `cat {}`", words);
  }
  if (paths.size() == 1) return "the complete result is in " + words;
  return fmt::format("the complete result is in {} parts; `cat {}` puts them together",
                     paths.size(), words);
}

}  // namespace ciku
