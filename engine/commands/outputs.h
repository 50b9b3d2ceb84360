// Where the results of commands go, and what they must not take the place of.
#ifndef CIKU_ENGINE_COMMANDS_OUTPUTS_H_
#define CIKU_ENGINE_COMMANDS_OUTPUTS_H_

#include <string>
#include <vector>

#include "engine/commands/options.h"
#include "engine/commands/tokenizer_options.h"
#include "engine/discover/mine.h"
#include "engine/sweep/text_sink.h"
#include "io/output/result_file.h"
#include "io/output/text_output.h"

namespace ciku {

// The folder for results that cannot be where they should be.
std::string TempDirectory(const StorageOptions& storage);

// Throws UsageError if the result, or the file of --report (empty if there is none), would take the
// place of one of the files that the command reads. Warns if the result will be written over a file
// instead of replacing it.
void CheckOutput(const ResultFile& output, const std::vector<std::string>& read,
                 const std::string& report = {});

// A sink that writes to an output, which must outlive it.
TextSink SinkTo(TextOutput* output);

// Throws UsageError if a counts file would be written to a terminal.
void CheckBinaryOutput(const ResultFile& output);

// The paths that these options name for reading: inputs and lexicons. Some may be empty.
std::vector<std::string> FilesRead(const InputChoice& input);
std::vector<std::string> FilesRead(const RunOptions& run, const MineOptions& mine);
std::vector<std::string> FilesRead(const RunOptions& run, const TokenizerChoice& tokenizer);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_OUTPUTS_H_
