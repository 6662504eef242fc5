#pragma once
/// The sensors of a moment as marks for the map, with the explanation of their colours and signs.
///
///   viewport.setSensors(sensorLayer(*twin.snapshot(), "no2_ug_m3", chosen));    // by value; "" by state
///
/// Classes of a quantity are fixed, so that a colour means the same at every moment. Stale sensors are grey whatever they said last.

#include "ui/live/live_snapshot.h"
#include "ui/viewport/sensor_mark.h"

namespace isopolis {

/// Only the chosen mark has words; those of the others are for `SensorLayer::wordsOf`.
SensorLayer sensorLayer(const LiveSnapshot& snapshot, const std::string& quantity, const std::string& chosen);
/// Colour and sign of a state.
MarkKey stateKey(SensorState state);
/// Limits between the classes of a quantity in the unit that is shown; empty: none are agreed.
std::vector<double> agreedLimits(std::string_view quantity);
/// What is said of a sensor in one line: "High Street: 41.2 µg/m³ Nitrogen dioxide, 12 min ago, rising; Passed the checks".
QString sensorSentence(const LiveSensor& sensor, std::string_view quantity);

}  // namespace isopolis
