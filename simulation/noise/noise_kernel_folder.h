#pragma once
/// Noise kernels in a folder, so that one outlives the program that took seconds to make it.
///
///   setNoiseKernelFolder("~/.cache/isopolis/kernels");   // by the program, once at its start; empty: none
///   NoiseKernelPtr kernel = loadNoiseKernel(key);        // null: not there, damaged, or of another version
///   saveNoiseKernel(key, *kernel);
///
/// A file is named by the hash of all that its kernel depends on and by the engine's version; it carries a checksum and is only believed
/// if that fits. Files are written aside and renamed. The folder keeps the files used last, at most 1 GB of them, and may be deleted at any
/// time: results never depend on it. 68 bytes a transfer. Callable from several threads and programs. Nothing here fails loudly: a
/// folder that cannot be written only costs time.

#include "simulation/noise/noise_kernel.h"

#include <filesystem>

namespace isopolis {

void setNoiseKernelFolder(const std::filesystem::path& folder);
NoiseKernelPtr loadNoiseKernel(const Hash& key);
void saveNoiseKernel(const Hash& key, const NoiseKernel& kernel);

}  // namespace isopolis
