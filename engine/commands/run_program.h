// Runs other programs.
#ifndef CIKU_ENGINE_COMMANDS_RUN_PROGRAM_H_
#define CIKU_ENGINE_COMMANDS_RUN_PROGRAM_H_

#include <optional>
#include <string>
#include <vector>

namespace ciku {

struct ProgramEnd {
  int status = 0;      // the exit status, or 128 and the number of the signal that ended it
  std::string output;  // what it wrote to standard output
};

enum class ItsErrors { kShown, kHidden };

// Runs a program, which is searched for along $PATH, without standard input, and waits for its end.
// Returns nothing if there is no such program. Throws IoError.
std::optional<ProgramEnd> RunProgram(const std::vector<std::string>& command, ItsErrors errors);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_RUN_PROGRAM_H_
