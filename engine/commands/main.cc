// ciku: mines dictionaries out of raw text.
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/commands/failure.h"
#include "engine/commands/help/usage_error.h"
#include "engine/commands/options.h"
#include "engine/commands/program.h"
#include "engine/commands/report.h"
#include "engine/commands/report/command_line.h"
#include "engine/commands/stop_signal.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/terminal/style.h"
#include "io/error.h"
#include "io/files/unfinished.h"
#include "io/memory.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

int Fail(int status, const std::string& line) {
  PrintLine(Styled(Style::kError, "ciku:", STDERR_FILENO) + " " + line);
  return status;
}

// Descriptors 0 to 2 must be open; otherwise a result file could get one of these numbers, and
// messages would be written into it. In the place of closed standard input and output, /dev/null is
// opened the other way round, so that reading and writing still fail.
void TakeStandardDescriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) < 0) {
      static_cast<void>(::open("/dev/null", descriptor == 1 ? O_RDONLY : O_WRONLY));
    }
  }
}

// Raises the limits on open files, of which merging keeps many, and on the size of a file as far as
// the system allows. The usual limit on open files is low for the sake of programs that use
// select().
void RaiseLimits() {
  for (const auto resource : {RLIMIT_NOFILE, RLIMIT_FSIZE}) {
    rlimit limit;
    if (::getrlimit(resource, &limit) != 0) continue;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(resource, &limit);  // if this is forbidden, the old limit stays
  }
}

// Some errors also raise signals, which would end the program before it can report them: writing to
// a closed pipe, and writing beyond the limit on the size of a file.
void IgnoreSignalsOfErrors() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool IsIgnored(int signal) {
  struct sigaction action;
  return ::sigaction(signal, nullptr, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 &&
         action.sa_handler == SIG_IGN;
}

// What an interrupted run leaves behind.
std::string WhatIsLeft(const std::string& work_folder) {
  if (!work_folder.empty()) {
    return fmt::format("run the same command again to go on (finished work is kept in {})",
                       Printable(work_folder));
  }
  return HasWrittenDirectly() ? "the output is not complete" : "nothing was written";
}

// Ends the process as the signal would have done without a handler: a shell that runs a loop sees
// that it was interrupted, and stops.
[[noreturn]] void EndBy(int signal) {
  constexpr rlimit kNoCore = {0, 0};
  ::setrlimit(RLIMIT_CORE, &kNoCore);
  std::signal(signal, SIG_DFL);
  sigset_t one;
  ::sigemptyset(&one);
  ::sigaddset(&one, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);
}

// Waits until a signal has to end the process at once, whatever it is doing: whoever sends one may
// send the same again to the whole group, as `timeout` does, and means nothing by that.
void WaitForSecondSignal(const sigset_t& signals) {
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  constexpr timespec kNow = {0, 0};
  while (::sigtimedwait(&signals, nullptr, &kNow) > 0) {
  }
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  for (;;) ::pause();
}

// Sees to it that incomplete files are removed when a signal ends the program. Signals that it was
// told to ignore stay ignored: nohup does this for hang-ups, and shells do it for interrupts of
// jobs in the background. Must be called before other threads exist, because these have to inherit
// the blocked signals.
void CleanUpOnSignals() {
  // Batch systems send the last three of these before they end a job by force.
  static constexpr int kEnds[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGUSR1, SIGUSR2};
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int signal : kEnds) {
    if (!IsIgnored(signal)) ::sigaddset(&signals, signal);
  }
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals] {
    int signal = 0;
    do {
      while (::sigwait(&signals, &signal) != 0) {
      }
    } while (AskToStop());
    const std::string message = "interrupted; " + WhatIsLeft(RemoveUnfinished());
    PrintLastLine(Styled(Style::kError, "ciku:", STDERR_FILENO) + " " + message, signal == SIGINT);
    // The report may have to wait for something.
    std::thread(WaitForSecondSignal, signals).detach();
    WriteInterruptedReport({128 + signal, message});
    EndBy(signal);
  }).detach();
}

// Returns the arguments as CLI11 expects them.
std::vector<std::string> ForParser(CLI::App* program, std::vector<std::string> arguments) {
  HideBrackets(program, &arguments);
  std::reverse(arguments.begin(), arguments.end());
  return arguments;
}

// Where the command stands among the arguments: behind the options of the program itself.
size_t PlaceOfCommand(const std::vector<std::string>& arguments) {
  size_t place = 0;
  while (place < arguments.size() && arguments[place].starts_with('-')) {
    place += arguments[place] == "--color" ? 2 : 1;
  }
  return std::min(place, arguments.size());
}

// Turns `cluster plan` into the command's name, cluster-plan.
void JoinCommand(size_t place, std::vector<std::string>* arguments) {
  if (place + 1 >= arguments->size() || (*arguments)[place] != "cluster") return;
  const auto next = arguments->begin() + static_cast<std::ptrdiff_t>(place) + 1;
  if (next->starts_with('-')) return;
  (*arguments)[place] += "-" + *next;
  arguments->erase(next);
}

// Returns the arguments without the program's name. `ciku help COMMAND` becomes `ciku COMMAND
// --help`.
std::vector<std::string> Arguments(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const size_t place = PlaceOfCommand(arguments);
  if (place < arguments.size() && arguments[place] == "help") {
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(place));
    JoinCommand(place, &arguments);
    arguments.resize(std::min(arguments.size(), place + 1));
    arguments.emplace_back("--help");
  }
  JoinCommand(place, &arguments);
  return arguments;
}

void Show(const std::string& text) {
  TextOutput output("-");
  output.Write(text);
  output.Commit();
}

// Parses the command line, which runs the command. Returns the exit status.
int Run(const std::vector<std::string>& arguments, CLI::App* program) {
  if (arguments.empty()) {
    Print(program->help());
    return kUsedWrongly;
  }
  const size_t place = PlaceOfCommand(arguments);
  if (place < arguments.size() && !HasCommand(*program, arguments[place])) {
    return Fail(kUsedWrongly, UnknownCommand(arguments[place], *program));
  }
  try {
    program->parse(ForParser(program, arguments));
  } catch (const CLI::CallForHelp&) {
    Show(program->help());
  } catch (const CLI::CallForAllHelp&) {
    Show(program->help("", CLI::AppFormatMode::All));
  } catch (const CLI::CallForVersion& version) {
    Show(std::string(version.what()) + "\n");
  }
  return kDone;
}

// Runs the program, and turns errors into one line each.
int Main(int argc, char** argv) {
  KeepArguments(argc, argv);
  const std::unique_ptr<CLI::App> program = MakeProgram();
  try {
    return Run(Arguments(argc, argv), program.get());
  } catch (...) {
    const Failure failure = CurrentFailure(*program);
    return failure.status == kDone ? kDone : Fail(failure.status, failure.message);
  }
}

}  // namespace
}  // namespace ciku

int main(int argc, char** argv) {
  ciku::ReturnFreedMemory();
  ciku::TakeStandardDescriptors();
  ciku::RaiseLimits();
  ciku::CleanUpOnSignals();
  ciku::IgnoreSignalsOfErrors();
  return ciku::Main(argc, argv);
}
