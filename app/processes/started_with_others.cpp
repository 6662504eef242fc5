#include "app/processes/processes.h"

#include <cstdlib>

namespace isopolis {

bool startedWithOthers()
{
    // Open MPI; MPICH and Intel MPI; Slurm's own starter.
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"})
        if (const char* size = std::getenv(name); size && std::atoi(size) > 1)
            return true;
    return false;
}

}  // namespace isopolis
