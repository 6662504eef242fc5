#pragma once
/// Noise kernels in a folder, so that one outlives the program that took seconds to make it.
///
///   setNoiseKernelFolder("~/.cache/isopolis/kernels");   // by the program, once at its start; empty: none
///   NoiseKernelPtr kernel = loadNoiseKernel(key);        // null: not there, damaged, or of another version
///   saveNoiseKernel(key, *kernel);
///
/// The folder is that of all kernels (simulation/run/kernel_file.h: checksum, bounds, renaming); results never depend on it. 68 bytes a
/// transfer.

#include "simulation/noise/noise_kernel.h"

#include <filesystem>

namespace isopolis {

void setNoiseKernelFolder(const std::filesystem::path& folder);
NoiseKernelPtr loadNoiseKernel(const Hash& key);
void saveNoiseKernel(const Hash& key, const NoiseKernel& kernel);

}  // namespace isopolis
