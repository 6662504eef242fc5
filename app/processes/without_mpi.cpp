#include "app/processes/processes.h"

namespace isopolis {

Expected<std::unique_ptr<DrawMessenger>> joinProcesses()
{
    // Each of them would calculate everything and write over the others' draws.
    if (startedWithOthers())
        return unexpected(Error{ErrorCode::Unsupported, "this build of the program cannot share work between processes"}.cure(
            "Build it with an MPI library installed (libopenmpi-dev), or start it without mpirun."));
    return nullptr;
}

}  // namespace isopolis
