// What a run did, pass by pass, for --report and for the summary.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_H_
#define CIKU_ENGINE_COMMANDS_REPORT_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "engine/commands/progress.h"
#include "engine/sweep/checkpoints.h"
#include "io/text_output.h"

namespace ciku {

// Times passes, shows their progress and collects what they say of themselves.
//
// The JSON object has: "command", "version", "options", "passes" (an array of objects with
// "name", "seconds", "peak_memory" in bytes since the start, and what is particular to the pass),
// "results" (what the summary says), "seconds" and "peak_memory".
class Report {
 public:
  // The object is written to `path` in the end, or nowhere where that is empty. Throws IoError
  // where `path` cannot be written, and UsageError where it is also the `result`'s.
  Report(std::string command, bool quiet, const std::string& path, const std::string& result);

  Json& options() { return json_["options"]; }
  Json& results() { return json_["results"]; }

  // Runs a pass over the inputs; progress is that of meter.bytes towards `total` (0: unknown), and
  // the space for spills is watched where there are any. `pass` returns what is to be noted of it.
  void Sweep(const std::string& name, uint64_t total, const SweepMeter& meter,
             const SpillFolder* spills, const std::function<Json()>& pass);

  // Runs any other pass.
  void Pass(const std::string& name, const std::function<Json()>& pass);

  double seconds() const;

  // Writes the object. Throws IoError.
  void Write();

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const bool quiet_;
  std::optional<TextOutput> output_;
  Json json_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_H_
