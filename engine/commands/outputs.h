// Where the results of commands go, and what they must not take the place of.
#ifndef CIKU_ENGINE_COMMANDS_OUTPUTS_H_
#define CIKU_ENGINE_COMMANDS_OUTPUTS_H_

#include <string>
#include <vector>

#include "engine/commands/report/option_values.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/text_sink.h"
#include "io/output/result_file.h"
#include "io/output/text_output.h"

namespace ciku {

// The folder for results that cannot be where they should be.
std::string TempDirectory(const StorageOptions& storage);

// Throws UsageError if a result, or a report, would take the place of one of the files that the
// command reads. Warns if it will be written over a file instead of replacing it.
void CheckOutput(const ResultFile& output, const std::vector<NamedFile>& read);
void CheckReport(const ResultFile& report, const std::vector<NamedFile>& read);

// A sink that writes to an output, which must outlive it.
TextSink SinkTo(TextOutput* output);

// Throws UsageError if a counts file would be written to a terminal.
void CheckBinaryOutput(const ResultFile& output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_OUTPUTS_H_
