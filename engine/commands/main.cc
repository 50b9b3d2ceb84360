// ciku: mines dictionaries out of raw text.
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/help.h"
#include "engine/commands/options.h"
#include "io/error.h"
#include "io/files/file.h"
#include "io/files/manifest.h"
#include "io/files/unfinished.h"
#include "io/memory.h"

namespace ciku {
namespace {

constexpr int kFailed = 1;
constexpr int kUsedWrongly = 2;

int Fail(int status, const std::string& line) {
  PrintLine("ciku: " + line);
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
    while (::sigwait(&signals, &signal) != 0) {
    }
    const std::string work_folder = RemoveUnfinished();
    PrintLine(work_folder.empty() ? "ciku: interrupted; nothing was written"
                                  : fmt::format("ciku: interrupted; run the same command again to "
                                                "go on (finished work is kept in {})",
                                                Printable(work_folder)));
    ::_exit(128 + signal);
  }).detach();
}

// Returns the arguments without the program's name. `ciku help COMMAND` becomes `ciku COMMAND
// --help`.
std::vector<std::string> Arguments(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  return arguments;
}

// Parses the command line, which runs the subcommand, and turns errors into one line each.
int Main(int argc, char** argv) {
  CLI::App program("ciku (词库) mines dictionaries out of raw text, however large.", "ciku");
  program.set_version_flag("--version", "ciku " CIKU_VERSION);
  program.formatter(HelpFormatter());
  program.require_subcommand(1);
  program.footer(
      "`ciku COMMAND --help` describes a command and all its options.\n\n"
      "Example: pack a folder of text once, then mine it\n"
      "  ciku pack corpus/ -o shards/\n"
      "  ciku mine shards/ -o lexicon.tsv --sort score");
  AddMineCommand(&program);
  AddPackCommand(&program);
  AddCountCommand(&program);
  AddMergeCommand(&program);
  AddWordsCommand(&program);
  AddCompareCommand(&program);
  AddLexiconCommand(&program);
  AddTokenizeCommand(&program);
  AddTemplatesCommand(&program);
  AddEvaluateCommand(&program);
  AddParseCommand(&program);
  try {
    std::vector<std::string> arguments = Arguments(argc, argv);
    const std::string first = arguments.empty() ? "-" : arguments.front();
    const auto named = [&](const CLI::App* command) { return command->get_name() == first; };
    if (!first.starts_with('-') && program.get_subcommands(named).empty()) {
      return Fail(kUsedWrongly, fmt::format("unknown command '{}'; see `ciku --help`", first));
    }
    HideBrackets(&program, &arguments);
    std::reverse(arguments.begin(), arguments.end());  // the order that CLI11 expects
    program.parse(std::move(arguments));
    return 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);  // --help, --version
    const std::vector<CLI::App*> used = program.get_subcommands();
    const std::string command = used.empty() ? "" : used.front()->get_name() + " ";
    return Fail(kUsedWrongly, fmt::format("{}; see `ciku {}--help`", error.what(), command));
  } catch (const UsageError& error) {
    return Fail(kUsedWrongly, error.what());
  } catch (const ClosedPipe&) {
    return 0;
  } catch (const Json::exception&) {
    return Fail(kFailed,
                "the work folder's manifest holds something unexpected; --restart begins anew");
  } catch (const std::bad_alloc&) {
    return Fail(kFailed, "the system has no memory left; lower --memory or --threads");
  } catch (const std::exception& error) {
    return Fail(kFailed, error.what());
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
