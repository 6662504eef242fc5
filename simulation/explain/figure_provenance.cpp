#include "simulation/explain/figure_provenance.h"

#include "simulation/emissions/factor_sheet.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {
struct Models {
    std::vector<std::string_view> with, without;  ///< beginnings of parameter ids
};

Models modelsBehind(Indicator indicator)
{
    switch (indicator) {
    case Indicator::No2:
        return {{"air.", "emissions.", "traffic."},
                {"air.background.pm25", "emissions.co2", "emissions.factor.wear", "emissions.factor.exhaust_pm"}};
    case Indicator::No2AboveEu:
        return {{"health.limit.no2_eu", "air.", "emissions.", "traffic."},
                {"air.background.pm25", "emissions.co2", "emissions.factor.wear", "emissions.factor.exhaust_pm"}};
    case Indicator::Pm25AboveEu:
        return {{"health.limit.pm25_eu", "air.", "emissions.", "traffic."},
                {"air.background.no2", "air.background.o3", "air.background.pm_ratio", "air.no2", "emissions.co2", "emissions.factor.nox",
                 "emissions.factor.primary_no2"}};
    case Indicator::Pm10AboveEu:
        return {{"health.limit.pm10_eu", "air.", "emissions.", "traffic."},
                {"air.background.no2", "air.background.o3", "air.no2", "emissions.co2", "emissions.factor.nox",
                 "emissions.factor.primary_no2"}};
    case Indicator::Pm25:
        return {{"air.", "emissions.", "traffic."},
                {"air.background.no2", "air.background.o3", "air.background.pm_ratio", "air.no2", "emissions.co2", "emissions.factor.nox",
                 "emissions.factor.primary_no2"}};
    case Indicator::Pm10:
        return {{"air.", "emissions.", "traffic."},
                {"air.background.no2", "air.background.o3", "air.no2", "emissions.co2", "emissions.factor.nox",
                 "emissions.factor.primary_no2"}};
    case Indicator::Co2:
        return {{"emissions.", "traffic."},
                {"emissions.factor.nox", "emissions.factor.primary_no2", "emissions.factor.wear", "emissions.factor.exhaust_pm"}};
    case Indicator::JobsByCar: return {{"access.", "traffic."}, {"access.walk.", "access.cycle.", "access.slope.", "access.park."}};
    case Indicator::JobsOnFoot: return {{"access."}, {"access.car.", "access.cycle.", "access.park.", "access.walk.longest"}};
    case Indicator::JobsByCycle: return {{"access."}, {"access.car.", "access.park.", "access.walk.longest", "access.walk.cut_off"}};
    case Indicator::SchoolOnFoot:
    case Indicator::ClinicOnFoot: return {{"access."}, {"access.car.", "access.cycle.", "access.park.", "access.walk.cut_off"}};
    case Indicator::ParkOnFoot: return {{"access."}, {"access.car.", "access.cycle.", "access.walk.cut_off"}};
    case Indicator::JobsByTransit: return {{"transit."}, {}};
    case Indicator::NoiseLden:
    case Indicator::NoiseAnnoyed:
    case Indicator::NoiseSleep: return {{"noise.", "emissions.fleet.", "emissions.off_peak_speed", "traffic."}, {}};
    case Indicator::RoadCharge:
    case Indicator::CarTime: break;
    }
    return {{"traffic."}, {}};
}

bool beginsWithAny(std::string_view id, const std::vector<std::string_view>& beginnings)
{
    return std::any_of(beginnings.begin(), beginnings.end(), [id](std::string_view b) { return id.starts_with(b); });
}

void addData(std::vector<TraceData>& out, const City& city, const std::string& id)
{
    const auto same = [&id](const auto& data) { return data.sourceId == id; };
    if (id.empty() || std::any_of(out.begin(), out.end(), same))
        return;
    TraceData data{.sourceId = id, .title = id, .licence = {}, .attribution = {}};
    for (const SourceRecord& source : city.sources())
        if (source.id == id)
            data = {.sourceId = id, .title = source.title, .licence = source.licence, .attribution = source.attribution};
    out.push_back(std::move(data));
}

std::string_view trafficCaveat(const Run& run)
{
    switch (run.traffic.demand.response) {
    case 1: return ISO_TR("explain", "Traffic is in balance in each modelled hour: people change routes and modes, not destinations.");
    case 2: return ISO_TR("explain", "Traffic is in balance in each modelled hour: people change routes, modes and destinations.");
    default: break;
    }
    return ISO_TR("explain", "Traffic is in balance in each modelled hour: people change routes, not modes or destinations.");
}

/// Times on foot, by cycle and by public transport that the choice of mode sees.
bool behindDemand(const Run& run, std::string_view id)
{
    const bool active = beginsWithAny(id, {"access.walk.speed", "access.walk.slope", "access.walk.best", "access.slope.",
                                           "access.connector", "access.cycle.speed", "access.cycle.uphill", "access.cycle.downhill",
                                           "access.cycle.fastest", "access.cycle.most_stress"});
    return active || (run.traffic.demand.transitResponds && id.starts_with("transit.") && !id.starts_with("transit.access."));
}

bool isAboveLimit(Indicator indicator)
{
    return indicator == Indicator::No2AboveEu || indicator == Indicator::Pm25AboveEu || indicator == Indicator::Pm10AboveEu;
}

bool isAir(Indicator indicator)
{
    return indicator == Indicator::No2 || indicator == Indicator::Pm25 || indicator == Indicator::Pm10 || isAboveLimit(indicator);
}

bool isNoise(Indicator indicator)
{
    return indicator == Indicator::NoiseLden || indicator == Indicator::NoiseAnnoyed || indicator == Indicator::NoiseSleep;
}

/// On foot or by cycle: no traffic of cars is behind the figure.
bool isActive(Indicator indicator)
{
    switch (indicator) {
    case Indicator::JobsOnFoot:
    case Indicator::JobsByCycle:
    case Indicator::SchoolOnFoot:
    case Indicator::ClinicOnFoot:
    case Indicator::ParkOnFoot: return true;
    default: return false;
    }
}
}  // namespace

std::string formulaText(Indicator indicator)
{
    switch (indicator) {
    case Indicator::No2:
        return ISO_TR("explain", "NO2 = background + Σ streets; mean over the places where people live, weighted by people");
    case Indicator::Pm25:
        return ISO_TR("explain", "PM2.5 = background + Σ streets; mean over the places where people live, weighted by people");
    case Indicator::Pm10:
        return ISO_TR("explain", "PM10 = background + Σ streets; mean over the places where people live, weighted by people");
    case Indicator::Co2: return ISO_TR("explain", "CO2 = Σ over the streets of this neighbourhood of traffic × emission");
    case Indicator::JobsByCar:
        return ISO_TR("explain", "Σ people × jobs within the time by car ÷ Σ people, over the places where people live");
    case Indicator::JobsOnFoot:
        return ISO_TR("explain", "Σ people × jobs within the time on foot ÷ Σ people, over the places where people live");
    case Indicator::JobsByCycle:
        return ISO_TR("explain", "Σ people × jobs within the time by cycle ÷ Σ people, over the places where people live");
    case Indicator::SchoolOnFoot:
    case Indicator::ClinicOnFoot:
    case Indicator::ParkOnFoot:
        return ISO_TR("explain", "Σ people × walk to the nearest place ÷ Σ people, over the places where people live");
    case Indicator::JobsByTransit:
        return ISO_TR("explain",
                      "mean over departures of Σ people × jobs within the time from door to door ÷ Σ people, over the places where "
                      "people live");
    case Indicator::NoiseLden:
        return ISO_TR("explain",
                      "Lden = 10 lg(Σ energy of streets); mean of decibels over the places where people live, weighted by people");
    case Indicator::NoiseAnnoyed:
        return ISO_TR("explain", "share = (78.927 − 3.1162 Lden + 0.0342 Lden²) %, 45 to 80 dB; mean over residents");
    case Indicator::NoiseSleep:
        return ISO_TR("explain", "share = (19.4312 − 0.9336 Lnight + 0.0126 Lnight²) %, 40 to 70 dB; mean over residents");
    case Indicator::No2AboveEu:
    case Indicator::Pm25AboveEu:
    case Indicator::Pm10AboveEu:
        return ISO_TR("explain", "share = Σ people at homes above the limit value ÷ Σ people, over the places where people live");
    case Indicator::RoadCharge:
        return ISO_TR("explain", "Σ over car trips from and to home of trips × mean charge of the ways in use ÷ residents");
    case Indicator::CarTime: break;
    }
    return ISO_TR("explain", "time = ways to and from the streets + Σ time on streets; mean over the car trips that start here");
}

TraceParameter traceParameter(const Run& run, const ParameterSpec& spec)
{
    const ParameterSet& set = run.applied.parameters;
    return {.id = std::string(spec.id),
            .label = std::string(spec.label),
            .unit = std::string(unitSymbol(spec.unit)),
            .source = std::string(spec.source),
            .value = set.value(spec),
            .standard = spec.standard,
            .low = spec.low,
            .high = spec.high,
            .overridden = set.overridden(spec)};
}

std::vector<TraceParameter> parametersBehind(const Run& run, Indicator indicator)
{
    const Models models = modelsBehind(indicator);
    const bool byTraffic = std::find(models.with.begin(), models.with.end(), "traffic.") != models.with.end();
    std::vector<TraceParameter> out;
    for (const ParameterSpec* spec : allParameters())
        if ((beginsWithAny(spec->id, models.with) && !beginsWithAny(spec->id, models.without)) ||
            (byTraffic && behindDemand(run, spec->id)))
            out.push_back(traceParameter(run, *spec));
    std::stable_partition(out.begin(), out.end(), [](const TraceParameter& p) { return p.overridden; });
    return out;
}

std::vector<TraceData> dataBehind(const City& city, Indicator indicator, bool byIncome)
{
    std::vector<TraceData> out;
    addData(out, city, city.roadSource());
    addData(out, city, city.populationSource());
    if ((isAir(indicator) || indicator == Indicator::Co2) && !city.factors().text.empty())
        out.push_back(
            {.sourceId = "emission-factors",
             .title = factorSheetName(city.factors()),
             .licence = ISO_TR("explain", "HBEFA licence of the user (INFRAS); used unless the parameter emissions.own_factors is 0"),
             .attribution = "HBEFA, INFRAS"});
    if (indicator == Indicator::JobsByTransit)
        for (std::size_t begin = 0; begin < city.transit().sources.size();) {
            const std::size_t end = std::min(city.transit().sources.find(',', begin), city.transit().sources.size());
            addData(out, city, city.transit().sources.substr(begin, end - begin));
            begin = end + 1;
        }
    if (byIncome)
        addData(out, city, city.incomeSource());
    return out;
}

std::vector<std::string> caveatsOf(const City& city, const Run& run, Indicator indicator, bool byIncome)
{
    std::vector<std::string> out;
    if (city.synthetic())
        out.emplace_back(ISO_TR("explain", "This city is synthetic: its people, streets and figures are made up."));
    if (isAir(indicator)) {
        out.emplace_back(
            ISO_TR("explain", "The air model knows no hills; without hourly weather it counts every hour as neutrally stratified."));
        if (!city.background().origin.empty())
            out.push_back(ISO_TR("explain", "Background: ") + city.background().origin);
        if (!city.weather().origin.empty())
            out.push_back(ISO_TR("explain", "Wind: ") + city.weather().origin);
    }
    if (isAir(indicator) || indicator == Indicator::Co2)
        out.emplace_back(ISO_TR("explain", "Emissions follow a stated fleet; buses of the timetable are not counted."));
    if (isAboveLimit(indicator))
        out.emplace_back(
            ISO_TR("explain", "Homes close to the limit value change sides by little: read the share with the mean beside it."));
    if (isNoise(indicator)) {
        out.emplace_back(ISO_TR("explain", "Noise of road traffic and, simplified, of trams; on dry reference asphalt."));
        out.emplace_back(
            ISO_TR("explain", "Far streets are heard over houses, not round them: built-up places may seem up to 3 dB too quiet."));
    }
    if (isActive(indicator) && city.terrain().empty())
        out.emplace_back(ISO_TR("explain", "The city has no terrain: slopes do not slow people down."));
    if (indicator == Indicator::JobsByCycle)
        out.emplace_back(
            ISO_TR("explain", "How stressful a street is follows from its speed limit, lanes and cycle lanes, not from counted vehicles."));
    if (indicator == Indicator::JobsByTransit && !city.transit().serviceDay.empty())
        out.push_back(ISO_TR("explain", "Timetable of ") + city.transit().serviceDay);
    if (indicator == Indicator::JobsByTransit) {
        out.emplace_back(
            ISO_TR("explain", "Vehicles run to the timetable: congestion does not delay them in the model, and they are never full."));
        out.emplace_back(ISO_TR("explain", "Slopes do not slow walks to and from stops in the model."));
    }
    if (indicator == Indicator::RoadCharge) {
        out.emplace_back(ISO_TR("explain",
                                "A car's charge counts where those who sit in it live. Trips between other places than home and traffic "
                                "from beyond the edge pay too, and are not in this figure."));
        out.emplace_back(ISO_TR("explain",
                                "Routes are chosen at the mean value of time, modes and destinations at that of each income fifth; "
                                "nobody is exempt, and what the revenue is spent on is not part of the model."));
    }
    if (!isActive(indicator) && indicator != Indicator::JobsByTransit)
        out.emplace_back(trafficCaveat(run));
    if (byIncome)
        out.emplace_back(ISO_TR("explain", "Incomes are those of neighbourhoods, not of persons."));
    return out;
}

}  // namespace isopolis
