#include "ui/text/svg_words.h"

namespace isopolis {

QByteArray withWords(QByteArray svg, const QString& title, const QString& description)
{
    const qsizetype root = svg.indexOf("<svg"), inside = root < 0 ? -1 : svg.indexOf('>', root) + 1;
    if (inside <= 0)
        return svg;
    // The generator's own: it says what program made the file.
    for (const char* name : {"title", "desc"}) {
        qsizetype at = inside;
        while (at < svg.size() && (svg[at] == '\n' || svg[at] == ' '))
            ++at;
        const QByteArray open = QByteArray("<") + name + '>', close = QByteArray("</") + name + '>';
        const qsizetype end = svg.mid(at, open.size()) == open ? svg.indexOf(close, at) : -1;
        if (end >= 0)
            svg.remove(inside, end + close.size() - inside);
    }
    const auto element = [](const char* name, const QString& words) {
        return words.isEmpty() ? QByteArray() : QByteArray("\n<") + name + '>' + words.toHtmlEscaped().toUtf8() + "</" + name + '>';
    };
    return svg.insert(inside, element("title", title) + element("desc", description));
}

}  // namespace isopolis
