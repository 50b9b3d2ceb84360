// How a report lists an input.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_INPUT_ROW_H_
#define CIKU_ENGINE_COMMANDS_REPORT_INPUT_ROW_H_

#include <string>

#include "engine/commands/report/option_values.h"
#include "io/input/input_file.h"
#include "io/json.h"

namespace ciku {

// Returns "option", "path", "bytes", "format", "encoding" and "fingerprint" of a file that holds
// text. `option` is what names the texts of the command. `read` says that the run has ended well:
// of an input that is read as it comes, size and fingerprint are null before.
Json InputRow(const std::string& option, const InputFile& file, bool read);

// Returns the same for any other file. Its size and fingerprint are null unless it is a regular
// file that can be read: a pipe cannot be looked at without taking something from it.
Json InputRow(const NamedFile& named);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_INPUT_ROW_H_
