// ciku: mines dictionaries out of raw text.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "engine/commands/commands.h"
#include "engine/commands/help.h"
#include "io/error.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

constexpr int kFailed = 1;
constexpr int kUsedWrongly = 2;

int Fail(int status, const std::string& line) {
  fmt::print(stderr, "ciku: {}\n", line);
  return status;
}

// Parses the command line, which runs the subcommand, and turns errors into one line each.
int Main(int argc, char** argv) {
  CLI::App program("ciku (词库) mines dictionaries out of raw text of any size.", "ciku");
  program.set_version_flag("--version", "ciku " CIKU_VERSION);
  program.formatter(HelpFormatter());
  program.require_subcommand(1);
  program.footer(
      "`ciku COMMAND --help` tells all about a command.\n\n"
      "Example: pack a folder of text once, then mine it\n"
      "  ciku pack corpus/ -o shards/\n"
      "  ciku mine shards/ -o lexicon.tsv --min-count 16 --min-pmi 1");
  AddMineCommand(&program);
  AddPackCommand(&program);
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);  // --help, --version
    return Fail(kUsedWrongly, std::string(error.what()) + "; see `ciku --help`");
  } catch (const UsageError& error) {
    return Fail(kUsedWrongly, error.what());
  } catch (const ClosedPipe&) {
    return 0;
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
  std::signal(SIGPIPE, SIG_IGN);  // writing to a closed pipe is an error like others
  return ciku::Main(argc, argv);
}
