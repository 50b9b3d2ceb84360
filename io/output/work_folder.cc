#include "io/output/work_folder.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/files/unfinished.h"
#include "io/input/input_file.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest";
constexpr const char* kNewManifest = "manifest.new";
constexpr const char* kInputs = "inputs";
constexpr const char* kLock = "lock";
constexpr std::string_view kSpill = "spill-";
constexpr const char* kAnew = "name another work folder, or pass --restart to begin anew";

// Returns true for the names of a work folder's files, except its lock.
bool IsOurs(const std::string& name) {
  return name == kManifest || name == kNewManifest || name == kInputs || name.starts_with(kSpill);
}

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator it(folder, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    names.push_back(it->path().filename().native());
  }
  if (error) ThrowIoError(folder, "list the work folder", error.value());
  return names;
}

void Remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) ThrowErrno(path, "remove");
}

std::string NameIn(const File& file) { return fs::path(file.path()).filename().native(); }

// Tries for a second, because a process that was killed holds its locks until it is gone.
bool TryLock(int descriptor) {
  constexpr int kTries = 20;
  for (int i = 0; i < kTries; ++i) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  errno = EWOULDBLOCK;
  return false;
}

// Calls visit(name) for every object in `json` that names a file.
template <typename Visit>
void ForEachFile(const Json& json, const Visit& visit) {
  if (json.is_object() && json.contains("file")) visit(json);
  if (json.is_structured()) {
    for (const Json& part : json) ForEachFile(part, visit);
  }
}

// Returns the names of all files that `json` names, with the size in bytes of each.
std::map<std::string, uint64_t> NamedFiles(const Json& json) {
  std::map<std::string, uint64_t> files;
  ForEachFile(json, [&](const Json& name) { files[name.at("file")] = CountIn(name, "bytes"); });
  return files;
}

// Returns an input's line in the list of inputs: "SIZE TIME FINGERPRINT PATH". Size, time and
// fingerprint tell if the input has changed. Each copy of a pipe has another time, so the time is 0
// for copies.
std::string InputLine(const InputFile& input) {
  return fmt::format("{} {} {} {}\n", input.identity.size,
                     input.copied ? 0 : input.identity.modified_ns, ChecksumText(input.fingerprint),
                     Printable(input.path));
}

std::string PathIn(std::string_view line) {
  for (int field = 0; field < 3; ++field) line.remove_prefix(line.find(' ') + 1);
  return std::string(line.substr(0, line.find('\n')));
}

// Calls flush(lines) with the list of inputs, piece by piece. Returns the name (with size and
// checksum) by which a manifest refers to the list.
template <typename Flush>
Json ListInputs(const Corpus& corpus, const Flush& flush) {
  constexpr size_t kPiece = size_t{1} << 20;
  uint64_t bytes = 0;
  uint64_t checksum = 0;
  std::string lines;
  for (const InputFile& input : corpus.files()) {
    lines += InputLine(input);
    if (lines.size() < kPiece && &input != &corpus.files().back()) continue;
    flush(lines);
    bytes += lines.size();
    checksum = ChecksumOf(ChecksumText(checksum) + lines);
    lines.clear();
  }
  return {{"file", kInputs},
          {"bytes", bytes},
          {"checksum", ChecksumText(checksum)},
          {"files", corpus.files().size()}};
}

}  // namespace

WorkFolder::WorkFolder(const std::string& path, Options options)
    : SpillFolder(path, Unchecked{}), options_(options), manifest_(std::make_unique<Json>()) {
  MakeOrCheck();
  Lock();
  if (options_.restart) Remove(PathOf(kManifest));
  ReadManifest();
  RemoveUnnamedFiles();
  SetWorkFolder(directory());
}

WorkFolder::~WorkFolder() { SetWorkFolder(""); }

bool WorkFolder::AddsUpIn(const std::string& pass) const {
  const std::string& adding = options_.adding_pass;
  return !adding.empty() && (pass == adding || pass.starts_with(adding + " "));
}

void WorkFolder::MakeOrCheck() {
  std::error_code error;
  fs::create_directories(directory(), error);
  if (error) ThrowIoError(directory(), "make this work folder", error.value());
  const std::vector<std::string> names = NamesIn(directory());
  const bool ours = std::find(names.begin(), names.end(), kLock) != names.end();
  if (names.empty() || ours) return;
  throw InputError(fmt::format("{}: holds {} and is not a work folder; name a new or an empty one",
                               Printable(directory()), Printable(names.front())));
}

void WorkFolder::Lock() {
  const std::string path = PathOf(kLock);
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == ENOENT) {  // the process that had the folder has removed it
      MakeOrCheck();
      continue;
    }
    if (descriptor < 0) ThrowErrno(path, "write");
    lock_ = File(descriptor, path);
    if (!TryLock(descriptor)) {
      if (errno != EWOULDBLOCK) ThrowErrno(path, "lock");
      const std::string holder = ReadWhole(path);
      throw InputError(
          fmt::format("{}: this work folder is in use by {}; wait for it to end, or "
                      "name another one",
                      Printable(directory()), holder.empty() ? "another run" : Printable(holder)));
    }
    // The process that held the lock may have removed the file at the end of its job, and another
    // process may have made a new one.
    struct stat held;
    struct stat named;
    if (::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
        held.st_ino == named.st_ino) {
      break;
    }
  }
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  if (::ftruncate(lock_.descriptor(), 0) != 0) ThrowErrno(path, "write");
  lock_.Write(fmt::format("process {} on {}", ::getpid(), host.data()));
}

void WorkFolder::ReadManifest() {
  const std::string path = PathOf(kManifest);
  *manifest_ = Json::object();
  if (std::error_code error; !fs::exists(path, error)) return;
  try {
    *manifest_ = DecodeManifest(ReadWhole(path), path);
    synced_ = NamedFiles(*manifest_);
  } catch (const Json::exception& error) {
    throw CorruptionError(fmt::format("{}: damaged manifest: {}", Printable(path), error.what()));
  } catch (const Error& error) {
    throw CorruptionError(fmt::format("{}; {}", error.what(), kAnew));
  }
  resumed_ = manifest_->contains("passes");
}

void WorkFolder::Begin(const Json& job, const Corpus& corpus) {
  if (manifest_->contains("job")) {
    CheckInputs(corpus);
    CheckJob(job);
    return;
  }
  RecordInputs(corpus);
  (*manifest_)["job"] = job;
  WriteManifest();
}

void WorkFolder::CheckJob(const Json& job) const {
  const Json& before = manifest_->at("job");
  const auto text = [](const Json& value) { return Printable(PlainText(value)); };
  for (const auto& [name, value] : job.items()) {
    const Json was = before.value(name, Json());
    if (was == value) continue;
    throw InputError(
        fmt::format("{}: this work folder belongs to another job: {} was {} and is {} "
                    "now; {}",
                    Printable(directory()), name, text(was), text(value), kAnew));
  }
  if (before.size() != job.size()) {
    throw InputError(fmt::format("{}: this work folder belongs to another job; {}",
                                 Printable(directory()), kAnew));
  }
}

void WorkFolder::RecordInputs(const Corpus& corpus) {
  const std::string path = PathOf(kInputs);
  File file = File::CreateAnew(path);
  (*manifest_)["inputs"] = ListInputs(corpus, [&](const std::string& lines) { file.Write(lines); });
}

void WorkFolder::CheckInputs(const Corpus& corpus) const {
  const auto ignore = [](const std::string&) {};
  if (ListInputs(corpus, ignore) == manifest_->at("inputs")) return;
  // The earlier list is read only to find the difference.
  std::ifstream before(PathOf(kInputs));
  size_t number = 0;
  for (const InputFile& input : corpus.files()) {
    ++number;
    std::string was;
    std::getline(before, was);
    const std::string is = InputLine(input);
    if (was + "\n" == is) continue;
    const std::string what =
        was.empty() ? fmt::format("input {} is new: {}", number, Printable(input.path))
        : PathIn(was) == PathIn(is)
            ? fmt::format("{} has changed since", Printable(input.path))
            : fmt::format("input {} is {} and was {}", number, Printable(input.path), PathIn(was));
    throw InputError(fmt::format("{}: this work folder belongs to other inputs: {}; {}",
                                 Printable(directory()), what, kAnew));
  }
  throw InputError(
      fmt::format("{}: this work folder belongs to other inputs: there were more than "
                  "these {}; {}",
                  Printable(directory()), number, kAnew));
}

const Json& WorkFolder::Find(const std::string& pass) const {
  static const auto* const nothing = new Json;
  const auto passes = manifest_->find("passes");
  if (passes == manifest_->end()) return *nothing;
  const auto found = passes->find(pass);
  return found == passes->end() ? *nothing : *found;
}

Json WorkFolder::States() const { return manifest_->value("passes", Json::object()); }

void WorkFolder::Adopt(const Json& states) {
  if (!manifest_->contains("passes")) Record(states);
}

void WorkFolder::Record(const Json& states) {
  (*manifest_)["passes"].update(states);
  WriteManifest();
  RemoveUnnamedFiles();
}

void WorkFolder::WriteManifest() {
  SyncNamedFiles();
  const std::string path = PathOf(kNewManifest);
  {
    File file = File::CreateAnew(path);
    file.Write(EncodeManifest(*manifest_));
    if (::fsync(file.descriptor()) != 0) ThrowErrno(path, "write");
  }
  if (::rename(path.c_str(), PathOf(kManifest).c_str()) != 0) ThrowErrno(path, "rename");
  SyncToDisk(directory());
}

void WorkFolder::SyncNamedFiles() {
  std::map<std::string, uint64_t> named = NamedFiles(*manifest_);
  for (const auto& [name, bytes] : named) {
    if (name.starts_with('/')) continue;
    const auto found = synced_.find(name);
    if (found == synced_.end() || found->second != bytes) SyncToDisk(PathOf(name));
  }
  synced_ = std::move(named);
}

void WorkFolder::RemoveUnnamedFiles() {
  for (const std::string& name : NamesIn(directory())) {
    if (name.starts_with(kSpill)) {
      uint64_t number = 0;
      std::from_chars(name.data() + kSpill.size(), name.data() + name.size(), number);
      next_file_ = std::max<uint64_t>(next_file_, number + 1);
    }
    const bool named = name == kManifest || synced_.contains(name);
    if (IsOurs(name) && !named) Remove(PathOf(name));
  }
}

File WorkFolder::Create() {
  const std::string path = PathOf(fmt::format("{}{:06}", kSpill, next_file_++));
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) ThrowErrno(path, "write");
  return File(descriptor, path);
}

std::string WorkFolder::token() const {
  std::error_code error;
  return ChecksumText(ChecksumOf(fs::canonical(directory(), error).native()));
}

bool WorkFolder::Owns(const std::string& folder) const {
  std::error_code error;
  return fs::equivalent(folder, directory(), error);
}

std::string WorkFolder::PathNamed(const Json& name) const {
  std::string path = PathOf(name.at("file").get<std::string>());
  if (std::error_code error; fs::exists(path, error)) return path;
  throw CorruptionError(fmt::format("{}: is missing; {}", Printable(path), kAnew));
}

Json WorkFolder::NameOf(const BlockFile& file) const {
  return {{"file", NameIn(file.file())},
          {"bytes", file.bytes()},
          {"checksum", ChecksumText(file.checksum())}};
}

BlockFile WorkFolder::OpenBlockFile(const Json& name) const {
  const std::string path = PathNamed(name);
  try {
    BlockFile file(File::OpenForReading(path));
    if (file.bytes() == name.at("bytes") &&
        ChecksumText(file.checksum()) == name.at("checksum").get<std::string>()) {
      return file;
    }
  } catch (const CorruptionError& error) {
    throw CorruptionError(fmt::format("{}; {}", error.what(), kAnew));
  }
  throw CorruptionError(
      fmt::format("{}: is not the file that the manifest names; {}", Printable(path), kAnew));
}

Json WorkFolder::NameOf(const BlockFileWriter& writer) const {
  Json name = {{"file", NameIn(writer.file())}};
  name.update(writer.Save());
  return name;
}

BlockFileWriter WorkFolder::ReopenBlockFile(const Json& name, int level) const {
  const std::string path = PathNamed(name);
  const uint64_t bytes = CountIn(name, "bytes");
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(path, "write");
  File file(descriptor, path);
  if (file.Size() < bytes) {
    throw CorruptionError(
        fmt::format("{}: ends at offset {}, where an earlier run had written {} "
                    "bytes; {}",
                    Printable(path), file.Size(), bytes, kAnew));
  }
  if (::ftruncate(descriptor, static_cast<off_t>(bytes)) != 0 ||
      ::lseek(descriptor, 0, SEEK_END) < 0) {
    ThrowErrno(path, "write");
  }
  return {std::move(file), name, level};
}

void WorkFolder::Finish() {
  if (options_.keep) return;
  // First a manifest that names no spill files is written, because a crash may come between the
  // removals. If any state names files, all states are dropped.
  if (manifest_->contains("job")) {
    bool files = false;
    ForEachFile(manifest_->value("passes", Json()), [&](const Json&) { files = true; });
    if (files) manifest_->erase("passes");
    WriteManifest();
  }
  RemoveUnnamedFiles();
  for (const char* const name : {kInputs, kManifest, kLock}) Remove(PathOf(name));
  ::rmdir(directory().c_str());  // fails if the user keeps other files there
}

}  // namespace ciku
