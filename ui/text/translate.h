#pragma once
/// Words for people: translation of the Qt-free layers' texts, and numbers with units in the reader's locale.
///
///   translated("indicator", info.label);      formatValue(41.257, Unit::MicrogramPerM3, 1)  ==  "41.3 µg/m³"
///   formatChange(-0.4, Unit::MicrogramPerM3, 1)  ==  "−0.4 µg/m³"
///
/// NaN becomes "no data". Changes always carry their sign (U+2212 for minus); a change that rounds to zero has none.

#include "gis/core/city/city.h"
#include "simulation/equity/assessment.h"
#include "simulation/scenario/scenario.h"

#include <QString>

namespace isopolis {

QString text(std::string_view utf8);
std::string utf8(const QString& text);
/// Translation of an ISO_TR text; `context` is a literal.
QString translated(const char* context, std::string_view source);
/// "Could not open the file: …": sentence of an error, as it stands.
QString errorText(const Error& error);

QString unitText(Unit unit);  ///< "" for Unit::One
QString formatNumber(double value, int decimals);
QString formatSigned(double value, int decimals);
QString formatValue(double value, Unit unit, int decimals);
QString formatChange(double value, Unit unit, int decimals);
/// As many decimals as the value needs, at most six significant digits: parameters and traces.
QString formatPlain(double value);
QString formatPeople(double people);  ///< whole people with group separators
QString formatShare(double share);    ///< 0.25 → "25 %"

QString indicatorLabel(Indicator indicator);
QString indicatorMeaning(Indicator indicator);
QString verdictText(Verdict verdict);
QString quintileText(int quintile);              ///< "lowest-income fifth" …; "no income data" for 0
QString scenarioTitle(const std::string& name);  ///< "City as it is" for the base

/// "Close to motor traffic: Rue du Lac", with street names where the city knows them.
QString operationText(const City& city, const Operation& operation);
/// Name of the street(s) that a target means, else the target itself.
QString targetText(const City& city, const RoadTarget& target);

}  // namespace isopolis
