#include "engine/commands/report.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <utility>
#include <variant>

#include "engine/commands/outputs.h"
#include "engine/commands/report/command_line.h"
#include "engine/commands/report/input_row.h"
#include "engine/commands/report/json_object_writer.h"
#include "engine/commands/report/machine.h"
#include "engine/commands/space_watch.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/terminal/progress.h"
#include "io/error.h"
#include "io/files/file.h"
#include "io/files/manifest.h"
#include "io/input/input_file.h"
#include "io/memory.h"
#include "io/output/result_target.h"

namespace ciku {
namespace {

constexpr int kReportVersion = 1;
// So many texts are listed one by one. More would make a report that nobody can read.
constexpr size_t kMostTexts = 100'000;

// Guards everything in reports that another thread may write. Never destroyed: threads may outlive
// main().
std::timed_mutex& ReportMutex() {
  static auto* const mutex = new std::timed_mutex;
  return *mutex;
}
using Guard = std::lock_guard<std::timed_mutex>;

// The report of the command that runs; null if there is none.
Report*& RunningReport() {
  static Report* report = nullptr;
  return report;
}

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Says if there will be more threads than processors, which makes nothing faster.
void NoteManyThreads(const CLI::App& command, bool quiet) {
  const CLI::Option* const threads = command.get_option_no_throw("--threads");
  if (threads == nullptr || threads->count() == 0) return;
  const size_t processors = DefaultResources().threads;
  if (threads->as<size_t>() <= processors) return;
  Note(quiet, fmt::format("--threads {}: this process may use {}", threads->as<size_t>(),
                          Counted(processors, "processors")));
}

Json WorkingDirectory() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::current_path(error);
  return error ? Json() : Json(path.native());
}

}  // namespace

Report::Report(CLI::App* command, const Request& request)
    : quiet_(request.quiet),
      path_(request.path),
      command_(command->get_name()),
      files_read_(FilesRead(*command)),
      texts_option_(command->get_option_no_throw("--input") == nullptr ? "INPUT" : "--input") {
  if (path_.empty()) return;
  directory_ = WorkingDirectory();
  options_ = OptionValues(command);
  const auto temp = options_.find("temp_dir");
  const bool given = temp != options_.end() && temp->is_string();
  temp_directory_ = given ? temp->get<std::string>() : DefaultTempDirectory();
  Open(request.results);
  for (const NamedFile& file : files_read_) {
    // The database is listed with the texts.
    if (file.option != texts_option_ && file.option != "--sqlite") AddInput(file);
  }
  const Guard guard(ReportMutex());
  RunningReport() = this;
}

Report::~Report() {
  const Guard guard(ReportMutex());
  RunningReport() = nullptr;
}

void Report::Open(const std::vector<std::string>& results) {
  output_.emplace(path_, temp_directory_);
  for (const std::string& result : results) {
    if (result.empty() || !AreSameResult(path_, result)) continue;
    throw UsageError(path_ == "-" || result == "-"
                         ? "the report and the result would both go to standard output; name a "
                           "file for one of them"
                         : "the report would replace the result: both are " + Printable(path_));
  }
  CheckReport(output_->file(), files_read_);
}

void Report::Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
                   const Storage* spills, const std::function<Figures()>& pass) {
  Time(name, [&] {
    std::optional<Progress> progress;
    if (!quiet_ && shows_progress_) progress.emplace(name, &meter.bytes, total_bytes);
    std::optional<SpaceWatch> watch;
    if (spills != nullptr) watch.emplace(*spills->spills(), meter.bytes, total_bytes, quiet_);
    Figures noted = pass();
    noted.push_back({"input_bytes", meter.bytes.load()});
    noted.push_back({"text_bytes", meter.text_bytes.load()});
    return noted;
  });
}

void Report::Pass(const std::string& name, const std::function<Figures()>& pass) {
  Time(name, [&] {
    std::optional<Progress> progress;
    if (!quiet_ && shows_progress_) progress.emplace(name);
    return pass();
  });
}

void Report::Time(const std::string& name, const std::function<Figures()>& pass) {
  const auto start = std::chrono::steady_clock::now();
  {
    const Guard guard(ReportMutex());
    open_pass_ = {name, start};
  }
  const Figures noted = pass();
  Json row = {{"name", name}, {"seconds", SecondsSince(start)}, {"peak_memory", PeakMemory()}};
  for (const Figure& figure : noted) {
    std::visit([&](const auto& value) { row[figure.name] = value; }, figure.value);
  }
  const Guard guard(ReportMutex());
  passes_.push_back(std::move(row));
  open_pass_.reset();
}

void Report::Resumed(const std::string& work_directory) {
  Note(quiet_, "going on from what an earlier run left in " + Printable(work_directory));
  const Guard guard(ReportMutex());
  resumed_ = true;
}

void Report::AddInput(const NamedFile& file) {
  if (path_.empty()) return;
  Json row = InputRow(file);
  const Guard guard(ReportMutex());
  other_inputs_.push_back(std::move(row));
}

const Corpus& Report::Keep(Corpus corpus) {
  const Guard guard(ReportMutex());
  corpus_ = std::move(corpus);
  return corpus_;
}

void Report::SetOptions(const Json& chosen) {
  const Guard guard(ReportMutex());
  options_.update(chosen);
}

void Report::SetThreads(size_t threads) {
  const Guard guard(ReportMutex());
  threads_ = threads;
}

void Report::SetResults(Json results) {
  const Guard guard(ReportMutex());
  results_ = std::move(results);
}

void Report::AddOutput(const ResultFile& file, Json content) {
  AddOutputs({{file.path(), file.written().size(), file.written().value(), std::move(content)}}, 1);
}

void Report::AddOutputs(std::vector<Output> listed, uint64_t files) {
  const Guard guard(ReportMutex());
  output_files_ += files;
  std::move(listed.begin(), listed.end(), std::back_inserter(outputs_));
}

double Report::seconds() const { return SecondsSince(start_); }

void Report::Complete(const Storage& storage) {
  Write({kDone, ""});
  storage.Finish();
}

void Report::Write(const Failure& end) {
  if (path_.empty() || state_ == State::kFailed) return;
  const Guard guard(ReportMutex());
  if (state_ == State::kWritten) return WriteAgain(end);
  state_ = State::kFailed;  // unless all of this succeeds
  WriteTo(&*output_, end);
  output_->Commit();
  state_ = State::kWritten;
}

// Writes to a new file, where that is possible.
void Report::WriteAgain(const Failure& end) {
  if (output_->file().is_direct()) {
    if (state_ == State::kWritten) return;
  } else {
    output_.emplace(path_, temp_directory_);
  }
  WriteTo(&*output_, end);
  output_->Commit();
}

void Report::WriteTo(TextOutput* output, const Failure& end) const {
  JsonObjectWriter json(output);
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? Json() : Json(text);
  };
  const Json asked = options_.value("threads", Json(1));
  json.Member("report_version", kReportVersion);
  json.Member("command", command_);
  json.Member("version", CIKU_VERSION);
  json.Member("status", end.status);
  json.Member("error", text_or_null(end.message));
  json.Member("command_line", CommandLine());
  json.Member("arguments", KeptArguments());
  json.Member("directory", directory_);
  json.Member("start", IsoTime(start_time_));
  json.Member("seconds", seconds());
  json.Member("processor_seconds", DescribeProcessorTime());
  json.Member("megabytes_per_second", Speed());
  json.Member("threads", threads_ ? Json(*threads_) : asked);
  json.Member("peak_memory", PeakMemory());
  json.Member("machine", DescribeMachine());
  json.Member("resumed", resumed_);
  WriteInputs(end.status == kDone && end.message.empty(), &json);
  WriteOutputs(&json);
  json.Member("options", options_);
  json.Member("results", results_);
  json.Member("passes", Passes());
  json.End();
}

void Report::WriteInputs(bool read, JsonObjectWriter* json) const {
  const std::vector<InputFile>& texts = corpus_.files();
  const size_t listed = std::min(texts.size(), kMostTexts);
  json->Member("input_files", texts.size() + other_inputs_.size());
  json->List("inputs", listed + other_inputs_.size(), [&](size_t i) {
    return i < listed ? InputRow(texts_option_, texts[i], read) : other_inputs_[i - listed];
  });
}

void Report::WriteOutputs(JsonObjectWriter* json) const {
  json->Member("output_files", output_files_);
  json->List("outputs", outputs_.size(), [&](size_t i) {
    const Output& output = outputs_[i];
    Json row = {
        {"path", output.path}, {"bytes", output.bytes}, {"xxh3", ChecksumText(output.xxh3)}};
    row.update(output.content);
    return row;
  });
}

Json Report::Passes() const {
  Json passes = passes_;
  if (open_pass_) {
    passes.push_back({{"name", open_pass_->name},
                      {"seconds", SecondsSince(open_pass_->start)},
                      {"peak_memory", PeakMemory()},
                      {"unfinished", true}});
  }
  return passes;
}

Json Report::Speed() const {
  const double bytes = results_.value("text_bytes", 0.0);
  return bytes == 0 ? Json() : Json(bytes / 1e6 / seconds());
}

void RunReported(CLI::App* command, const Report::Request& request,
                 const std::function<void(Report*)>& work) {
  Report report(command, request);
  NoteManyThreads(*command, request.quiet);
  try {
    work(&report);
    if (report.state_ == Report::State::kOpen) report.Write({kDone, ""});
  } catch (...) {
    Failure failure = CurrentFailure(*command->get_parent());
    if (failure.status == kDone) failure.message = "the reader of a pipe has closed it";
    try {
      report.Write(failure);
    } catch (const ClosedPipe&) {
    } catch (const std::exception& error) {
      Warn(fmt::format("the report of what follows could not be written: {}", error.what()));
    }
    throw;
  }
}

void WriteInterruptedReport(const Failure& end) {
  // Not unlocked again.
  if (!ReportMutex().try_lock_for(std::chrono::seconds(1))) return;
  Report* const report = RunningReport();
  if (report == nullptr || report->state_ != Report::State::kOpen) return;
  try {
    report->WriteAgain(end);
  } catch (const ClosedPipe&) {
  } catch (const std::exception& error) {
    PrintLastLine(fmt::format("ciku: the report could not be written: {}", error.what()), false);
  }
}

}  // namespace ciku
