#pragma once
/// The user's folder for tables that are dear to make: `isopolis/kernels` in the system's place for caches. It may be deleted at any time.
///
///   useKernelFolder();   // once, when a program starts

namespace isopolis {

void useKernelFolder();

}  // namespace isopolis
