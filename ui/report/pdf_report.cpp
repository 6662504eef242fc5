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

constexpr int kLargePixels = 1400, kSmallPixels = 800;                  // about 250 dots an inch on the page
constexpr double kSectionHead = 120;                                    // heading and paragraph before the first maps, pt
constexpr double kHeadingRoom = 42, kTableRoom = 150, kLinesRoom = 60;  // a heading; caption, head and rows; a few lines, pt

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

/// Room that a block needs at the foot of a page: a heading stays with the beginning of what it heads, over all headings below it.
double roomAtFoot(const std::vector<ReportBlock>& blocks, std::size_t i, double width, double aspect)
{
    if (i >= blocks.size())
        return 0;
    switch (blocks[i].kind) {
    case ReportBlock::Kind::Heading1: return kHeadingRoom + roomAtFoot(blocks, i + 1, width, aspect);
    case ReportBlock::Kind::Heading2:
        if (i + 2 < blocks.size() && blocks[i + 2].kind == ReportBlock::Kind::Map)
            return kSectionHead + 0.4 * width / aspect;
        return kHeadingRoom + roomAtFoot(blocks, i + 1, width, aspect);
    case ReportBlock::Kind::Table: return kTableRoom;
    case ReportBlock::Kind::Map: return 0.4 * width / aspect;
    case ReportBlock::Kind::QuintileChart: return quintileChartHeight();
    case ReportBlock::Kind::Paragraph:
        // An introduction stays with the table that it introduces.
        return kLinesRoom + (i + 1 < blocks.size() && blocks[i + 1].kind == ReportBlock::Kind::Table ? kTableRoom : 0);
    case ReportBlock::Kind::Bullets: break;
    }
    return kLinesRoom;
}

Expected<void> drawReport(const ReportModel& model, const Study& study, const fs::path& raw, TaggedCanvas& canvas)
{
    PageLayout pages(canvas, {.header = model.title, .footer = footerOf(model)});
    MapPainter painter;
    pages.titleBand(model.city, model.title, model.subtitle, model.date);
    std::vector<ReportBlock> blocks = model.blocks;
    std::erase_if(blocks, [](const ReportBlock& block) { return block.medium == Medium::Web; });
    const double aspect = reportMapAspect(*study.city);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const bool heading = blocks[i].kind == ReportBlock::Kind::Heading1 || blocks[i].kind == ReportBlock::Kind::Heading2;
        if (blocks[i].newPage)
            pages.startPage();
        else if (heading)
            pages.keepTogether(roomAtFoot(blocks, i, pages.width(), aspect));
        if (auto error = drawBlock(pages, canvas, painter, blocks[i], study))
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
