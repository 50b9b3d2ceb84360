// The resources of a run: memory, threads and folders, and an observer.
#ifndef CIKU_ENGINE_SWEEP_RESOURCES_H_
#define CIKU_ENGINE_SWEEP_RESOURCES_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ciku {

class SpillFolder;
class WorkFolder;

// The memory and the threads of a run.
struct Resources {
  // In bytes. Peak resident memory stays below this number plus kMemoryOverhead.
  size_t memory = 0;
  size_t threads = 1;
};

// What the program itself takes in addition to its budget, in bytes: code and libraries, tables of
// characters, stacks.
constexpr size_t kMemoryOverhead = size_t{64} << 20;

// Half of the memory that this process may use, and as many threads as it may run on. Limits of
// control groups count.
Resources DefaultResources();

struct StorageOptions {
  // Folder for temporary files; if none is named, $TMPDIR or /tmp.
  std::optional<std::string> temp_directory = {};
  // Folder that keeps finished work, so that the same call can resume after a crash. It replaces
  // the folder for temporary files. If empty, nothing is kept.
  std::string work_directory = {};
  bool restart = false;             // forget what an earlier run left in the work folder
  bool keep = false;                // leave the work folder in place at the end
  double checkpoint_interval = 30;  // seconds of work that a crash may cost
};

// The folder of a run: it takes what does not fit in memory and, if it is a work folder, records
// finished work. Copies share the folder. Safe to share between threads.
class Storage {
 public:
  // Throws IoError if no file can be created in the folder, and InputError if a work folder is in
  // use or belongs to something else.
  explicit Storage(const StorageOptions& options = {});

  // Uses folders that the caller owns; `work`, if any, is the same folder. For tests.
  explicit Storage(SpillFolder* spills, WorkFolder* work = nullptr,
                   std::chrono::duration<double> checkpoint_interval = std::chrono::seconds(30))
      : spills_(spills), work_(work), checkpoint_interval_(checkpoint_interval) {}

  SpillFolder* spills() const { return spills_; }
  // Null if the run cannot be resumed.
  WorkFolder* work() const { return work_; }
  std::chrono::duration<double> checkpoint_interval() const { return checkpoint_interval_; }

  // To be called when the result is safe: removes what a work folder kept for resuming.
  void Finish() const;

 private:
  std::shared_ptr<SpillFolder> owned_;
  SpillFolder* spills_ = nullptr;
  WorkFolder* work_ = nullptr;
  std::chrono::duration<double> checkpoint_interval_{30};
};

// How much of the corpus a sweep has read. The sweep's threads write it; any thread may read it.
struct SweepMeter {
  std::atomic<uint64_t> bytes = 0;  // of the inputs as they are on disk
  std::atomic<uint64_t> text_bytes = 0;
  std::atomic<uint64_t> records = 0;
  std::atomic<uint64_t> bad_records = 0;
  std::atomic<uint64_t> passed_over = 0;
  std::atomic<uint64_t> invalid_bytes = 0;
  // For a sweep that tells positions: one more than the position of the last record if it goes on
  // behind what was read so far; otherwise 0.
  std::atomic<uint64_t> open_record = 0;
};

// What a finished sweep has read.
struct InputFigures {
  InputFigures() = default;
  explicit InputFigures(const SweepMeter& meter)
      : text_bytes(meter.text_bytes),
        records(meter.records),
        bad_records(meter.bad_records),
        passed_over(meter.passed_over),
        invalid_bytes(meter.invalid_bytes) {}

  uint64_t text_bytes = 0;
  uint64_t records = 0;
  uint64_t bad_records = 0;    // broken, or without what was asked for
  uint64_t passed_over = 0;    // of kinds that hold no text, such as images in a web archive
  uint64_t invalid_bytes = 0;  // bytes that are not valid UTF-8
};

// A number that a pass reports, under its name; a string if it may exceed 64 bits.
struct Figure {
  std::string name;
  std::variant<uint64_t, double, std::string> value;
};
using Figures = std::vector<Figure>;

// Is told about every pass of a run, in order and on the thread that runs it. A function of an
// observer must call `pass` exactly once and let its exceptions through.
class Observer {
 public:
  virtual ~Observer() = default;

  // A pass over the corpus. meter.bytes grows towards `total_bytes`, 0 if that is unknown. `spills`
  // is where the sweep writes temporary data; null if it writes none.
  virtual void Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
                     const Storage* spills, const std::function<Figures()>& pass);

  // Any other pass.
  virtual void Pass(const std::string& name, const std::function<Figures()>& pass);

  // The run continues from what an earlier one left in its work folder.
  virtual void Resumed(const std::string& work_directory);
};

// Returns an observer that does nothing but run the passes.
Observer* NoObserver();

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_RESOURCES_H_
