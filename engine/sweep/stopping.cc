#include "engine/sweep/stopping.h"

namespace ciku {
namespace {

thread_local const std::atomic<bool>* flag_of_thread = nullptr;

}  // namespace

StopScope::StopScope(const std::atomic<bool>* asked) : outer_(flag_of_thread) {
  flag_of_thread = asked;
}

StopScope::~StopScope() { flag_of_thread = outer_; }

void StopIfAsked() {
  if (flag_of_thread != nullptr && *flag_of_thread) throw Interrupted();
}

const std::atomic<bool>* StopFlag() { return flag_of_thread; }

}  // namespace ciku
