// The memory, the processors and the scratch folder that a batch system has given to this task.
#ifndef CIKU_ENGINE_COMMANDS_ALLOCATION_H_
#define CIKU_ENGINE_COMMANDS_ALLOCATION_H_

#include <string>

#include "engine/sweep/resources.h"

namespace ciku {

// Returns the resources of this task: those of the process (DefaultResources), or less if Slurm has
// allocated less: nine tenths of SLURM_MEM_PER_NODE, or of SLURM_MEM_PER_CPU for each processor,
// without what the program itself takes; and SLURM_CPUS_PER_TASK threads.
Resources AllocatedResources();

// Returns the folder for temporary files of this task: $SLURM_TMPDIR, $TMPDIR or /tmp.
std::string ScratchDirectory();

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_ALLOCATION_H_
