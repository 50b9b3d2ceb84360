// How a run ends that has failed.
#ifndef CIKU_ENGINE_COMMANDS_FAILURE_H_
#define CIKU_ENGINE_COMMANDS_FAILURE_H_

#include <CLI/CLI.hpp>
#include <string>

namespace ciku {

// The exit status of a run that was interrupted by a signal is 128 and the number of the signal.
// A run that was asked to stop by a signal, and has kept what it has done, has the status that
// means "try again" (EX_TEMPFAIL of sysexits.h).
enum ExitStatus { kDone = 0, kFailed = 1, kUsedWrongly = 2, kInterrupted = 75 };

struct Failure {
  int status = kFailed;
  std::string message;  // one line; empty if there is nothing to say
};

// Returns what the exception means that is being handled. `program` has parsed the command line. If
// the reader of a pipe has closed it, that is a clean end, with the status kDone.
Failure CurrentFailure(const CLI::App& program);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_FAILURE_H_
