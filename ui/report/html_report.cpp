#include "ui/report/report_figures.h"
#include "ui/report/report_writer.h"
#include "ui/viewport/map_picture.h"

#include <QBuffer>
#include <QSaveFile>

namespace isopolis {

namespace {

constexpr int kLargePixels = 1400, kSmallPixels = 900, kQuality = 88;

const char* const kStyle = R"css(
body{font:16px/1.55 "Noto Sans",system-ui,sans-serif;color:#21262d;background:#fff;max-width:60rem;margin:0 auto;padding:0 1rem 4rem}
header{background:#123d52;color:#fff;margin:0 -1rem 2rem;padding:2rem 1rem}header p{color:#d2e6f0;margin:.2rem 0}h1{margin:.3rem 0;line-height:1.2}
h2{color:#123d52;margin-top:2.2rem}table{border-collapse:collapse;margin:1rem 0;font-size:.92rem;display:block;overflow-x:auto}
caption{text-align:left;font-weight:600;color:#545c66;padding:.3rem 0}th,td{padding:.3rem .6rem;border-bottom:1px solid #b8c2cc;text-align:left;vertical-align:top}
td.n,th.n{text-align:right}.maps{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.maps figure:nth-child(5n+3){grid-column:1/-1}.legend{max-width:15rem}figure{margin:0}img{max-width:100%;height:auto}
figcaption,.note{color:#545c66;font-size:.88rem}footer{margin-top:3rem;border-top:1px solid #b8c2cc;color:#545c66;font-size:.88rem}
)css";

QString esc(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); }

QString tableHtml(const ReportTable& table)
{
    const auto cls = [&table](std::size_t i) {
        return i < table.numeric.size() && table.numeric[i] ? QStringLiteral(" class=\"n\"") : QString();
    };
    QString out = QStringLiteral("<table><caption>") + esc(table.caption) + QStringLiteral("</caption><thead><tr>");
    for (std::size_t i = 0; i < table.header.size(); ++i)
        out += QStringLiteral("<th scope=\"col\"") + cls(i) + QLatin1Char('>') + esc(table.header[i]) + QStringLiteral("</th>");
    out += QStringLiteral("</tr></thead><tbody>\n");
    for (const auto& row : table.rows) {
        out += QStringLiteral("<tr>");
        for (std::size_t i = 0; i < row.size(); ++i)
            out += (i == 0 ? QStringLiteral("<th scope=\"row\"") : QStringLiteral("<td")) + cls(i) + QLatin1Char('>') + esc(row[i]) +
                   (i == 0 ? QStringLiteral("</th>") : QStringLiteral("</td>"));
        out += QStringLiteral("</tr>\n");
    }
    out += QStringLiteral("</tbody></table>");
    if (!table.note.empty())
        out += QStringLiteral("<p class=\"note\">") + esc(table.note) + QStringLiteral("</p>");
    return out;
}

QString jpegOf(const QImage& image)
{
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "JPEG", kQuality);
    return QString::fromLatin1(jpeg.toBase64());
}

Expected<QString> mapsHtml(MapPainter& painter, const std::vector<ReportMap>& maps, const Study& study)
{
    QString out = QStringLiteral("<div class=\"maps\">");
    for (const ReportMap& map : maps) {
        const bool change = map.moment == Moment::Change;
        auto image = reportMap(painter, study, map, change ? kLargePixels : kSmallPixels, change ? MapUse::Large : MapUse::Small);
        if (!image)
            return unexpected(image.error());
        out += QStringLiteral("<figure><img alt=\"") + esc(map.altText) + QStringLiteral("\" src=\"data:image/jpeg;base64,") +
               jpegOf(*image) + QStringLiteral("\"><figcaption>") + esc(map.caption) + QStringLiteral("</figcaption></figure>");
    }
    // One legend for before and after, one for the change.
    for (const ReportMap& map : maps) {
        if (map.moment == Moment::Before)
            continue;
        const ReportLegend legend = reportLegend(study, map);
        out += QStringLiteral("<figure><img class=\"legend\" alt=\"") + esc(legend.text) +
               QStringLiteral("\" src=\"data:image/jpeg;base64,") + jpegOf(legend.image) + QStringLiteral("\"></figure>");
    }
    return out + QStringLiteral("</div>");
}

Expected<QString> blockHtml(MapPainter& painter, const ReportBlock& block, const Study& study)
{
    switch (block.kind) {
    case ReportBlock::Kind::Heading1: return QStringLiteral("<h2>") + esc(block.text) + QStringLiteral("</h2>");
    case ReportBlock::Kind::Heading2: return QStringLiteral("<h3>") + esc(block.text) + QStringLiteral("</h3>");
    case ReportBlock::Kind::Paragraph: return QStringLiteral("<p>") + esc(block.text) + QStringLiteral("</p>");
    case ReportBlock::Kind::Bullets: {
        QString out = QStringLiteral("<ul>");
        for (const std::string& item : block.bullets)
            out += QStringLiteral("<li>") + esc(item) + QStringLiteral("</li>");
        return out + QStringLiteral("</ul>");
    }
    case ReportBlock::Kind::Table: return tableHtml(block.table);
    case ReportBlock::Kind::Map: return mapsHtml(painter, block.maps, study);
    // The table beside it says the same in words and numbers.
    case ReportBlock::Kind::QuintileChart: return QStringLiteral("<p>") + esc(block.text) + QStringLiteral("</p>");
    }
    return QString();
}

}  // namespace

Expected<void> writeHtmlReport(const ReportModel& model, const Study& study, const std::filesystem::path& path)
{
    QString html =
        QStringLiteral("<!DOCTYPE html>\n<html lang=\"") + esc(model.language) +
        QStringLiteral("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>") +
        esc(model.title) + QStringLiteral("</title><style>") + QString::fromUtf8(kStyle) +
        QStringLiteral("</style></head><body><header><p>") + esc(model.city) + QStringLiteral("</p><h1>") + esc(model.title) +
        QStringLiteral("</h1><p>") + esc(model.subtitle) + QStringLiteral("</p><p>") + esc(model.date) +
        QStringLiteral("</p></header><main>\n");
    MapPainter painter;
    for (const ReportBlock& block : model.blocks) {
        if (block.medium == Medium::Pages)
            continue;
        auto part = blockHtml(painter, block, study);
        if (!part)
            return unexpected(part.error());
        html += *part + QLatin1Char('\n');
    }
    html += QStringLiteral("</main><footer><p>Isopolis · ") + esc(model.runKey) + QStringLiteral("</p></footer></body></html>\n");
    QSaveFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(html.toUtf8()) < 0 || !file.commit())
        return unexpected(
            Error{ErrorCode::Io, file.errorString().toStdString()}.in(path.string()).cure("Check the folder and its rights."));
    return {};
}

}  // namespace isopolis
