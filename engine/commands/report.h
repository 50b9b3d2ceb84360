// The report of a run, and what is shown while it runs.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_H_
#define CIKU_ENGINE_COMMANDS_REPORT_H_

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/commands/failure.h"
#include "engine/commands/report/option_values.h"
#include "engine/sweep/resources.h"
#include "io/input/corpus.h"
#include "io/json.h"
#include "io/output/result_file.h"
#include "io/output/text_output.h"

namespace ciku {

class JsonObjectWriter;

// Measures the time of passes, shows their progress, and collects for --report what
// report/report.schema.json describes.
//
// Calls must come from one thread at a time; but WriteInterruptedReport() may come from any.
class Report : public Observer {
 public:
  struct Request {
    bool quiet = false;
    std::string path = {};  // of the report; empty for none
    // Paths of what the command will write; those that are empty do not count.
    std::vector<std::string> results = {};
  };

  // A complete file that the command has written.
  struct Output {
    std::string path;
    uint64_t bytes = 0;
    uint64_t xxh3 = 0;
    Json content = Json::object();  // what it holds, such as {"words": 12}
  };

  // Begins the report of a command whose options have been parsed. Throws, before there is any
  // work, if the report cannot be written: IoError, or UsageError if it would take the place of a
  // result or of a file that the command reads.
  Report(CLI::App* command, const Request& request);
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  ~Report() override;

  // Shows no progress from now on, because it would get in the way of what people type or read.
  void HideProgress() { shows_progress_ = false; }

  // If a pass does not end, the report says so.
  void Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
             const Storage* spills, const std::function<Figures()>& pass) override;
  void Pass(const std::string& name, const std::function<Figures()>& pass) override;
  void Resumed(const std::string& work_directory) override;

  // The files that the command reads, as its options name them.
  const std::vector<NamedFile>& files_read() const { return files_read_; }

  // Adds a file that the command reads and that is no text. The constructor adds those that options
  // of the types FILE, LEXICON, COUNTS, JOINTS and PIECES name.
  void AddInput(const NamedFile& file);

  // Keeps the inputs, which the report lists, as long as it lives. Returns them.
  const Corpus& Keep(Corpus corpus);

  // Sets options to what the run has chosen where the command line left it open.
  void SetOptions(const Json& chosen);
  // Sets how many threads the run has used: otherwise what --threads says or, if the command has no
  // such option, 1.
  void SetThreads(size_t threads);
  // Sets the figures of the run.
  void SetResults(Json results);
  // Add what was written, and is complete. If not all of a folder's files are listed, `files` is
  // their number.
  void AddOutput(const ResultFile& file, Json content = Json::object());
  void AddOutputs(std::vector<Output> listed, uint64_t files);

  // The time since the report was begun.
  double seconds() const;

  // Ends a run whose results are safe: writes the report, and removes what the work folder kept.
  // Throws IoError or ClosedPipe.
  void Complete(const Storage& storage);

  // Writes the report of a run that has ended like this. It takes the place of one that Complete()
  // has written, if that is possible, and is not written at all if Complete() has failed to do so.
  // Throws IoError or ClosedPipe.
  void Write(const Failure& end);

 private:
  friend void RunReported(CLI::App* command, const Request& request,
                          const std::function<void(Report*)>& work);
  friend void WriteInterruptedReport(const Failure& end);

  enum class State { kOpen, kFailed, kWritten };

  struct OpenPass {
    std::string name;
    std::chrono::steady_clock::time_point start;
  };

  // Runs a pass and adds it to the list.
  void Time(const std::string& name, const std::function<Figures()>& pass);
  void Open(const std::vector<std::string>& results);
  void WriteAgain(const Failure& end);
  void WriteTo(TextOutput* output, const Failure& end) const;
  void WriteInputs(bool read, JsonObjectWriter* json) const;
  void WriteOutputs(JsonObjectWriter* json) const;
  Json Passes() const;
  Json Speed() const;

  const bool quiet_;
  const std::string path_;
  const std::string command_;
  const std::chrono::system_clock::time_point start_time_ = std::chrono::system_clock::now();
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const std::vector<NamedFile> files_read_;
  std::string temp_directory_;  // for a report that cannot be where it should be
  bool shows_progress_ = true;
  std::optional<TextOutput> output_;
  State state_ = State::kOpen;

  std::string texts_option_;  // that names the inputs of a corpus
  Corpus corpus_;
  std::vector<Json> other_inputs_;  // rows
  std::vector<Output> outputs_;
  uint64_t output_files_ = 0;
  Json directory_;
  Json options_;
  Json results_ = Json::object();
  Json passes_ = Json::array();
  std::optional<OpenPass> open_pass_;
  std::optional<size_t> threads_;
  bool resumed_ = false;
};

// Runs a command. Afterwards, unless Complete() has done so, or when it has failed, writes its
// report. Throws what `work` throws; if the report of such a failure cannot be written, warns of
// that.
void RunReported(CLI::App* command, const Report::Request& request,
                 const std::function<void(Report*)>& work);

// Writes the report of the command that runs, if there is one, in another thread than the
// command's. The report cannot be changed any more after that: the process must be about to end.
// Does nothing if the report is being written at this moment, and never throws.
void WriteInterruptedReport(const Failure& end);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_H_
