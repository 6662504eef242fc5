#pragma once
/// The pictures of a report: maps by the same drawing code as the window, and the bars of income fifths.

#include "simulation/report/report_model.h"
#include "ui/report/tagged_canvas.h"

namespace isopolis {

class MapPainter;

enum class MapUse { Small, Large };  ///< one of a pair without names, or with names

/// A flat map of an indicator, `width` pixels wide; its legend stands beside it.
Expected<QImage> reportMap(MapPainter& painter, const Study& study, const ReportMap& map, int width, MapUse use);
/// The legend of that map and its size on the page in points; the same for before and after.
struct ReportLegend {
    QImage image;
    double width_pt = 0, height_pt = 0;
    std::string text;  ///< all classes in words, for those who do not see it
};
ReportLegend reportLegend(const Study& study, const ReportMap& map);
/// Width divided by height that suits the shape of the city.
double reportMapAspect(const City& city);

/// Horizontal bars of the change per income fifth around a zero line; better is told by colour, hatch and word.
void drawQuintileChart(TaggedCanvas& canvas, const IndicatorAssessment& assessment, double x, double y, double w);
double quintileChartHeight();

}  // namespace isopolis
