#include "ui/report/report_figures.h"

#include "ui/viewport/map_decoration.h"
#include "ui/viewport/map_picture.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kRow = 21, kLabel = 178, kValue = 172;
// Legends are painted large and placed small: letters of about 7.5 points.
constexpr double kLegendScale = 3, kLegendPoints = 0.185;
constexpr double kNarrowest = 0.8, kWidest = 1.7;
constexpr Rgb kBetter{0.11, 0.37, 0.60}, kWorse{0.76, 0.33, 0.06}, kSame{0.55, 0.58, 0.61}, kInk{0.13, 0.15, 0.18};

std::string signedNumber(double value, int decimals, const std::string& unit)
{
    if (!std::isfinite(value))
        return "–";
    QString text = QLocale::c().toString(std::abs(value), 'f', decimals);
    const bool zero = text.toDouble() == 0;
    return ((zero        ? QString()
             : value > 0 ? QStringLiteral("+")
                         : QStringLiteral("−")) +
            text + QLatin1Char(' ') + QString::fromStdString(unit))
        .toStdString();
}

}  // namespace

double reportMapAspect(const City& city)
{
    Box box;
    for (const Neighbourhood& n : city.neighbourhoods())
        box.add(bounds(n.outline));
    if (box.empty())
        box = city.extent();
    return box.height() > 0 ? std::clamp(box.width() / box.height(), kNarrowest, kWidest) : 1;
}

Expected<QImage> reportMap(MapPainter& painter, const Study& study, const ReportMap& map, int width, MapUse use)
{
    MapPictureRequest request;
    request.city = study.city;
    const RunPtr run = map.moment == Moment::Before ? study.before : study.after;
    request.applied = std::shared_ptr<const AppliedScenario>(run, &run->applied);
    request.overlay = makeIndicatorOverlay(*study.city, study.report.of(map.indicator), map.moment, map.sure.get());
    request.size = {width, static_cast<int>(width / reportMapAspect(*study.city))};
    request.camera = CameraPreset::FlatMap;
    request.buildings = false;
    // Sources and their attribution stand in a table of the report.
    request.attribution = false;
    request.labels = use == MapUse::Large;
    request.legend = false;
    request.fontScale = use == MapUse::Large ? 2.1 : 2.6;
    return painter.picture(request);
}

ReportLegend reportLegend(const Study& study, const ReportMap& map)
{
    const Legend legend = makeIndicatorOverlay(*study.city, study.report.of(map.indicator), map.moment, map.sure.get()).legend;
    const QSizeF size = legendSize(legend, kLegendScale);
    ReportLegend out;
    out.image = QImage(size.toSize() + QSize(4, 4), QImage::Format_RGB32);
    out.image.fill(Qt::white);
    QPainter painter(&out.image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, {2, 2}, legend, false, kLegendScale);
    out.width_pt = out.image.width() * kLegendPoints;
    out.height_pt = out.image.height() * kLegendPoints;
    QString words = QCoreApplication::translate("report", "Legend: %1.").arg(legendTitle(legend));
    for (std::size_t i = 0; i < legend.classes.size(); ++i)
        words += QLatin1Char(' ') + legendClassText(legend, i) + QLatin1Char('.');
    out.text = words.toStdString();
    return out;
}

double quintileChartHeight() { return 5 * kRow + 6; }

void drawQuintileChart(TaggedCanvas& canvas, const IndicatorAssessment& assessment, double x, double y, double w)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    double largest = assessment.threshold;
    for (const GroupScore& g : assessment.quintiles)
        if (std::isfinite(g.change))
            largest = std::max(largest, std::abs(g.change));
    const double room = (w - kLabel - kValue) / 2, zero = x + kLabel + room;
    const double scale = largest > 0 ? room / largest : 0;
    double top = y;
    for (const GroupScore& g : assessment.quintiles) {
        canvas.draw(canvas.layout(g.label, {.size_pt = 8.6, .colour = kInk, .lineSpacing = 1.0}, kLabel - 6), x, top + 4);
        const double change = std::isfinite(g.change) ? g.change : 0;
        const bool counts = std::abs(change) >= assessment.threshold && change != 0;
        const bool better = (change < 0) == (info.better == Direction::LessIsBetter);
        const Rgb colour = !counts ? kSame : better ? kBetter : kWorse;
        const double length = std::abs(change) * scale, left = change < 0 ? zero - length : zero;
        canvas.fill(left, top + 3, length, kRow - 7, colour);
        if (counts && !better)
            canvas.hatch(left, top + 3, length, kRow - 7, {1, 1, 1});
        const QString word = !counts  ? QCoreApplication::translate("report", "no change that counts")
                             : better ? QCoreApplication::translate("report", "better")
                                      : QCoreApplication::translate("report", "worse");
        const std::string value = signedNumber(g.change, info.decimals, std::string(unitSymbol(info.unit))) + ", " + word.toStdString();
        canvas.draw(canvas.layout(value, {.size_pt = 8.4, .colour = kInk, .lineSpacing = 1.0}, kValue - 8), x + w - kValue + 8, top + 4);
        top += kRow;
    }
    canvas.line(zero, y, zero, top, 0.8, kInk);
}

}  // namespace isopolis
