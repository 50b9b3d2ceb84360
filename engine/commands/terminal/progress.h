// Shows the progress of a pass while it runs.
#ifndef CIKU_ENGINE_COMMANDS_TERMINAL_PROGRESS_H_
#define CIKU_ENGINE_COMMANDS_TERMINAL_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ciku {

// What a line says besides its title.
struct Details {
  std::string percent;               // empty if the total is unknown
  double part = 0;                   // of the total
  std::vector<std::string> figures;  // the most important first
};

// Shows a bar as the status of the terminal (console.h) and keeps it up to date; if standard error
// takes no status, writes a line now and then. It does so from a thread of its own until it is
// destroyed.
class Progress {
 public:
  // Watches `done`, in bytes, which must outlive this object. `title` is ASCII. `total` is 0 if it
  // is unknown. If `done` is null, only the time is shown.
  explicit Progress(std::string title, const std::atomic<uint64_t>* done = nullptr,
                    uint64_t total = 0);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

 private:
  void Watch(const std::stop_token& stop);
  // "counting     [####....]  50%  1.0 GB of 2.0 GB, 120.0 MB/s, 8 s left", or as much of it as
  // fits `columns` columns.
  std::string Bar(size_t columns) const;
  // The same without a bar.
  std::string Line() const;
  Details Now() const;

  const std::string title_;
  const std::atomic<uint64_t>* const done_;
  const uint64_t total_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_TERMINAL_PROGRESS_H_
