#pragma once
/// The window as a program: arguments, language, and the main loop.

namespace isopolis {

/// `isopolis [PROJECT.gpkg] [--sample]`; returns the exit status.
int runApplication(int argc, char** argv);

}  // namespace isopolis
