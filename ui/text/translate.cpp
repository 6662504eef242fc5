#include "ui/text/translate.h"

#include "simulation/noise/road_emission.h"
#include "simulation/scenario/demand_factors.h"
#include "ui/text/isolates.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class TextWords {
    Q_DECLARE_TR_FUNCTIONS(text)
};
const QChar kMinus(0x2212);

bool roundsToZero(double value, int decimals) { return std::abs(value) * std::pow(10.0, decimals) < 0.5; }

}  // namespace

QString text(std::string_view source) { return QString::fromUtf8(source.data(), static_cast<qsizetype>(source.size())); }
std::string utf8(const QString& source) { return source.toStdString(); }

QString translated(const char* context, std::string_view source)
{
    if (source.empty())
        return {};
    return QCoreApplication::translate(context, std::string(source).c_str());
}

QString errorText(const Error& error)
{
    QString sentence = text(error.text());
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence;
}

QString unitText(Unit unit) { return unit == Unit::One ? QString() : text(unitSymbol(unit)); }

namespace {

QString digitsOf(double value, int decimals)
{
    if (std::isinf(value))
        return value > 0 ? QString(QChar(0x221E)) : kMinus + QString(QChar(0x221E));
    const QString digits = QLocale().toString(roundsToZero(value, decimals) ? 0.0 : std::abs(value), 'f', decimals);
    return value < 0 && !roundsToZero(value, decimals) ? kMinus + digits : digits;
}

QString signedDigitsOf(double value, int decimals)
{
    const QString digits = digitsOf(value, decimals);
    return std::isfinite(value) && value > 0 && !roundsToZero(value, decimals) ? QLatin1Char('+') + digits : digits;
}

QString withUnit(const QString& digits, Unit unit)
{
    const QString symbol = unitText(unit);
    return isolated(symbol.isEmpty() ? digits : digits + QChar(0x00A0) + symbol);
}

}  // namespace

QString formatNumber(double value, int decimals)
{
    return std::isnan(value) ? TextWords::tr("no data") : isolated(digitsOf(value, decimals));
}

QString formatSigned(double value, int decimals)
{
    return std::isnan(value) ? TextWords::tr("no data") : isolated(signedDigitsOf(value, decimals));
}

QString formatValue(double value, Unit unit, int decimals)
{
    return std::isnan(value) ? TextWords::tr("no data") : withUnit(digitsOf(value, decimals), unit);
}

QString formatChange(double value, Unit unit, int decimals)
{
    return std::isnan(value) ? TextWords::tr("no data") : withUnit(signedDigitsOf(value, decimals), unit);
}

QString formatPlain(double value)
{
    if (!std::isfinite(value))
        return formatNumber(value, 0);
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e9)) {
        const QString digits = QLocale().toString(size, 'g', 5);
        return isolated(value < 0 ? kMinus + digits : digits);
    }
    const int whole = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    int decimals = std::max(0, 6 - whole);
    // Trailing zeros say nothing: 0.150000 is 0.15.
    while (decimals > 0 &&
           std::abs(std::round(value * std::pow(10.0, decimals - 1)) / std::pow(10.0, decimals - 1) - value) < 1e-9 * std::max(1.0, size))
        --decimals;
    return formatNumber(value, decimals);
}

QString formatPeople(double people) { return formatNumber(std::isnan(people) ? people : std::round(people), 0); }
QString formatShare(double share)
{
    return std::isnan(share) ? TextWords::tr("no data") : isolated(digitsOf(100 * share, 0) + QChar(0x00A0) + QLatin1Char('%'));
}

QString indicatorLabel(Indicator indicator) { return translated("indicator", indicatorInfo(indicator).label); }
QString indicatorMeaning(Indicator indicator) { return translated("indicator", indicatorInfo(indicator).meaning); }
QString verdictText(Verdict verdict) { return translated("verdict", verdictLabel(verdict)); }

QString quintileText(int quintile)
{
    switch (quintile) {
    case 1: return TextWords::tr("lowest-income fifth");
    case 2: return TextWords::tr("second-lowest fifth");
    case 3: return TextWords::tr("middle fifth");
    case 4: return TextWords::tr("second-highest fifth");
    case 5: return TextWords::tr("highest-income fifth");
    default: return TextWords::tr("no income data");
    }
}

QString scenarioTitle(const std::string& name)
{
    return name.empty() || name == kBaseScenarioName ? TextWords::tr("City as it is") : text(name);
}

/// "neighbourhood:…" as the name of the place; empty if the target is something else.
QString neighbourhoodText(const City& city, const std::string& target)
{
    constexpr std::string_view kPrefix = "neighbourhood:";
    if (!target.starts_with(kPrefix))
        return {};
    const NeighbourhoodId place = city.findNeighbourhood(std::string_view(target).substr(kPrefix.size()));
    return place.valid() ? text(city.neighbourhoods()[place].name) : text(target.substr(kPrefix.size()));
}

QString targetText(const City& city, const RoadTarget& target)
{
    if (target.target.empty())
        return TextWords::tr("streets in a drawn area");
    if (const QString place = neighbourhoodText(city, target.target); !place.isEmpty())
        return TextWords::tr("all streets of %1").arg(place);
    const std::vector<LinkId> links = city.roads().linksOf(target.target);
    const std::string name = links.empty() ? std::string() : city.roads().wayOf(links.front()).name;
    if (!name.empty() || links.empty())
        return name.empty() ? text(target.target) : text(name);
    return TextWords::tr("street without a name (%1)").arg(text(target.target));
}

QString lineText(const City& city, const std::string& target)
{
    for (const TransitLine& line : city.transit().lines)
        if (line.externalId == target && !line.name.empty())
            return text(line.name);
    return text(target.starts_with("line:") ? target.substr(5) : target);
}

QString operationText(const City& city, const Operation& operation)
{
    const auto labelled = [&](const QString& rest) {
        return translated("operation", operationLabel(operation)) + QStringLiteral(": ") + rest;
    };
    struct Visitor {
        const City& city;
        QString operator()(const CloseRoad& o) const { return targetText(city, o.where); }
        QString operator()(const SetSpeedLimit& o) const
        {
            return TextWords::tr("%1, %2").arg(targetText(city, o.where), formatValue(o.limit.kmh(), Unit::KmPerHour, 0));
        }
        QString operator()(const SetLanes& o) const
        {
            return TextWords::tr("%1, %2 per direction").arg(targetText(city, o.where), formatPlain(o.lanes));
        }
        QString operator()(const OneWay& o) const { return targetText(city, o.where); }
        QString operator()(const TrafficFilter& o) const { return targetText(city, o.where); }
        QString operator()(const AddRoad& o) const
        {
            return TextWords::tr("%1, %2").arg(o.name.empty() ? TextWords::tr("unnamed") : text(o.name),
                                               formatValue(length(o.axis), Unit::Metre, 0));
        }
        QString operator()(const LowEmissionZone& o) const
        {
            const QString place = neighbourhoodText(city, o.target);
            const QString where = place.isEmpty() ? TextWords::tr("%1 km²").arg(formatNumber(area(o.area) / 1e6, 2)) : place;
            return TextWords::tr("%1, petrol from Euro %2, diesel from Euro %3, %4 comply")
                .arg(where, QString::number(o.minimumEuroPetrol), QString::number(o.minimumEuroDiesel), formatShare(o.compliance));
        }
        QString operator()(const FleetShift& o) const
        {
            return TextWords::tr("%1 of car traffic turns electric").arg(formatShare(o.electricShare));
        }
        QString operator()(const AddBuilding& o) const
        {
            return TextWords::tr("%1, %2 residents, %3 jobs, %4 high")
                .arg(o.name.empty() ? TextWords::tr("unnamed") : text(o.name), formatPeople(o.residents), formatPeople(o.jobs),
                     formatValue(o.height.m(), Unit::Metre, 0));
        }
        QString operator()(const CycleLane& o) const
        {
            const QString place = targetText(city, o.where);
            return o.kind == CycleFacility::Protected ? TextWords::tr("%1, protected from motor traffic").arg(place)
                                                      : TextWords::tr("%1, painted on the carriageway").arg(place);
        }
        QString operator()(const AddTransitLine& o) const
        {
            return TextWords::tr("%1, every %2")
                .arg(o.name.empty() ? TextWords::tr("unnamed") : text(o.name), formatValue(o.headway_min, Unit::Minute, 0));
        }
        QString operator()(const ChangeHeadway& o) const
        {
            return TextWords::tr("%1, every %2").arg(lineText(city, o.target), formatValue(o.headway_min, Unit::Minute, 0));
        }
        QString operator()(const SetTransitSpeed& o) const
        {
            return TextWords::tr("%1, speed × %2").arg(lineText(city, o.target), formatPlain(o.factor));
        }
        QString operator()(const MoveStop& o) const
        {
            for (const TransitStop& stop : city.transit().stops)
                if (stop.externalId == o.target && !stop.name.empty())
                    return text(stop.name);
            return text(o.target);
        }
        QString operator()(const WithdrawLine& o) const { return lineText(city, o.target); }
        QString operator()(const NoiseBarrier& o) const
        {
            return TextWords::tr("%1, %2 long, %3 high")
                .arg(o.name.empty() ? TextWords::tr("unnamed") : text(o.name), formatValue(length(o.axis), Unit::Metre, 0),
                     formatValue(o.height.m(), Unit::Metre, 1));
        }
        QString operator()(const RoadSurface& o) const
        {
            const RoadSurfaceType* surface = roadSurface(o.surface);
            return TextWords::tr("%1, %2").arg(targetText(city, o.where),
                                               surface ? translated("road_surface", surface->label) : text(o.surface));
        }
        QString operator()(const GreenSpace& o) const
        {
            const QString place = neighbourhoodText(city, o.target);
            return TextWords::tr("%1, %2").arg(o.name.empty() ? TextWords::tr("unnamed") : text(o.name),
                                               place.isEmpty() ? formatValue(area(o.area), Unit::SquareMetre, 0)
                                                               : TextWords::tr("all of %1").arg(place));
        }
        QString operator()(const RemoveBuilding& o) const
        {
            const auto people = [](const std::optional<double>& known) {
                return known ? formatPeople(*known) : TextWords::tr("estimated");
            };
            return TextWords::tr("%1; leaving with it: residents %2, jobs %3").arg(text(o.target), people(o.residents), people(o.jobs));
        }
        QString operator()(const BusLane& o) const { return targetText(city, o.where); }
        QString operator()(const RoadCharge& o) const
        {
            const QString charge = formatValue(o.charge_eur, Unit::Euro, 2);
            if (const QString place = neighbourhoodText(city, o.where.target); !place.isEmpty())
                return TextWords::tr("driving into %1, %2").arg(place, charge);
            if (o.where.target.empty())
                return TextWords::tr("driving into %1 km², %2").arg(formatNumber(area(o.where.area) / 1e6, 2), charge);
            return TextWords::tr("%1, %2").arg(targetText(city, o.where), charge);
        }
        QString operator()(const AdjustDemand& o) const
        {
            return TextWords::tr("%1, %n pair(s) of places", nullptr, o.factors ? static_cast<int>(o.factors->cells().size()) : 0)
                .arg(o.name.empty() ? TextWords::tr("unnamed") : text(o.name));
        }
    };
    return labelled(std::visit(Visitor{city}, operation));
}

}  // namespace isopolis
