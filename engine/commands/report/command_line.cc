#include "engine/commands/report/command_line.h"

#include "io/shell_word.h"

namespace ciku {
namespace {

std::vector<std::string>& MutableArguments() {
  static std::vector<std::string> arguments;
  return arguments;
}

}  // namespace

void KeepArguments(int argc, char** argv) { MutableArguments().assign(argv, argv + argc); }

const std::vector<std::string>& KeptArguments() { return MutableArguments(); }

std::string CommandLine() {
  std::string line;
  for (const std::string& argument : MutableArguments()) {
    line += (line.empty() ? "" : " ") + ShellWord(argument);
  }
  return line;
}

}  // namespace ciku
