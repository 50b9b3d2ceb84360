// Everything that a run prints besides results. It goes to standard error.
#ifndef CIKU_ENGINE_COMMANDS_TERMINAL_CONSOLE_H_
#define CIKU_ENGINE_COMMANDS_TERMINAL_CONSOLE_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace ciku {

// All of these may be called from any thread. Errors of standard error are ignored, because a run
// need not fail if its messages cannot be written.

// Write a line, or a text that consists of lines. If a status is shown, the text takes its place,
// and the status comes back below.
void PrintLine(const std::string& line);
void Print(const std::string& text);

// The same for the last line of a process that is about to end: no status comes back. `behind_echo`
// says that a key such as Ctrl-C has ended it, which the terminal shows on the line of the cursor.
// Does not wait long for a terminal that is stopped, or for another thread that does.
void PrintLastLine(const std::string& line, bool behind_echo);

// Print a note, unless `quiet`, or a warning.
void Note(bool quiet, const std::string& line);
void Warn(const std::string& line);

// The status is the last line of a terminal, which is drawn again and again: a progress bar. There
// is one at most.

// Whether standard error is a terminal on which a line can be drawn again.
bool CanShowStatus();

// How many columns a status may have: all of the terminal's but the last, so that no line is
// broken. That may change at any time.
size_t StatusColumns();

// Shows a status of ASCII characters in place of the one before, cut to StatusColumns(). Does
// nothing if the terminal belongs to another job or is stopped.
void ShowStatus(const std::string& status);

// Clears the status.
void HideStatus();

// Numbers as people read them: "12.3 MB" (of 10^6 bytes, up to TB), "1,234,567", "1:02:03".
std::string ReadableBytes(double bytes);
std::string ReadableCount(uint64_t count);
std::string ReadableTime(double seconds);

// A count and what is counted: "1 record", "1,234 records". Of one, the noun lacks its last letter.
std::string Counted(uint64_t count, const std::string& nouns);
// The same with words for one and for several: "record was", "records were".
std::string Counted(uint64_t count, const std::string& one, const std::string& several);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_TERMINAL_CONSOLE_H_
