#include "simulation/traffic/validation/demand_validation.h"

#include "gis/core/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastCoincidence = 0.7, kLengthMiss_percent = 5, kIntrazonalMiss_points = 3, kShareMiss_points = 2;
constexpr double kPercent = 100;
constexpr const char* kManual =
    "FHWA, Travel Model Validation and Reasonability Checking Manual, 2nd edition 2010, §6.2.4: a guideline, no standard";

class Judge {
public:
    Judge(const DemandSummary& demand, const SurveyFigures& survey) : m_demand(demand), m_survey(survey) {}

    DemandValidation run()
    {
        for (const TripMode mode : kTripModes)
            ofMode(mode);
        figure("intrazonal_share", ISO_TR("validation", "Trips within one neighbourhood"), "%", kPercent * m_survey.intrazonalShare,
               kPercent * m_demand.intrazonalShare, false);
        atMost("intrazonal_points", ISO_TR("validation", "Trips within a neighbourhood: at most 3 points off the survey"),
               kPercent * std::abs(m_demand.intrazonalShare - m_survey.intrazonalShare), kIntrazonalMiss_points, kManual);
        caveats();
        return std::move(m_result);
    }

private:
    void ofMode(TripMode mode)
    {
        const std::size_t m = indexOf(mode);
        const std::string key(tripModeKey(mode)), label(tripModeLabel(mode));
        const double share = m_demand.modeShare(mode);
        figure("mode_share." + key, label + ISO_TR("validation", ", share of trips"), "%", kPercent * m_survey.modeShare[m],
               kPercent * share, true);
        atMost("mode_share_points." + key, label + ISO_TR("validation", ", share of trips: at most 2 points off the survey"),
               kPercent * std::abs(share - m_survey.modeShare[m]), kShareMiss_points,
               "Assumption: no accepted limit was found; 2 percentage points");
        double trips = 0;
        for (const double t : m_demand.lengths[m])
            trips += t;
        if (!(trips > 0))
            return;
        auto& shares = m_result.lengthShare[m];
        for (std::size_t c = 0; c < kTripLengthClassCount; ++c)
            shares[c] = m_demand.lengths[m][c] / trips;
        const double mean = m_demand.meanLength_km[m], observed = m_survey.meanLength_km[m];
        figure("mean_length_km." + key, label + ISO_TR("validation", ", mean length"), "km", observed, mean, false);
        atMost("mean_length_percent." + key, label + ISO_TR("validation", ", mean length: at most 5 % off the survey"),
               kPercent * std::abs(mean - observed) / observed, kLengthMiss_percent, kManual);
        const double ratio = coincidenceRatio(shares, m_survey.lengthShare[m]);
        m_result.criteria.push_back({.key = "length_coincidence." + key,
                                     .what = label + ISO_TR("validation", ", coincidence of lengths with the survey: at least 0.7"),
                                     .value = ratio,
                                     .limit = kLeastCoincidence,
                                     .met = ratio >= kLeastCoincidence,
                                     .n = std::isfinite(ratio) ? kTripLengthClassCount : 0,
                                     .source = kManual});
    }

    void figure(std::string key, std::string label, std::string unit, double observed, double modelled, bool fitted)
    {
        m_result.figures.push_back({std::move(key), std::move(label), std::move(unit), observed, modelled, fitted});
    }

    void atMost(std::string key, std::string what, double value, double limit, std::string source)
    {
        m_result.criteria.push_back({.key = std::move(key),
                                     .what = std::move(what),
                                     .value = value,
                                     .limit = limit,
                                     .atMost = true,
                                     .met = value <= limit,
                                     .n = std::isfinite(value) ? std::size_t{1} : 0,
                                     .source = std::move(source)});
    }

    void caveats()
    {
        if (m_survey.empty())
            m_result.caveats.emplace_back(
                ISO_TR("validation", "No survey of travel is given: modelled figures are shown and none of them is judged."));
        m_result.caveats.emplace_back(
            ISO_TR("validation", "Shares of car drivers and cycles were fitted to parameters: agreement with those proves nothing."));
        if (!m_demand.transitResponds)
            m_result.caveats.emplace_back(ISO_TR("validation", "Public transport has a fixed share: there is no timetable to choose by."));
    }

    const DemandSummary& m_demand;
    const SurveyFigures& m_survey;
    DemandValidation m_result;
};

}  // namespace

SurveyFigures::SurveyFigures() : intrazonalShare(kNotKnown)
{
    modeShare.fill(kNotKnown);
    meanLength_km.fill(kNotKnown);
    for (auto& mode : lengthShare)
        mode.fill(kNotKnown);
}

bool SurveyFigures::empty() const
{
    const auto none = [](const auto& values) {
        return std::none_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    };
    return none(modeShare) && none(meanLength_km) && !std::isfinite(intrazonalShare) &&
           std::all_of(lengthShare.begin(), lengthShare.end(), none);
}

double coincidenceRatio(std::span<const double> modelled, std::span<const double> observed)
{
    double least = 0, most = 0;
    for (std::size_t c = 0; c < modelled.size(); ++c) {
        if (!std::isfinite(observed[c]))
            return kNotKnown;
        least += std::min(modelled[c], observed[c]);
        most += std::max(modelled[c], observed[c]);
    }
    return most > 0 ? least / most : kNotKnown;
}

DemandValidation validateDemand(const DemandSummary& demand, const SurveyFigures& survey) { return Judge(demand, survey).run(); }

}  // namespace isopolis
