#include "engine/commands/report.h"

#include <optional>
#include <utility>
#include <variant>

#include "engine/commands/console.h"
#include "engine/commands/outputs.h"
#include "engine/commands/space_watch.h"
#include "io/error.h"
#include "io/memory.h"
#include "io/output/result_target.h"

namespace ciku {
namespace {

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Report::Report(std::string command, bool quiet, const std::string& path, const std::string& result)
    : quiet_(quiet) {
  if (!path.empty() && AreSameResult(path, result)) {
    throw UsageError("the report would replace the result: both are " + Printable(path));
  }
  if (!path.empty()) {
    output_.emplace(path);
    CheckOutput(output_->file(), {});
  }
  json_["command"] = std::move(command);
  json_["version"] = CIKU_VERSION;
  json_["inputs"] = Json::array();
  json_["options"] = Json::object();
  json_["passes"] = Json::array();
  json_["results"] = Json::object();
}

void Report::Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
                   const Storage* spills, const std::function<Figures()>& pass) {
  Pass(name, [&] {
    std::optional<Progress> progress;
    if (!quiet_ && shows_progress_) progress.emplace(name, meter.bytes, total_bytes);
    std::optional<SpaceWatch> watch;
    if (spills != nullptr) watch.emplace(*spills->spills(), meter.bytes, total_bytes, quiet_);
    Figures noted = pass();
    noted.push_back({"input_bytes", meter.bytes.load()});
    noted.push_back({"text_bytes", meter.text_bytes.load()});
    return noted;
  });
}

void Report::Pass(const std::string& name, const std::function<Figures()>& pass) {
  const auto start = std::chrono::steady_clock::now();
  const Figures noted = pass();
  Json row = {{"name", name}, {"seconds", SecondsSince(start)}, {"peak_memory", PeakMemory()}};
  for (const Figure& figure : noted) {
    std::visit([&](const auto& value) { row[figure.name] = value; }, figure.value);
  }
  json_["passes"].push_back(std::move(row));
}

void Report::Resumed(const std::string& work_directory) {
  Note(quiet_, "going on from what an earlier run left in " + Printable(work_directory));
}

double Report::seconds() const { return SecondsSince(start_); }

void Report::Write() {
  if (!output_) return;
  json_["seconds"] = seconds();
  json_["peak_memory"] = PeakMemory();
  output_->Write(IndentedJson(json_) + "\n");
  output_->Commit();
}

}  // namespace ciku
