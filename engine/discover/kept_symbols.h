// The table of symbols in a work folder, so that runs over parts of a corpus have the same one.
#ifndef CIKU_ENGINE_DISCOVER_KEPT_SYMBOLS_H_
#define CIKU_ENGINE_DISCOVER_KEPT_SYMBOLS_H_

#include <optional>

#include "engine/text/symbols.h"
#include "io/output/work_folder.h"

namespace ciku {

// Records the table. Throws IoError.
void KeepSymbols(const Symbols& symbols, WorkFolder* folder);

// Returns the recorded table; nothing if there is none, or if it is for text that is read
// otherwise. Throws CorruptionError.
std::optional<Symbols> KeptSymbols(const TextOptions& text, const WorkFolder& folder);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_KEPT_SYMBOLS_H_
