#pragma once
/// Which inputs an output hangs on: Morris screening, Sobol indices by Jansen's estimators, tornado. Pure functions on the unit cube.
///
///   auto points = morrisTrajectories(inputs, 10, seed);            // 10 (inputs + 1) points
///   std::vector<ElementaryEffects> e = morrisEffects(points, y);   // y: one output a point
///   SobolDesign d = sobolDesign(inputs, 512, seed);                // N (inputs + 2) points
///   SobolIndices s = jansenIndices(y, inputs);                     // in the order of d.points()
///
/// Morris: 4 levels, steps of 2/3; every input moves once a trajectory, in random order. mu* is the mean size of its effects, sigma their
/// deviation (population form): large beside mu* where the input acts with others or not in a straight line. Sobol: S_i is the share of
/// the variance that input i explains alone, ST_i with all its interactions. Estimates of small indices may be below 0: that is sampling
/// error and is shown, not cut. Sources: Morris 1991; Saltelli et al. 2010; Jansen 1999.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace isopolis {

using UnitPoint = std::vector<double>;

/// Trajectories one after the other, each of inputs + 1 points, on the grid {0, 1/3, 2/3, 1}.
std::vector<UnitPoint> morrisTrajectories(std::size_t inputs, std::size_t trajectories, std::uint64_t seed);

struct ElementaryEffects {
    double mu = 0, muStar = 0, sigma = 0;
    double muStarError = 0;  ///< standard error of mu*
    std::size_t effects = 0;
};
ElementaryEffects summariseEffects(std::span<const double> effects);
/// `outputs[i]` belongs to `points[i]`; NaN outputs leave their effects out.
std::vector<ElementaryEffects> morrisEffects(std::span<const UnitPoint> points, std::span<const double> outputs);

/// Two samples and, for each input, the first one with that input's column of the second.
struct SobolDesign {
    std::size_t inputs = 0, samples = 0;
    std::vector<UnitPoint> a, b;
    /// Sample by sample: A, B, then AB of input 0, 1, …: points that differ in few inputs follow each other.
    std::vector<UnitPoint> points() const;
};
/// Latin hypercubes.
SobolDesign sobolDesign(std::size_t inputs, std::size_t samples, std::uint64_t seed);

struct SobolIndices {
    double mean = 0, variance = 0;               ///< of both samples together, population form
    std::vector<double> first, total;            ///< Jansen: S_i, ST_i
    std::vector<double> firstSaltelli;           ///< S_i by Saltelli 2010, for comparison
    std::vector<double> firstError, totalError;  ///< standard errors by bootstrap over samples (200 resamplings, fixed seed)
};
/// Outputs in the order of `SobolDesign::points`. Indices are NaN if the output does not vary.
SobolIndices jansenIndices(std::span<const double> outputs, std::size_t inputs);

struct TornadoBar {
    std::string name;
    double low = 0, high = 0;  ///< output with the input at the low and at the high end, all others at their standard
    double swing() const { return high > low ? high - low : low - high; }
};
/// Widest first; equal ones in the order given.
void sortBySwing(std::vector<TornadoBar>& bars);

/// Coordinates of a point of the Halton sequence in the first prime bases (2, 3, 5, …); `number` counts from 1.
UnitPoint haltonPoint(std::uint64_t number, std::size_t inputs);

}  // namespace isopolis
