#include "engine/cluster/run_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "engine/cluster/shared_files.h"
#include "io/error.h"
#include "io/files/file.h"
#include "io/number_ranges.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

constexpr const char* kState = "state";
constexpr const char* kStart = "start";

// Calls visit(file) for every object in `json` that names a file.
void ForEachFile(Json* json, const std::function<void(Json*)>& visit) {
  if (json->is_object() && json->contains("file")) visit(json);
  if (json->is_structured()) {
    for (Json& part : *json) ForEachFile(&part, visit);
  }
}

Json ToJson(const TaskFigures& figures) {
  return {{"seconds", figures.seconds},         {"processor_seconds", figures.processor_seconds},
          {"peak_memory", figures.peak_memory}, {"temporary_bytes", figures.temporary_bytes},
          {"input_bytes", figures.input_bytes}, {"result_bytes", figures.result_bytes},
          {"machine", figures.machine}};
}

TaskFigures FiguresFrom(const Json& json) {
  TaskFigures figures;
  json.at("seconds").get_to(figures.seconds);
  json.at("processor_seconds").get_to(figures.processor_seconds);
  figures.peak_memory = CountIn(json, "peak_memory");
  figures.temporary_bytes = CountIn(json, "temporary_bytes");
  figures.input_bytes = CountIn(json, "input_bytes");
  figures.result_bytes = CountIn(json, "result_bytes");
  json.at("machine").get_to(figures.machine);
  return figures;
}

// Brings the files of a work folder that `states` name to a folder `place` in the run, under whose
// path `states` then name them. Returns how many bytes they have.
uint64_t BringFiles(const std::string& run, const std::string& folder, const std::string& place,
                    const WorkFolder& work, Json* states) {
  std::set<std::string> brought;
  uint64_t bytes = 0;
  ForEachFile(states, [&](Json* named) {
    std::string name = named->at("file");
    if (name.starts_with('/')) {
      if (name.starts_with(run + "/")) name.erase(0, run.size() + 1);
    } else {
      if (brought.insert(name).second) {
        BringInto(work.directory() + "/" + name, folder);
        bytes += CountIn(*named, "bytes");
      }
      name = place + "/" + name;
    }
    (*named)["file"] = name;
  });
  return bytes;
}

// Gives a folder with a result its name, unless there is such a result already.
void GiveName(const std::string& folder, const std::string& place) {
  fs::create_directories(FolderOf(place));
  SyncToDisk(folder);
  if (::rename(folder.c_str(), place.c_str()) != 0) {
    if (errno != ENOTEMPTY && errno != EEXIST) ThrowErrno(place, "rename");
    fs::remove_all(folder);
  }
  SyncToDisk(FolderOf(place));
}

std::string FailurePath(const RunFolder& run, size_t step, uint64_t task) {
  return fmt::format("{}/failures/{}-{}", run.path(), run.steps()[step].name, task);
}

std::string MakeUnfinished(const std::string& run, const std::string& name) {
  const std::string folder = fmt::format("{}/unfinished/{}.{}", run, name, ProcessName());
  std::error_code error;
  fs::remove_all(folder, error);
  fs::create_directories(folder, error);
  if (error) ThrowIoError(folder, "make this folder", error.value());
  return folder;
}

}  // namespace

void TaskFigures::Add(const TaskFigures& other) {
  seconds += other.seconds;
  processor_seconds += other.processor_seconds;
  peak_memory = std::max(peak_memory, other.peak_memory);
  temporary_bytes = std::max(temporary_bytes, other.temporary_bytes);
  input_bytes += other.input_bytes;
  result_bytes += other.result_bytes;
}

RunFolder::RunFolder(const std::string& path, RunPlan plan, std::vector<ClusterStep> steps)
    : path_(AbsolutePath(path)), plan_(std::move(plan)), steps_(std::move(steps)) {}

std::string RunFolder::PlaceOf(size_t step, uint64_t task) const {
  const std::string folder = "steps/" + steps_[step].name;
  return steps_[step].in_parts() ? fmt::format("{}/part-{:06}", folder, task) : folder + "/all";
}

std::string RunFolder::SharedWork(size_t step, uint64_t task) const {
  return fmt::format("{}/work/{}-{}", path_, steps_[step].name, task);
}

Json RunFolder::StateAt(const std::string& place) const {
  const std::string path = fmt::format("{}/{}/{}", path_, place, kState);
  try {
    Json state = DecodeManifest(ReadWhole(path), path);
    if (ChecksumFrom(state.at("run")) == plan_.id || place == kStart) return state;
  } catch (const Json::exception& error) {
    throw CorruptionError(fmt::format("{}: damaged state: {}", Printable(path), error.what()));
  }
  throw InputError(Printable(path) + ": belongs to another run: its plan is not the one in " +
                   Printable(path_));
}

std::string RunFolder::DamageOf(const Json& state) const {
  std::string damage;
  Json states = state.at("states");
  ForEachFile(&states, [&](Json* named) {
    const std::string path = path_ + "/" + named->at("file").get<std::string>();
    struct stat found;
    if (::stat(path.c_str(), &found) != 0) {
      damage = Printable(path) + " is missing";
    } else if (static_cast<uint64_t>(found.st_size) != CountIn(*named, "bytes")) {
      damage = fmt::format("{} has {} bytes instead of {}", Printable(path), found.st_size,
                           CountIn(*named, "bytes"));
    }
  });
  return damage;
}

size_t RunFolder::SettledSteps() const {
  for (size_t step = steps_.size(); step-- > 0;) {
    if (!steps_[step].in_parts() && Done(step, 1, 0)) return step + 1;
  }
  return 0;
}

std::optional<Json> RunFolder::WholeState(size_t step, uint64_t task, size_t settled,
                                          std::string* damage) const {
  const std::string place = PlaceOf(step, task);
  std::error_code error;
  if (!fs::exists(path_ + "/" + place, error)) return std::nullopt;
  std::string found;
  try {
    Json state = StateAt(place);
    if (step >= settled) found = DamageOf(state);
    if (found.empty()) return state;
  } catch (const CorruptionError& problem) {
    found = problem.what();
  } catch (const IoError& problem) {
    found = problem.what();
  }
  if (damage != nullptr) *damage = found;
  return std::nullopt;
}

std::optional<TaskFigures> RunFolder::Done(size_t step, uint64_t task, size_t settled,
                                           std::string* damage) const {
  const std::optional<Json> state = WholeState(step, task, settled, damage);
  return state ? std::optional<TaskFigures>(FiguresFrom(state->at("figures"))) : std::nullopt;
}

bool RunFolder::IsDone(size_t step, uint64_t task) const {
  const size_t settled = SettledSteps();
  return step < settled || Done(step, task, settled);
}

std::vector<uint64_t> RunFolder::Missing(size_t step, size_t settled) const {
  std::vector<uint64_t> missing;
  if (step < settled) return missing;
  for (uint64_t task = 1; task <= TasksOf(step); ++task) {
    if (!Done(step, task, settled)) missing.push_back(task);
  }
  return missing;
}

std::optional<size_t> RunFolder::SingleBefore(size_t step) const {
  while (step-- > 0) {
    if (!steps_[step].in_parts()) return step;
  }
  return std::nullopt;
}

Json RunFolder::StateToBeginWith(size_t step) const {
  const std::optional<size_t> single = SingleBefore(step);
  if (!single) return StateAt(kStart);
  if (std::optional<Json> state = WholeState(*single, 1, 0)) return std::move(*state);
  throw InputError(fmt::format("{}: step {} is not done, and step {} needs it", Printable(path_),
                               steps_[*single].name, steps_[step].name));
}

Json RunFolder::StatesBefore(size_t step) const {
  Json states = StateToBeginWith(step).at("states");
  const std::optional<size_t> single = SingleBefore(step);
  for (size_t before = single ? *single + 1 : 0; before < step; ++before) {
    Json found = Json::object();
    std::vector<uint64_t> missing;
    for (uint64_t task = 1; task <= TasksOf(before); ++task) {
      const std::optional<Json> state = WholeState(before, task, 0);
      if (!state) {
        missing.push_back(task);
        continue;
      }
      for (const auto& [pass, part] : state->at("states").items()) {
        found[pass]["parts"].push_back(part);
      }
    }
    if (!missing.empty()) {
      throw InputError(fmt::format("{}: step {} needs all of step {}, of which {} {} missing",
                                   Printable(path_), steps_[step].name, steps_[before].name,
                                   NumberRanges(missing), missing.size() == 1 ? "is" : "are"));
    }
    states.update(found);  // what was added up takes the place of the parts
  }
  ForEachFile(&states, [&](Json* named) {
    (*named)["file"] = path_ + "/" + named->at("file").get<std::string>();
  });
  return states;
}

uint64_t RunFolder::TextBefore(size_t step, uint64_t part) const {
  const Json state = StateToBeginWith(step);
  uint64_t before = 0;
  const auto texts = state.find("text_bytes");
  for (uint64_t i = 0; texts != state.end() && i + 1 < part; ++i) before += CountFrom(texts->at(i));
  return before;
}

// The bytes of text in each part, which the first sweep has found.
Json RunFolder::TextOfParts(size_t step) const {
  const Json state = StateToBeginWith(step);
  if (state.contains("text_bytes")) return state.at("text_bytes");
  Json texts = Json::array();
  for (uint64_t part = 1; part <= plan_.parts; ++part) {
    const Json found = StateAt(PlaceOf(0, part)).at("states").at(steps_[0].sweep);
    texts.push_back(CountIn(found.at("meter"), "text_bytes"));
  }
  return texts;
}

void RunFolder::PutInPlace(size_t step, uint64_t task, const std::string& folder,
                           const Json& states, const TaskFigures& figures, const Json& more) const {
  Json state = {{"run", ChecksumText(plan_.id)},
                {"step", steps_[step].name},
                {"task", task},
                {"states", states},
                {"figures", ToJson(figures)}};
  state.update(more);
  WriteShared(folder + "/" + kState, EncodeManifest(state));
  const std::string place = path_ + "/" + PlaceOf(step, task);
  // What is there is damaged, or it has come since: whoever brought it has brought the same.
  if (!Done(step, task, 0)) fs::remove_all(place);
  GiveName(folder, place);
}

void RunFolder::Keep(size_t step, uint64_t task, const Json& before, const TaskFigures& figures,
                     const WorkFolder& work) const {
  const std::string folder = MakeUnfinished(path_, fmt::format("{}-{}", steps_[step].name, task));
  const bool in_parts = steps_[step].in_parts();
  Json states = work.States();
  for (const auto& [pass, known] : before.items()) {
    if (in_parts && states.contains(pass) && states.at(pass) == known) states.erase(pass);
  }
  try {
    TaskFigures kept = figures;
    kept.result_bytes = BringFiles(path_, folder, PlaceOf(step, task), work, &states);
    const Json more = in_parts ? Json::object() : Json{{"text_bytes", TextOfParts(step)}};
    PutInPlace(step, task, folder, states, kept, more);
  } catch (const IoError&) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);  // the disk may be full
    throw;
  }
  ::unlink(FailurePath(*this, step, task).c_str());
  if (!in_parts) RemoveUsedUp(step, states);
}

void RunFolder::KeepFinish(const TaskFigures& figures) const {
  const size_t last = steps_.size() - 1;
  PutInPlace(last, 1, MakeUnfinished(path_, steps_[last].name), Json::object(), figures,
             Json::object());
}

void RunFolder::NoteFailure(size_t step, uint64_t task, const std::string& message) const {
  const std::string path = FailurePath(*this, step, task);
  fs::create_directories(FolderOf(path));
  WriteShared(path, message);
}

std::string RunFolder::FailureOf(size_t step, uint64_t task) const {
  const std::string path = FailurePath(*this, step, task);
  std::error_code error;
  return fs::exists(path, error) ? ReadWhole(path) : "";
}

void RunFolder::RemoveUsedUp(size_t step, const Json& kept) const {
  std::set<std::string> needed;
  Json states = kept;
  ForEachFile(&states, [&](Json* named) { needed.insert(named->at("file")); });
  const std::optional<size_t> single = SingleBefore(step);
  for (size_t before = single.value_or(0); before < step; ++before) {
    for (uint64_t task = 1; task <= TasksOf(before); ++task) {
      const std::string place = PlaceOf(before, task);
      std::error_code error;
      for (const auto& entry : fs::directory_iterator(path_ + "/" + place, error)) {
        const std::string name = entry.path().filename().native();
        if (name == kState || needed.contains(place + "/" + name)) continue;
        ::unlink(entry.path().c_str());
      }
    }
  }
}

void RunFolder::KeepStart(const std::string& run, const WorkFolder& work) {
  const std::string folder = MakeUnfinished(run, kStart);
  Json states = work.States();
  BringFiles(run, folder, kStart, work, &states);
  WriteShared(folder + "/" + kState,
              EncodeManifest({{"run", ChecksumText(0)}, {"states", states}}));
  GiveName(folder, run + "/" + kStart);
}

}  // namespace ciku
