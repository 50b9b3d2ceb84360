#include "engine/sweep/per_thread.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

namespace ciku {

struct ThreadPointers::Pointers {
  tbb::enumerable_thread_specific<void*> of_threads{nullptr};
};

ThreadPointers::ThreadPointers() : pointers_(std::make_unique<Pointers>()) {}
ThreadPointers::~ThreadPointers() = default;

void*& ThreadPointers::local() { return pointers_->of_threads.local(); }
void ThreadPointers::clear() { pointers_->of_threads.clear(); }

}  // namespace ciku
