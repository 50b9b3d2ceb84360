// The command line of this process, for its report.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_COMMAND_LINE_H_
#define CIKU_ENGINE_COMMANDS_REPORT_COMMAND_LINE_H_

#include <string>
#include <vector>

namespace ciku {

// Keeps the arguments of main(). To be called before other threads exist.
void KeepArguments(int argc, char** argv);

// Returns these arguments; the first is the name by which the program was called.
const std::vector<std::string>& KeptArguments();

// Returns them as a line for bash.
std::string CommandLine();

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_COMMAND_LINE_H_
