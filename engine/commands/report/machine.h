// What a run ran on, and what it took of it.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_MACHINE_H_
#define CIKU_ENGINE_COMMANDS_REPORT_MACHINE_H_

#include <chrono>
#include <string>

#include "io/json.h"

namespace ciku {

// Returns "host", "system", "distribution", "processor", "processors" and "memory"; null stands for
// what the system does not tell.
Json DescribeMachine();

// Returns the seconds of processor time that this process has used so far: "user" and "system".
Json DescribeProcessorTime();

// Returns a time as "2026-01-31T12:34:56.789+01:00", with the offset of the local time zone.
std::string IsoTime(std::chrono::system_clock::time_point time);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_MACHINE_H_
