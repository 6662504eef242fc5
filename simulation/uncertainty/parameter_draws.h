#pragma once
/// Which parameters an ensemble draws, and the values of each draw: a Latin hypercube over the ranges of their sources.
///
///   DrawDesign design = designDraws(scenario.parameters, {.samples = 256, .seed = 1});
///   ParameterSet values = design.draw(17);   // the same in every branch: differences are paired
///
/// Each parameter with a distribution is drawn between low and high: uniform; triangular with its tip at the standard value; normal and
/// log-normal around it with the range as ±2 deviations, cut at the range. A value that the scenario overrides is the likeliest one: a
/// uniform parameter then becomes triangular around it. Parameters that err together (`correlationGroup`) share one coordinate, e.g. the
/// capacities of all classes of road. Parameters whose change makes the chain rebuild its dearest table (`dear`) take few values: one per
/// block of draws, a Latin hypercube of `blocks` points of its own. Draws depend on seed, number and names of parameters alone, so a
/// new parameter does not move the others. Source: McKay, Beckman & Conover 1979.

#include "simulation/scenario/parameter_set.h"

#include <functional>
#include <string>
#include <vector>

namespace isopolis {

struct DrawnParameter {
    const ParameterSpec* spec = nullptr;
    double centre = 0;  ///< standard value, or the scenario's
    Distribution distribution = Distribution::Uniform;
    std::size_t axis = 0;  ///< of the unit cube; shared within a correlation group
};

struct DrawAxis {
    std::string name;  ///< id of the parameter, or the group's name
    bool dear = false;
};

struct DrawSettings {
    std::size_t samples = 256;
    std::uint64_t seed = 1;
    std::size_t blocks = 8;                                ///< values of dear parameters
    std::function<bool(const ParameterSpec&)> dear = {};   ///< none if not set
    std::function<bool(const ParameterSpec&)> drawn = {};  ///< which of the parameters with a distribution; all if not set
};

class DrawDesign {
public:
    std::vector<DrawnParameter> parameters;  ///< by id
    std::vector<DrawAxis> axes;
    ParameterSet base;  ///< what is not drawn
    std::size_t samples = 0, blocks = 1;
    std::uint64_t seed = 1;
    std::vector<std::vector<double>> columns;  ///< one an axis: by draw, or by block where dear

    std::size_t blockOf(std::size_t index) const { return index % blocks; }
    /// Coordinates in the unit cube, one an axis, within (0, 1).
    std::vector<double> point(std::size_t index) const;
    ParameterSet at(const std::vector<double>& point) const;  ///< values at any point of the unit cube
    ParameterSet draw(std::size_t index) const { return at(point(index)); }
    Hash hash() const;  ///< of all that draws depend on
};

DrawDesign designDraws(const ParameterSet& base, const DrawSettings& settings);

/// Name of the group that a parameter errs with; its own id if it errs alone.
std::string correlationGroup(const ParameterSpec& spec);
/// The value below which a share `u` of a parameter's draws lies, 0 < u < 1.
double quantileOf(const ParameterSpec& spec, Distribution distribution, double centre, double u);
/// A Latin hypercube's column: each of `samples` equal strata of (0, 1) holds exactly one point.
std::vector<double> latinColumn(std::size_t samples, std::uint64_t seed, std::string_view name);
/// Inverse of the standard normal distribution, to double precision. Source: Acklam 2003, with one step of Halley's method.
double normalQuantile(double u);

}  // namespace isopolis
