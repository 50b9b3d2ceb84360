// What the program was built from.
#ifndef CIKU_ENGINE_COMMANDS_HELP_VERSION_H_
#define CIKU_ENGINE_COMMANDS_HELP_VERSION_H_

#include <string>

namespace ciku {

// "ciku 1.2.3", and on further lines the versions of the libraries as they are loaded now, of
// Unicode, and of the compiler.
std::string VersionText();

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_VERSION_H_
