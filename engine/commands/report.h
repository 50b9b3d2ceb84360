// A record of what a run did, pass by pass, for --report and for the summary.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_H_
#define CIKU_ENGINE_COMMANDS_REPORT_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "engine/commands/progress.h"
#include "engine/sweep/resources.h"
#include "io/files/manifest.h"
#include "io/output/text_output.h"

namespace ciku {

// Measures the time of passes, shows their progress and collects their figures.
//
// The JSON object has: "command", "version", "inputs" (the files that were read, the first 100,000
// of them), "options", "passes" (an array of objects with "name", "seconds", "peak_memory" in bytes
// since the start, and the pass's own figures), "results" (the figures of the summary), "seconds"
// and "peak_memory".
class Report : public Observer {
 public:
  // Write() writes the object to `path`; an empty path means nowhere. Throws IoError if `path`
  // cannot be written, and UsageError if it is also the file of the `result`.
  Report(std::string command, bool quiet, const std::string& path, const std::string& result);

  // Shows no progress from now on, because it would get in the way of what people type or read.
  void HideProgress() { shows_progress_ = false; }

  Json& inputs() { return json_["inputs"]; }
  Json& options() { return json_["options"]; }
  Json& results() { return json_["results"]; }

  void Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
             const Storage* spills, const std::function<Figures()>& pass) override;
  void Pass(const std::string& name, const std::function<Figures()>& pass) override;
  void Resumed(const std::string& work_directory) override;

  double seconds() const;

  // Writes the object. Throws IoError.
  void Write();

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const bool quiet_;
  bool shows_progress_ = true;
  std::optional<TextOutput> output_;
  Json json_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_H_
