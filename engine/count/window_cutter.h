// Leaves rare n-grams out of windows.
#ifndef CIKU_ENGINE_COUNT_WINDOW_CUTTER_H_
#define CIKU_ENGINE_COUNT_WINDOW_CUTTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/sorted_entries.h"
#include "io/files/spill_folder.h"

namespace ciku {

// Makes windows end before the first of their n-grams that occurs less than `min_count` times.
// Windows of a single symbol stay. An n-gram occurs at most as often as those with which it begins,
// so all frequent n-grams keep their counts.
//
// How often a window that ends earlier occurs is known only after all windows that began with it.
// So windows of each length are spilled, in order, and are merged in the end. The memory does not
// depend on the number of windows. Not safe for use by two threads at once.
class WindowCutter {
 public:
  // `order` is the length of the longest windows. The folder must outlive the cutter.
  WindowCutter(size_t order, uint64_t min_count, SpillFolder* spills)
      : min_count_(min_count), spills_(spills), kept_(order + 1) {}

  // The files that a cutter may have open, and the bytes of memory that each of them takes.
  static size_t MostFiles(size_t order) { return order; }
  static constexpr size_t kFileMemory = size_t{512} << 10;

  // Adds a window in UTF-8. Windows must ascend.
  void Add(std::string_view window, uint64_t count);

  // Writes the windows that are left. Nothing may be added afterwards.
  void Finish(SectionWriter* writer);

 private:
  // A beginning of the current window.
  struct Open {
    size_t size = 0;     // in bytes
    uint64_t count = 0;  // of all windows that begin with it
    uint64_t own = 0;    // of those that end with it, as they are or cut
  };

  // Ends all beginnings of more than `length` symbols.
  void Close(size_t length);
  void Keep(size_t length, const Open& open);

  const uint64_t min_count_;
  SpillFolder* const spills_;
  std::string window_;
  std::vector<Open> open_;  // the beginnings of 1, 2, ... symbols
  // By the length of windows; null as long as there are none.
  std::vector<std::unique_ptr<EntryWriter<std::string_view>>> kept_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_WINDOW_CUTTER_H_
