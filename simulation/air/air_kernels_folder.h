#pragma once
/// Air kernels in the folder of kernels (simulation/run/kernel_file.h), so that they outlive the program that took seconds to make them.
///
///   std::string content = loadAirKernels(key);                    // empty: not there or damaged
///   bool fits = AirKernelFile::unpack(content, kernels);          // into kernels whose weather and far grid are made already
///   saveAirKernels(key, AirKernelFile::pack(kernels));
///
/// A file holds the units of places and streets, the deposits on the far grid and the canyons: what takes the time. Weather and the far
/// grid's spectrum are made anew. 8 bytes a unit; the same bits as those that were written.

#include "simulation/air/air_kernels.h"

namespace isopolis {

class AirKernelFile {
public:
    static std::string pack(const AirKernels& kernels);
    /// False, with `kernels` unusable, if the content does not fit them.
    static bool unpack(std::string_view content, AirKernels& kernels);
};

std::string loadAirKernels(const Hash& key);
void saveAirKernels(const Hash& key, const std::string& content);

}  // namespace isopolis
