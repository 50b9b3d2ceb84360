// What a person sees of a run: everything but results, on standard error.
#ifndef CIKU_ENGINE_COMMANDS_CONSOLE_H_
#define CIKU_ENGINE_COMMANDS_CONSOLE_H_

#include <cstdint>
#include <string>

namespace ciku {

// Writes a line, or what is given, to standard error; that it cannot be written is no reason to
// fail.
void PrintLine(const std::string& line);
void Print(const std::string& text);

// Notes are left out when quiet; warnings never are.
void Note(bool quiet, const std::string& line);
void Warn(const std::string& line);

bool StandardErrorIsTerminal();

// Numbers as people read them: "12.3 MB" (of 10^6 bytes, up to TB), "1,234,567", "1:02:03".
std::string ReadableBytes(double bytes);
std::string ReadableCount(uint64_t count);
std::string ReadableTime(double seconds);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_CONSOLE_H_
