// Signals that ask a task to stop while it can still keep what it has done.
#ifndef CIKU_ENGINE_COMMANDS_STOP_SIGNAL_H_
#define CIKU_ENGINE_COMMANDS_STOP_SIGNAL_H_

#include <atomic>

namespace ciku {

// True once a signal has asked for that.
const std::atomic<bool>& StopAsked();

// As long as an object of this class lives, the first signal to end the process only sets
// StopAsked(). There is one at a time.
class StopsGracefully {
 public:
  StopsGracefully();
  StopsGracefully(const StopsGracefully&) = delete;
  StopsGracefully& operator=(const StopsGracefully&) = delete;
  ~StopsGracefully();
};

// To be called when a signal to end the process has come. Returns true if the process stops by
// itself.
bool AskToStop();

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_STOP_SIGNAL_H_
