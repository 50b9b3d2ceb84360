#include "engine/commands/run_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "io/error.h"
#include "io/files/file.h"

extern char** environ;

namespace ciku {
namespace {

// What a new process begins with: standard output goes to a pipe, no signal is blocked or ignored.
class ProcessSettings {
 public:
  ProcessSettings(int output, ItsErrors errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    if (errors == ItsErrors::kHidden) {
      ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigaddset(&signals, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ProcessSettings(const ProcessSettings&) = delete;
  ProcessSettings& operator=(const ProcessSettings&) = delete;
  ~ProcessSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  // Returns an error number.
  int Spawn(const std::vector<std::string>& command, pid_t* process) const {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    return ::posix_spawnp(process, arguments[0], &actions_, &attributes_, arguments.data(),
                          environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::string ReadToEnd(File* pipe) {
  std::string output;
  std::array<char, 4096> piece;
  while (const size_t size = pipe->ReadSome(piece.data(), piece.size())) {
    output.append(piece.data(), size);
  }
  return output;
}

}  // namespace

std::optional<ProgramEnd> RunProgram(const std::vector<std::string>& command, ItsErrors errors) {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) ThrowErrno(command[0], "make a pipe for");
  File reading(ends[0], command[0]);
  pid_t process = 0;
  {
    const File writing(ends[1], command[0]);
    const int error = ProcessSettings(ends[1], errors).Spawn(command, &process);
    if (error == ENOENT) return std::nullopt;
    if (error != 0) ThrowIoError(command[0], "run", error);
  }
  ProgramEnd end;
  end.output = ReadToEnd(&reading);
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return end;
}

}  // namespace ciku
