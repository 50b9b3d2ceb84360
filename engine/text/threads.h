// Running work on a given number of threads.
#ifndef CIKU_ENGINE_TEXT_THREADS_H_
#define CIKU_ENGINE_TEXT_THREADS_H_

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>

namespace ciku {

// Calls work() where oneTBB's algorithms run on `threads` threads, the calling one included, be
// they more than there are processors.
template <typename Work>
void OnThreads(size_t threads, const Work& work) {
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute(work);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_THREADS_H_
