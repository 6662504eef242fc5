#include "ui/scene/overlay.h"

#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {
namespace {

/// Drawing widths of traffic: what is legible, not what is true.
constexpr double kFullWidth_m = 26, kFullWidthFlow_veh_h = 3000, kThinnest_m = 1.5;
/// Volume/capacity limits of the traffic classes: free, busy, dense, over capacity.
constexpr std::array<double, 5> kLoadLimits{0, 0.5, 0.8, 1.0, 1.5};
/// Flows below this are noise of the assignment to the eye: not drawn.
constexpr double kLeastFlow_veh_h = 1;
constexpr double kLeastFlowChange_veh_h = 5;

/// |change| limits of three classes beyond a threshold: rounded thirds of the values, the largest value last.
std::array<double, 4> symmetricLimits(std::vector<double> sizes, double threshold)
{
    std::sort(sizes.begin(), sizes.end());
    const double top = sizes.back();
    const auto at = [&sizes](double share) { return sizes[static_cast<std::size_t>(share * static_cast<double>(sizes.size() - 1))]; };
    double first = roundDown(at(1.0 / 3)), second = roundDown(at(2.0 / 3));
    // Too few or too equal values for thirds: the range itself is divided.
    if (first <= threshold)
        first = roundDown(threshold + (top - threshold) / 3);
    if (first <= threshold)
        first = threshold + (top - threshold) / 3;
    if (second <= first)
        second = roundDown(first + (top - first) / 2);
    if (second <= first)
        second = first + (top - first) / 2;
    const double step = std::max(roundDown(top) / 10, 1e-12);
    return {threshold, first, second, std::max(std::ceil(top / step - 1e-9) * step, second)};
}

Overlay levelOverlay(const IndicatorAssessment& assessment, const IndicatorInfo& info, Moment moment)
{
    std::vector<double> pooled;
    for (const Score& score : assessment.scores) {
        pooled.push_back(score.before);
        pooled.push_back(score.after);
    }
    const std::vector<double> limits = classLimits(pooled, kLevelClasses);
    const auto palette = sequentialPalette(info.better == Direction::LessIsBetter ? Ramp::Warm : Ramp::Cool);
    Overlay overlay;
    overlay.legend.decimals = decimalsOf(limits);
    for (std::size_t i = 0; i + 1 < limits.size(); ++i)
        overlay.legend.classes.push_back({.colour = palette[i], .from = limits[i], .to = limits[i + 1]});
    overlay.neighbourhoods.resize(assessment.scores.size());
    for (NeighbourhoodId id : idsOf(assessment.scores)) {
        const Score& score = assessment.scores[id];
        const double value = moment == Moment::Before ? score.before : score.after;
        if (std::isfinite(value))
            overlay.neighbourhoods[id].colour = palette[classOf(limits, value)];
        else
            overlay.legend.note = ISO_TR("legend", "Areas without colour: no value, since nobody lives there.");
    }
    return overlay;
}

/// Position 0…2 of |change| among symmetric limits.
std::size_t strength(const std::array<double, 4>& limits, double size) { return size < limits[1] ? 0 : size < limits[2] ? 1 : 2; }

/// Classes from most negative to most positive, "unchanged" in the middle. `negativeIsBetter` decides colour and pattern.
void addChangeClasses(Legend& legend, const std::array<double, 4>& limits, bool negativeIsBetter)
{
    const auto colour = [](bool better, std::size_t i) { return better ? betterPalette()[i] : worsePalette()[i]; };
    const auto pattern = [](bool better) { return better ? Pattern::Better : Pattern::Worse; };
    for (std::size_t i = 3; i-- > 0;)
        legend.classes.push_back(
            {.colour = colour(negativeIsBetter, i), .pattern = pattern(negativeIsBetter), .from = -limits[i + 1], .to = -limits[i]});
    legend.classes.push_back(
        {.colour = unchangedColour(), .from = -limits[0], .to = limits[0], .label = ISO_TR("legend", "No noticeable change")});
    for (std::size_t i = 0; i < 3; ++i)
        legend.classes.push_back(
            {.colour = colour(!negativeIsBetter, i), .pattern = pattern(!negativeIsBetter), .from = limits[i], .to = limits[i + 1]});
}

/// Decimals with which a threshold shows two digits: 0.40, 1.0, 1244.
int twoDigits(double threshold, int otherwise)
{
    return threshold > 0 ? std::clamp(1 - static_cast<int>(std::floor(std::log10(threshold))), 0, 4) : otherwise;
}

Overlay changeOverlay(const IndicatorAssessment& assessment, const IndicatorInfo& info)
{
    Overlay overlay;
    overlay.legend.change = true;
    std::vector<double> sizes;
    for (const Score& score : assessment.scores) {
        if (score.verdict == Verdict::Better || score.verdict == Verdict::Worse)
            sizes.push_back(std::abs(score.change));
    }
    const bool any = !sizes.empty();
    const auto limits = any ? symmetricLimits(sizes, assessment.threshold) : std::array<double, 4>{assessment.threshold, 0, 0, 0};
    if (any)
        addChangeClasses(overlay.legend, limits, info.better == Direction::LessIsBetter);
    else
        overlay.legend.classes.push_back(
            {.colour = unchangedColour(), .from = -limits[0], .to = limits[0], .label = ISO_TR("legend", "No noticeable change")});
    overlay.legend.decimals = twoDigits(assessment.threshold, info.decimals);
    overlay.neighbourhoods.resize(assessment.scores.size());
    for (NeighbourhoodId id : idsOf(assessment.scores)) {
        const Score& score = assessment.scores[id];
        AreaStyle& style = overlay.neighbourhoods[id];
        switch (score.verdict) {
        case Verdict::Better: style = {betterPalette()[strength(limits, std::abs(score.change))], Pattern::Better}; break;
        case Verdict::Worse: style = {worsePalette()[strength(limits, std::abs(score.change))], Pattern::Worse}; break;
        case Verdict::Unchanged: style = {unchangedColour(), Pattern::None}; break;
        case Verdict::NoData: overlay.legend.note = ISO_TR("legend", "Areas without colour: no value, since nobody lives there."); break;
        }
    }
    return overlay;
}

float widthOf(double flow_veh_h)
{
    return static_cast<float>(std::max(kThinnest_m, kFullWidth_m * std::min(1.5, std::sqrt(std::abs(flow_veh_h) / kFullWidthFlow_veh_h))));
}

}  // namespace

Overlay makeIndicatorOverlay(const City&, const IndicatorAssessment& assessment, Moment moment)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    Overlay overlay = moment == Moment::Change ? changeOverlay(assessment, info) : levelOverlay(assessment, info, moment);
    overlay.key = std::string(info.key) + (moment == Moment::Change ? "/change" : moment == Moment::Before ? "/before" : "/after");
    overlay.legend.title = info.label;
    overlay.legend.unit = info.unit;
    return overlay;
}

Overlay makeTrafficOverlay(const Run& run)
{
    Overlay overlay;
    overlay.key = "traffic";
    overlay.legend.title = ISO_TR("indicator", "Traffic: use of street capacity");
    overlay.legend.unit = Unit::Percent;
    overlay.legend.decimals = 0;
    overlay.legend.note = ISO_TR("legend", "Width: vehicles per hour and direction.");
    for (std::size_t i = 0; i + 1 < kLoadLimits.size(); ++i)
        overlay.legend.classes.push_back({.colour = loadPalette()[i], .from = 100 * kLoadLimits[i], .to = 100 * kLoadLimits[i + 1]});
    overlay.legend.classes.back().label = ISO_TR("legend", "more than 100 (over capacity)");
    const auto& flow = run.traffic.flow_veh_h;
    overlay.links.resize(flow.size());
    for (LinkId link : idsOf(flow)) {
        const double capacity = run.traffic.capacity_veh_h[link];
        if (!(flow[link] >= kLeastFlow_veh_h) || !(capacity > 0))
            continue;
        overlay.links[link] = {loadPalette()[classOf(kLoadLimits, flow[link] / capacity)], widthOf(flow[link])};
    }
    return overlay;
}

Overlay makeTrafficChangeOverlay(const Run& before, const Run& after)
{
    Overlay overlay;
    overlay.key = "traffic/change";
    overlay.legend.title = ISO_TR("indicator", "Traffic");
    overlay.legend.unit = Unit::VehPerHour;
    overlay.legend.change = true;
    overlay.legend.note = ISO_TR("legend", "Width: size of the change. Streets without line: no noticeable change.");
    const std::size_t shared = after.applied.city ? after.applied.city->roads().links().size() : 0;
    std::map<std::string_view, double> addedBefore;
    for (std::size_t i = shared; i < before.traffic.flow_veh_h.size(); ++i)
        addedBefore[before.applied.externalId(LinkId::fromIndex(i))] = before.traffic.flow_veh_h[LinkId::fromIndex(i)];
    const auto& flow = after.traffic.flow_veh_h;
    IdVector<LinkId, double> change(flow.size());
    std::vector<double> sizes;
    for (LinkId link : idsOf(flow)) {
        double old = 0;
        if (link.index() < shared)
            old = before.traffic.flow_veh_h.contains(link) ? before.traffic.flow_veh_h[link] : 0;
        else if (const auto found = addedBefore.find(after.applied.externalId(link)); found != addedBefore.end())
            old = found->second;
        change[link] = flow[link] - old;
        if (std::abs(change[link]) >= kLeastFlowChange_veh_h)
            sizes.push_back(std::abs(change[link]));
    }
    overlay.links.resize(flow.size());
    overlay.legend.decimals = 0;
    if (sizes.empty()) {
        overlay.legend.classes.push_back({.colour = unchangedColour(), .label = ISO_TR("legend", "No noticeable change")});
        return overlay;
    }
    const auto limits = symmetricLimits(sizes, kLeastFlowChange_veh_h);
    addChangeClasses(overlay.legend, limits, true);
    overlay.legend.classes.erase(overlay.legend.classes.begin() + 3);  // streets without change have no line
    for (LegendClass& legendClass : overlay.legend.classes)
        legendClass.pattern = Pattern::None;  // a line's sign is told by its width and colour, and by the value on selection
    for (LinkId link : idsOf(flow)) {
        const double size = std::abs(change[link]);
        if (size < kLeastFlowChange_veh_h)
            continue;
        const auto palette = change[link] < 0 ? betterPalette() : worsePalette();
        overlay.links[link] = {palette[strength(limits, size)], widthOf(size)};
    }
    return overlay;
}

}  // namespace isopolis
