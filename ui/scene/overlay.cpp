#include "ui/scene/overlay.h"

#include "gis/core/text.h"
#include "ui/scene/change_classes.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/flow_width.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {
namespace {

/// Volume/capacity limits of the traffic classes: free, busy, dense, over capacity.
constexpr std::array<double, 5> kLoadLimits{0, 0.5, 0.8, 1.0, 1.5};
/// Flows below this are noise of the assignment to the eye: not drawn.
constexpr double kLeastFlow_veh_h = 1;
constexpr double kLeastFlowChange_veh_h = 5;

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

Overlay changeOverlay(const IndicatorAssessment& assessment, const IndicatorInfo& info)
{
    Overlay overlay;
    overlay.legend.change = true;
    std::vector<double> sizes;
    for (const Score& score : assessment.scores) {
        if (score.verdict == Verdict::Better || score.verdict == Verdict::Worse)
            sizes.push_back(std::abs(score.change));
    }
    const ChangeClasses classes = changeClasses(std::move(sizes), assessment.threshold, info.better, info.decimals);
    const auto& limits = classes.limits;
    overlay.legend.classes = classes.legend;
    overlay.legend.decimals = classes.decimals;
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

}  // namespace

void followDraws(Overlay& overlay, const IndicatorAssessment& assessment, const UncertainIndicator& sure)
{
    /// Where only the draws find a noticeable change: the smallest class, which stands in the legend or is added to it.
    const auto colour = [&](AreaStyle& style, Colour smallest, Pattern pattern, const char* label) {
        style = {smallest, pattern};
        std::vector<LegendClass>& classes = overlay.legend.classes;
        if (std::none_of(classes.begin(), classes.end(), [&](const LegendClass& c) { return c.pattern == pattern; }))
            classes.push_back({.colour = smallest, .pattern = pattern, .label = label});
    };
    bool close = false;
    for (NeighbourhoodId id : idsOf(overlay.neighbourhoods)) {
        if (!sure.places.contains(id) || !assessment.scores.contains(id))
            continue;
        AreaStyle& style = overlay.neighbourhoods[id];
        const Verdict standard = assessment.scores[id].verdict;
        switch (sure.places[id].verdict) {
        case SureVerdict::Better:
            if (standard != Verdict::Better)
                colour(style, betterPalette().front(), Pattern::Better, ISO_TR("legend", "Better in most draws"));
            break;
        case SureVerdict::Worse:
            if (standard != Verdict::Worse)
                colour(style, worsePalette().front(), Pattern::Worse, ISO_TR("legend", "Worse in most draws"));
            break;
        case SureVerdict::Unchanged: style = {unchangedColour(), Pattern::None}; break;
        case SureVerdict::TooClose:
            style = {tooCloseColour(), Pattern::TooClose};
            close = true;
            break;
        case SureVerdict::NoData: break;
        }
    }
    if (close)
        overlay.legend.classes.push_back(
            {.colour = tooCloseColour(), .pattern = Pattern::TooClose, .label = ISO_TR("legend", "Too close to call")});
}

Overlay makeIndicatorOverlay(const City&, const IndicatorAssessment& assessment, Moment moment, const UncertainIndicator* sure)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    Overlay overlay = moment == Moment::Change ? changeOverlay(assessment, info) : levelOverlay(assessment, info, moment);
    if (moment == Moment::Change && sure)
        followDraws(overlay, assessment, *sure);
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
        overlay.links[link] = {loadPalette()[classOf(kLoadLimits, flow[link] / capacity)], flowWidth_m(flow[link])};
    }
    return overlay;
}

namespace {

/// Kilograms of CO2 a day and kilometre of one direction; links added on one side only count as 0 on the other.
IdVector<LinkId, double> co2PerKm(const Run& run)
{
    IdVector<LinkId, double> out(run.emissions.co2_g_day.size());
    for (LinkId link : idsOf(out))
        if (const double metres = run.applied.length_m(link); metres > 0)
            out[link] = run.emissions.co2_g_day[link] / metres;  // g/m = kg/km
    return out;
}

}  // namespace

Overlay makeStreetCo2Overlay(const Run& before, const Run& after, Moment moment)
{
    constexpr double kLeast_kg_km_day = 1, kFullWidth_kg_km_day = 4000;
    constexpr double kLeastChange = 0.05;  // of the largest value: less is noise of the assignment to the eye
    Overlay overlay;
    overlay.key = std::string("co2_kg_day/street") + (moment == Moment::Change   ? "/change"
                                                      : moment == Moment::Before ? "/before"
                                                                                 : "/after");
    overlay.legend.title = ISO_TR("indicator", "CO2 per kilometre of street");
    overlay.legend.unit = Unit::KilogramPerDay;
    const IdVector<LinkId, double> old = co2PerKm(before), now = co2PerKm(after);
    const std::size_t shared = after.applied.city ? after.applied.city->roads().links().size() : 0;
    const auto width = [](double kg) {
        return static_cast<float>(std::max(kThinnest_m, kFullWidth_m * std::min(1.5, std::sqrt(kg / kFullWidth_kg_km_day))));
    };
    const auto& shown = moment == Moment::Before ? old : now;
    overlay.links.resize(shown.size());
    if (moment != Moment::Change) {
        std::vector<double> pooled;
        for (const auto* side : {&old, &now})
            std::copy_if(side->begin(), side->end(), std::back_inserter(pooled), [](double v) { return v >= kLeast_kg_km_day; });
        const std::vector<double> limits = classLimits(pooled, kLevelClasses);
        const auto palette = sequentialPalette(Ramp::Warm);
        overlay.legend.decimals = decimalsOf(limits);
        for (std::size_t i = 0; i + 1 < limits.size(); ++i)
            overlay.legend.classes.push_back({.colour = palette[i], .from = limits[i], .to = limits[i + 1]});
        overlay.legend.note = ISO_TR("legend", "Width: the same figure. Streets without line: less than 1 kg. Each direction by itself.");
        for (LinkId link : idsOf(shown))
            if (shown[link] >= kLeast_kg_km_day)
                overlay.links[link] = {palette[classOf(limits, shown[link])], width(shown[link])};
        return overlay;
    }
    overlay.legend.change = true;
    overlay.legend.decimals = 0;
    overlay.legend.note = ISO_TR("legend", "Width: size of the change. Streets without line: no noticeable change.");
    double largest = 0;
    IdVector<LinkId, double> change(now.size());
    for (LinkId link : idsOf(now)) {
        change[link] = now[link] - (link.index() < shared && old.contains(link) ? old[link] : 0);
        largest = std::max({largest, now[link], old.contains(link) ? old[link] : 0});
    }
    const double least = std::max(kLeast_kg_km_day, roundDown(kLeastChange * largest));
    std::vector<double> sizes;
    for (const double c : change)
        if (std::abs(c) >= least)
            sizes.push_back(std::abs(c));
    ChangeClasses classes = changeClasses(std::move(sizes), least, Direction::LessIsBetter, 0);
    for (LinkId link : idsOf(change))
        if (std::abs(change[link]) >= least)
            overlay.links[link] = {classes.legend[classes.classOf(change[link])].colour, width(std::abs(change[link]))};
    if (classes.legend.size() > 1)
        classes.legend.erase(classes.legend.begin() + 3);  // streets without change have no line
    for (LegendClass& legendClass : classes.legend)
        legendClass.pattern = Pattern::None;
    overlay.legend.classes = std::move(classes.legend);
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
        overlay.links[link] = {palette[strength(limits, size)], flowWidth_m(size)};
    }
    return overlay;
}

}  // namespace isopolis
