#pragma once
/// Attenuation from every road to every receptor, kept apart from traffic: the memory behind fast scenario runs.
///
///   Expected<NoiseKernelPtr> kernel = buildNoiseKernel(applied, control);         // the long part, once a geometry
///   for (const NoiseTransfer& t : kernel->of(receptor)) energy += power[t.line] * t.homogeneous[4];
///
/// A transfer is the sum over the pieces of a road of 10^(−A/10) · metres, so that energy per metre of road times transfer is
/// energy at the receptor: changes of traffic, speed, surface or fleet are sums, exact to the float's 7 digits. Pieces are at most half
/// as long as their distance and never shorter than 5 m, sources 0.05 m high. Beyond `noise.detail_reach` a piece is heard in the
/// vertical plane alone (ground and diffraction over edges): levels are at most some 3 dB low in built-up streets. 68 bytes a transfer.
/// A kernel of the same city with other buildings, barriers or parks gives its unchanged transfers to the new one, bit for bit.
/// Source: Directive (EU) 2015/996 §2.5.

#include "gis/core/expected.h"
#include "simulation/noise/city_noise.h"
#include "simulation/noise/path_search.h"
#include "simulation/run/run_control.h"

namespace isopolis {

using OctavesF = std::array<float, kOctaveCount>;

struct NoiseTransfer {
    std::uint32_t line = 0;  ///< index of NoiseKernel::lines()
    OctavesF homogeneous{}, favourable{};
};

class NoiseKernel {
public:
    const std::vector<NoiseLine>& lines() const { return m_lines; }
    const std::vector<NoiseReceptor>& receptors() const { return m_receptors; }
    /// Roads within reach, ascending by line.
    std::span<const NoiseTransfer> of(std::size_t receptor) const { return m_transfers[receptor]; }
    std::size_t transferCount() const;
    std::size_t bytes() const { return transferCount() * sizeof(NoiseTransfer); }
    const std::vector<Issue>& issues() const { return m_issues; }
    std::size_t reused() const { return m_reused; }  ///< transfers taken over from an earlier kernel

private:
    friend class NoiseKernelBuilder;
    friend class NoiseKernelFile;
    std::vector<NoiseLine> m_lines;
    std::vector<NoiseReceptor> m_receptors;
    std::vector<std::vector<NoiseTransfer>> m_transfers;
    std::vector<Box> m_additions;  ///< where a scheme puts or removes obstacles, and its parks
    std::vector<Issue> m_issues;
    std::size_t m_reused = 0;
    Hash m_base;  ///< of city and parameters without additions
};
using NoiseKernelPtr = std::shared_ptr<const NoiseKernel>;

/// `earlier`: a kernel to take unchanged transfers from; null calculates all. Other cities and parameters are recognised.
Expected<NoiseKernelPtr> buildNoiseKernel(const AppliedScenario& applied, RunControl& control, const NoiseKernel* earlier = nullptr);

/// The kernel from the memory of this process or from the folder of kernels (noise_kernel_folder.h), else built, with the help of what
/// is there. The memory holds the last two; the folder gets those of cities as they are under the parameters' standard values. Both change
/// the time a run takes, never its bits.
Expected<NoiseKernelPtr> obtainNoiseKernel(const AppliedScenario& applied, RunControl& control);

/// Transfer from one road to any point: what rasters and questions about a place use.
class NoiseProbe {
public:
    explicit NoiseProbe(const AppliedScenario& applied);
    ~NoiseProbe();
    const CityNoise& city() const;
    std::vector<NoiseTransfer> transfersAt(Point2 at) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
