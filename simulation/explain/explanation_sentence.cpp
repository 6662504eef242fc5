#include "simulation/explain/explanation_sentence.h"

#include "simulation/equity/format_figure.h"

#include <cmath>

namespace isopolis {

namespace {
/// Wording only: what counts as "most", and as a change of traffic worth naming.
constexpr double kMost = 0.5;
constexpr double kNoticeable = 0.02;
constexpr double kRoundVehicles = 100;
constexpr int kMostDecimals = 6;

/// Decimals with which a figure does not read zero.
int decimalsFor(double value, int decimals)
{
    double shown = std::pow(10.0, -decimals) / 2;
    while (value != 0 && std::abs(value) < shown && decimals < kMostDecimals) {
        ++decimals;
        shown /= 10;
    }
    return decimals;
}

std::string withUnit(const std::string& figure, const IndicatorInfo& info) { return figure + " " + std::string(unitSymbol(info.unit)); }

std::string capitalised(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// Counts of vehicles to three figures: the model is no more exact.
std::string vehicles(double perDay)
{
    const double step = perDay >= 1000 ? kRoundVehicles : kRoundVehicles / 10;
    return formatFigure(std::round(perDay / step) * step, 0);
}

std::string reasonOf(const StreetFlow& street, Indicator indicator)
{
    const double change = street.after_veh_day - street.before_veh_day;
    const bool traffic = std::abs(change) > kNoticeable * std::max(street.before_veh_day, street.after_veh_day) &&
                         vehicles(street.before_veh_day) != vehicles(street.after_veh_day);
    if (traffic && (change > 0) == (street.delta > 0)) {
        if (street.after_veh_day <= 0)
            return ", because it has no traffic any more";
        if (street.before_veh_day <= 0)
            return ", because it gets " + vehicles(street.after_veh_day) + " vehicles a day";
        return std::string(", because traffic there ") + (change > 0 ? "grows" : "falls") + " from " + vehicles(street.before_veh_day) +
               " to " + vehicles(street.after_veh_day) + " vehicles a day";
    }
    if (indicator == Indicator::CarTime)
        return street.delta > 0 ? ", because trips from here spend more time there" : ", because trips from here spend less time there";
    if (indicator == Indicator::NoiseLden)
        return street.delta > 0 ? ", because vehicles are louder there" : ", because vehicles are quieter there";
    return street.delta > 0 ? ", because each vehicle there emits more" : ", because each vehicle there emits less";
}

std::string streetSentence(const Explanation& why, const std::vector<StreetFlow>& streets, const IndicatorInfo& info)
{
    for (const StreetFlow& street : streets) {
        if ((street.delta > 0) != (why.change > 0))
            continue;
        const bool most = std::abs(street.delta) >= kMost * std::abs(why.change);
        return std::string(most ? " Most of it comes from " : " The largest part comes from ") + street.street + " (" +
               changeText(street.delta, info) + ")" + reasonOf(street, why.indicator) + ".";
    }
    return {};
}

std::string interventionSentence(const Explanation& why, const IndicatorInfo& info)
{
    const Contribution* top = nullptr;
    for (const Contribution& c : why.interventions)
        if ((c.delta > 0) == (why.change > 0) && c.delta != 0 && (!top || std::abs(c.delta) > std::abs(top->delta)))
            top = &c;
    if (!top || why.interventions.size() < 2)
        return {};
    return " Of the interventions, “" + top->label + "” brings most (" + changeText(top->delta, info) + ").";
}
}  // namespace

std::string changeText(double change, const IndicatorInfo& info) { return formatChange(change, decimalsFor(change, info.decimals)); }

std::string indicatorInSentence(Indicator indicator)
{
    switch (indicator) {
    case Indicator::No2: return "NO2";
    case Indicator::Pm25: return "PM2.5";
    case Indicator::Pm10: return "PM10";
    case Indicator::Co2: return "CO2 emitted on the streets";
    case Indicator::JobsByCar: return "the number of jobs within 30 minutes by car";
    case Indicator::JobsOnFoot: return "the number of jobs within 30 minutes on foot";
    case Indicator::JobsByCycle: return "the number of jobs within 30 minutes by cycle";
    case Indicator::SchoolOnFoot: return "the walk to the nearest school";
    case Indicator::ClinicOnFoot: return "the walk to the nearest clinic";
    case Indicator::ParkOnFoot: return "the walk to the nearest park";
    case Indicator::JobsByTransit: return "the number of jobs within reach by public transport";
    case Indicator::NoiseLden: return "road noise";
    case Indicator::NoiseAnnoyed: return "the share of people highly annoyed by road noise";
    case Indicator::NoiseSleep: return "the share of people whose sleep road noise highly disturbs";
    case Indicator::No2AboveEu: return "the share of people above the EU limit value of NO2";
    case Indicator::Pm25AboveEu: return "the share of people above the EU limit value of PM2.5";
    case Indicator::Pm10AboveEu: return "the share of people above the EU limit value of PM10";
    case Indicator::RoadCharge: return "the road charge paid by the average resident";
    case Indicator::CarTime: break;
    }
    return "the mean time of car trips";
}

std::string changeSentence(const Study& study, const Explanation& why, const std::vector<StreetFlow>& streets)
{
    const IndicatorInfo& info = indicatorInfo(why.indicator);
    const std::string subject = capitalised(indicatorInSentence(why.indicator)) + " in " + study.city->neighbourhoods()[why.where].name;
    if (!std::isfinite(why.change))
        return subject + " has no value before or with the scheme.";
    if (why.change == 0)
        return subject + " does not change.";
    const int decimals = decimalsFor(why.change, info.decimals);
    std::string text =
        subject + (why.change > 0 ? " rises by " : " falls by ") + withUnit(formatFigure(std::abs(why.change), decimals), info);
    const double threshold = study.report.of(why.indicator).threshold;
    if (std::abs(why.change) < threshold)
        text += ", less than the " + withUnit(formatFigure(threshold, decimalsFor(threshold, info.decimals)), info) + " that count";
    text += ".";
    return text + streetSentence(why, streets, info) + interventionSentence(why, info);
}

}  // namespace isopolis
