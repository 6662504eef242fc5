#pragma once
/// Draws sensors above the scene, and finds the one at a point.
///
///   paintSensors(painter, camera, ground, layer, {.dark = dark, .hovered = id});
///   const SensorMark* hit = sensorAt(camera, ground, layer, pixelRatio, position);
///
/// Posts stand on the ground and are at least a fingertip high on the screen; far ones are drawn first. On the flat map only heads.

#include "ui/scene/ground_surface.h"
#include "ui/scene/map_camera.h"
#include "ui/viewport/sensor_mark.h"

#include <QPointF>

class QPainter;

namespace isopolis {

struct SensorStyle {
    bool dark = false;
    double fontScale = 1;
    std::string hovered = {};
};

void paintSensors(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer,
                  const SensorStyle& style);
/// What is said of the sensor under the pointer, or of the chosen one: after the names of places, which would run through it.
void paintSensorNote(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer,
                     const SensorStyle& style);
/// The explanation, its top right corner at `topRight`; nothing if the layer has no title, or if it has no room.
void paintSensorKeys(QPainter& painter, QPointF topRight, double mostHeight, const SensorLayer& layer, const SensorStyle& style);
/// Null: none within reach. `position` in logical pixels, `ratio` device pixels in one of them.
const SensorMark* sensorAt(const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer, double ratio, QPointF position);

}  // namespace isopolis
