// What makes two runs the same job, so that one may continue where the other stopped.
#ifndef CIKU_ENGINE_SWEEP_JOB_H_
#define CIKU_ENGINE_SWEEP_JOB_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/sweep/resources.h"
#include "engine/text/text_options.h"
#include "io/files/manifest.h"
#include "io/input/corpus.h"

namespace ciku {

// Tells the work folder, if there is one, what the results depend on besides the inputs: `options`,
// under the names of the command line, which messages show. Throws InputError if the folder belongs
// to another job, UsageError if an input is read as it comes.
void BeginJob(const char* command, const Json& options, const Corpus& corpus,
              const Storage& storage, Observer* observer);

// Turns the names of a report into names of options: "min_pmi" into --min-pmi.
Json NamedAsOptions(const Json& described);

// Returns what a user sets of how inputs are read, under the same names.
Json JobOptions(const InputOptions& input);

// Returns the options for text, under the names of a job's options.
Json JobOptions(const TextOptions& options);

// Returns what a job's options say of the content of a file: "12 words (checksum
// 0123456789abcdef)".
std::string ContentText(size_t size, const char* what, uint64_t checksum);

// The figures of what was read, under the names that reports and counts files give them.
Json DescribeInput(const InputFigures& input);

// The reverse. Throws nlohmann's exceptions or CorruptionError if these are not such figures.
InputFigures InputFiguresFrom(const Json& described);

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_JOB_H_
