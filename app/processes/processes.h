#pragma once
/// The processes that `mpirun` started together.
///
///   auto others = joinProcesses();        // mpirun -n 8 isopolis-cli ensemble …
///   if (others && *others) (*others)->rank();
///
/// A null value if this process was not started so, or is the only one. The object ends the connection when it goes.
/// Errors: Unsupported if it was started by mpirun but built without MPI; Io if MPI does not start.

#include "simulation/uncertainty/shared_draws.h"

#include <memory>

namespace isopolis {

Expected<std::unique_ptr<DrawMessenger>> joinProcesses();

/// Whether the environment is one that starters of MPI programs make for several processes.
bool startedWithOthers();

}  // namespace isopolis
