// Words of a command line, for people who paste it into a shell.
#ifndef CIKU_IO_SHELL_WORD_H_
#define CIKU_IO_SHELL_WORD_H_

#include <string>
#include <string_view>

namespace ciku {

// Returns a text as bash takes it for one word: as it is, in single quotes or, if it holds control
// characters or bytes that are not UTF-8, as $'...' with these as \xNN. The result is one line of
// valid UTF-8. The text must not hold a zero byte, as no argument of a program can.
std::string ShellWord(std::string_view text);

}  // namespace ciku

#endif  // CIKU_IO_SHELL_WORD_H_
