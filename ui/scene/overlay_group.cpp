#include "ui/scene/overlay_group.h"

#include "gis/core/text.h"
#include "simulation/equity/city_groups.h"
#include "ui/scene/change_classes.h"
#include "ui/scene/colour_scale.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kHundred = 100;
constexpr int kFifths = 5;

/// People of the group in each neighbourhood.
class GroupPeople {
public:
    GroupPeople(const City& city, const EquityReport& report, const std::string& key) : m_city(city), m_report(report)
    {
        for (int q = 1; q <= kFifths; ++q)
            if (key == quintileKey(q))
                m_fifth = q;
        for (std::size_t g = 0; g < city.groups().size() && m_fifth == 0; ++g)
            if (city.groups()[g].key == key)
                m_group = static_cast<int>(g);
    }
    bool everybody() const { return m_fifth == 0 && m_group < 0; }
    double at(NeighbourhoodId id) const
    {
        const Neighbourhood& place = m_city.neighbourhoods()[id];
        if (m_group >= 0)
            return peopleOfGroup(place, static_cast<std::size_t>(m_group));
        const double people = std::isfinite(place.population) ? std::max(0.0, place.population) : 0;
        return m_fifth > 0 ? people * m_report.quintileShares[id][static_cast<std::size_t>(m_fifth - 1)] : people;
    }

private:
    const City& m_city;
    const EquityReport& m_report;
    int m_fifth = 0, m_group = -1;
};

double meanBefore(const City& city, const IndicatorAssessment& a)
{
    double people = 0, sum = 0;
    for (const Score& s : a.scores)
        if (const double w = city.neighbourhoods()[s.where].population; w > 0 && std::isfinite(s.before)) {
            people += w;
            sum += w * std::abs(s.before);
        }
    return people > 0 ? sum / people : 0;
}

/// Changes in percent of the level before. A class by size; the middle one is what the threshold lets not count.
Overlay percentOverlay(const IndicatorAssessment& a, const std::vector<bool>& hidden)
{
    const IndicatorInfo& info = indicatorInfo(a.indicator);
    const auto percent = [](const Score& s) { return kHundred * s.change / std::abs(s.before); };
    std::vector<double> sizes;
    for (const Score& s : a.scores)
        if (!hidden[s.where.index()] && (s.verdict == Verdict::Better || s.verdict == Verdict::Worse) && std::isfinite(percent(s)))
            sizes.push_back(std::abs(percent(s)));
    const double least = sizes.empty() ? 0 : roundDown(*std::min_element(sizes.begin(), sizes.end()));
    ChangeClasses classes = changeClasses(std::move(sizes), least, info.better, 1);
    Overlay overlay;
    overlay.legend.change = true;
    overlay.legend.decimals = classes.decimals;
    overlay.legend.classes = classes.legend;
    for (LegendClass& c : overlay.legend.classes)
        if (c.pattern == Pattern::None)
            c.from = c.to = 0;  // whether a change counts is told in the indicator's unit
    overlay.neighbourhoods.resize(a.scores.size());
    for (const Score& s : a.scores) {
        AreaStyle& style = overlay.neighbourhoods[s.where];
        const std::size_t size = std::isfinite(percent(s)) ? strength(classes.limits, std::abs(percent(s))) : 0;
        if (s.verdict == Verdict::Better)
            style = {betterPalette()[size], Pattern::Better};
        else if (s.verdict == Verdict::Worse)
            style = {worsePalette()[size], Pattern::Worse};
        else if (s.verdict == Verdict::Unchanged)
            style = {unchangedColour(), Pattern::None};
    }
    return overlay;
}

/// Winners and losers of the group, where the map says so.
LegendPeople countsOf(const IndicatorAssessment& a, const GroupPeople& people, const std::vector<bool>& hidden,
                      const UncertainIndicator* sure)
{
    LegendPeople out;
    for (const Score& s : a.scores) {
        const double here = people.at(s.where);
        if (!(here > 0) || s.verdict == Verdict::NoData)
            continue;
        if (hidden[s.where.index()])
            out.hidden += here;
        const SureVerdict drawn = sure && sure->places.contains(s.where) ? sure->places[s.where].verdict : SureVerdict::NoData;
        const bool known = drawn != SureVerdict::NoData;
        if (drawn == SureVerdict::TooClose)
            out.tooClose += here;
        else if (known ? drawn == SureVerdict::Better : s.verdict == Verdict::Better)
            out.better += here;
        else if (known ? drawn == SureVerdict::Worse : s.verdict == Verdict::Worse)
            out.worse += here;
        else
            out.unchanged += here;
    }
    return out;
}

}  // namespace

std::vector<OverlayGroup> overlayGroups(const City& city)
{
    std::vector<OverlayGroup> out{{"", ISO_TR("quintile", "Everybody")}};
    for (int q = 1; q <= kFifths; ++q)
        out.push_back({std::string(quintileKey(q)), std::string(quintileLabel(q))});
    for (const GroupDefinition& group : city.groups())
        out.push_back({group.key, group.label});
    return out;
}

Overlay makeGroupOverlay(const City& city, const EquityReport& report, Indicator indicator, const GroupQuestion& question)
{
    const IndicatorAssessment& a = report.of(indicator);
    const GroupPeople people(city, report, question.group);
    const bool change = question.moment == Moment::Change, percent = change && question.relative;
    const double leastLevel = question.leastLevel * meanBefore(city, a);
    std::vector<bool> hidden(a.scores.size(), false);
    bool anyFew = false, anyLow = false;
    for (const Score& s : a.scores) {
        const double here = people.at(s.where);
        const bool few = !people.everybody() && here > 0 && here < question.leastBase;
        const bool low = percent && std::isfinite(s.before) && !(std::abs(s.before) > 0 && std::abs(s.before) >= leastLevel);
        if (!(here > 0) || s.verdict == Verdict::NoData)
            continue;
        hidden[s.where.index()] = few || low;
        anyFew = anyFew || few;
        anyLow = anyLow || (low && !few);
    }
    Overlay overlay = percent ? percentOverlay(a, hidden) : makeIndicatorOverlay(city, a, question.moment, question.sure);
    if (percent) {
        overlay.key = std::string(indicatorInfo(indicator).key) + "/change";
        overlay.legend.title = indicatorInfo(indicator).label;
        overlay.legend.unit = Unit::Percent;
        if (question.sure)
            followDraws(overlay, a, *question.sure);
    }
    for (const Score& s : a.scores) {
        AreaStyle& style = overlay.neighbourhoods[s.where];
        if (!(people.at(s.where) > 0))
            style = {};
        else if (hidden[s.where.index()])
            style = {hiddenColour(), Pattern::Hidden};
    }
    if (anyFew || anyLow)
        overlay.legend.classes.push_back({.colour = hiddenColour(),
                                          .pattern = Pattern::Hidden,
                                          .label = !anyLow  ? ISO_TR("legend", "Not shown: too few people")
                                                   : anyFew ? ISO_TR("legend", "Not shown: too few people, or too low a level before")
                                                            : ISO_TR("legend", "Not shown: too low a level before")});
    bool blank = false;
    for (const AreaStyle& style : overlay.neighbourhoods)
        blank = blank || style.colour.a == 0;
    if (!people.everybody())
        overlay.legend.note = ISO_TR("legend", "Areas without colour: nobody of the group lives there. Figures are those of the "
                                               "neighbourhood.");
    else
        overlay.legend.note = blank ? ISO_TR("legend", "Areas without colour: no value, since nobody lives there.") : "";
    if (change)
        overlay.legend.people = countsOf(a, people, hidden, question.sure);
    if (!people.everybody() || percent)
        overlay.key += "/" + question.group + (percent ? "/percent" : "");
    for (const OverlayGroup& group : overlayGroups(city))
        if (group.key == question.group && !people.everybody())
            overlay.legend.group = group.label;
    return overlay;
}

}  // namespace isopolis
