#include "ui/report/page_layout.h"
#include "ui/report/pdf_finish.h"
#include "ui/report/report_figures.h"
#include "ui/report/report_writer.h"
#include "ui/viewport/map_picture.h"

#include <QCoreApplication>

#include <optional>

namespace isopolis {

namespace fs = std::filesystem;

namespace {

constexpr int kLargePixels = 1400, kSmallPixels = 800;  // about 250 dots an inch on the page
constexpr double kSectionHead = 120;                    // heading and paragraph before the first maps, pt

PageLayout::Picture picture(TaggedCanvas& canvas, const ReportMap& map, QImage image)
{
    return {map.altText, map.caption,
            [&canvas, image = std::move(image)](double x, double y, double w, double h) { canvas.image(image, x, y, w, h); }};
}

/// Before and after side by side, the change below them, each row beside its legend.
std::optional<Error> drawMaps(PageLayout& pages, TaggedCanvas& canvas, MapPainter& painter, const ReportBlock& block, const Study& study)
{
    const double aspect = reportMapAspect(*study.city);
    for (const bool change : {false, true}) {
        std::vector<PageLayout::Picture> row;
        PageLayout::SidePicture side;
        for (const ReportMap& map : block.maps) {
            if ((map.moment == Moment::Change) != change)
                continue;
            auto image = reportMap(painter, study, map, change ? kLargePixels : kSmallPixels, change ? MapUse::Large : MapUse::Small);
            if (!image)
                return image.error();
            row.push_back(picture(canvas, map, std::move(*image)));
            ReportLegend legend = reportLegend(study, map);
            side = {legend.width_pt, legend.height_pt,
                    picture(canvas, {map.indicator, map.moment, {}, legend.text}, std::move(legend.image))};
        }
        pages.pictures(row, aspect, side);
    }
    return std::nullopt;
}

std::optional<Error> drawBlock(PageLayout& pages, TaggedCanvas& canvas, MapPainter& painter, const ReportBlock& block, const Study& study)
{
    switch (block.kind) {
    case ReportBlock::Kind::Heading1: pages.heading(block.text, 2); break;
    case ReportBlock::Kind::Heading2: pages.heading(block.text, 3); break;
    case ReportBlock::Kind::Paragraph: pages.paragraph(block.text); break;
    case ReportBlock::Kind::Bullets: pages.bullets(block.bullets); break;
    case ReportBlock::Kind::Table: pages.table(block.table); break;
    case ReportBlock::Kind::Map: return drawMaps(pages, canvas, painter, block, study);
    case ReportBlock::Kind::QuintileChart:
        pages.figure(pages.width(), quintileChartHeight(), block.text,
                     QCoreApplication::translate(
                         "report", "Change per fifth of people, by income of their neighbourhood. The table gives the same figures.")
                         .toStdString(),
                     [&](double x, double y) { drawQuintileChart(canvas, study.report.of(block.indicator), x, y, pages.width()); });
        break;
    }
    return std::nullopt;
}

std::string footerOf(const ReportModel& model)
{
    const QString run = QCoreApplication::translate("report", "Isopolis · run %1").arg(QString::fromStdString(model.runKey.substr(0, 16)));
    const QString synthetic =
        model.synthetic ? QStringLiteral(" · ") + QCoreApplication::translate("report", "Synthetic city: invented, not a real place")
                        : QString();
    return (run + synthetic).toStdString();
}

Expected<void> drawReport(const ReportModel& model, const Study& study, const fs::path& raw, TaggedCanvas& canvas)
{
    PageLayout pages(canvas, {.header = model.title, .footer = footerOf(model)});
    MapPainter painter;
    pages.titleBand(model.city, model.title, model.subtitle, model.date);
    for (std::size_t i = 0; i < model.blocks.size(); ++i) {
        // A section that begins with maps starts where its first row of maps still fits.
        if (model.blocks[i].kind == ReportBlock::Kind::Heading2 && i + 2 < model.blocks.size() &&
            model.blocks[i + 2].kind == ReportBlock::Kind::Map)
            pages.keepTogether(kSectionHead + 0.4 * pages.width() / reportMapAspect(*study.city));
        if (auto error = drawBlock(pages, canvas, painter, model.blocks[i], study))
            return unexpected(*error);
    }
    pages.close();
    if (const std::string problem = canvas.finish(); !problem.empty())
        return unexpected(Error{ErrorCode::Io, "the report could not be drawn: " + problem}.in(raw.string()));
    return {};
}

}  // namespace

Expected<void> writePdfReport(const ReportModel& model, const Study& study, const fs::path& path)
{
    fs::path raw = path, done = path;
    raw += ".raw";
    done += ".part";
    const auto clean = [&] {
        std::error_code ignored;
        fs::remove(raw, ignored);
        fs::remove(done, ignored);
    };
    TaggedCanvas canvas(raw.string(), {}, model.title);
    auto result = drawReport(model, study, raw, canvas);
    if (result)
        result = finishPdf(raw, done, {.title = model.title, .language = model.language, .subject = model.subtitle, .author = "Isopolis"},
                           canvas.figures(), canvas.headerCellsAreColumns());
    if (result) {
        std::error_code failed;
        fs::rename(done, path, failed);
        if (failed)
            result = unexpected(Error{ErrorCode::Io, "the report could not be written: " + failed.message()}.in(path.string()));
    }
    clean();
    return result;
}

}  // namespace isopolis
