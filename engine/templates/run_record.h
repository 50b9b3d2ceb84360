// Runs with links, as a RunStream holds them.
#ifndef CIKU_ENGINE_TEMPLATES_RUN_RECORD_H_
#define CIKU_ENGINE_TEMPLATES_RUN_RECORD_H_

#include "engine/templates/linked_run.h"
#include "io/error.h"

namespace ciku {

[[noreturn]] inline void ThrowBadRecord() {
  throw CorruptionError("a temporary file holds something other than runs");
}

// Throws CorruptionError.
inline void ReadRun(const char** at, const char* end, LinkedRun* run) {
  if (!run->Decode(at, end)) ThrowBadRecord();
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_RUN_RECORD_H_
