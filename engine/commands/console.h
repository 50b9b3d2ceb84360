// Everything that a run prints besides results. It goes to standard error.
#ifndef CIKU_ENGINE_COMMANDS_CONSOLE_H_
#define CIKU_ENGINE_COMMANDS_CONSOLE_H_

#include <cstdint>
#include <string>

namespace ciku {

// Writes a line, or a text as it is, to standard error. Errors are ignored, because a run need not
// fail if its messages cannot be written.
void PrintLine(const std::string& line);
void Print(const std::string& text);

// Print a note, unless `quiet`, or a warning.
void Note(bool quiet, const std::string& line);
void Warn(const std::string& line);

bool StandardErrorIsTerminal();

// Numbers as people read them: "12.3 MB" (of 10^6 bytes, up to TB), "1,234,567", "1:02:03".
std::string ReadableBytes(double bytes);
std::string ReadableCount(uint64_t count);
std::string ReadableTime(double seconds);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_CONSOLE_H_
