#pragma once
/// Recorded messages beside the checkout, and messages typed by hand.
///
///   RawItem item = recorded("datex2/fr-tipi-speeds.xml");    // check `haveRecorded()` first
///   ParseResult r = parseText(FeedKind::Madrid, "<pms>…</pms>");

#include "gis/feeds/parser.h"

#include <QDir>
#include <QFile>

namespace isopolis::test {

inline QString feedsFolder() { return QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/feeds/"); }
inline bool haveRecorded() { return QDir(feedsFolder()).exists(); }

inline RawItem item(std::string body, std::string topic = {})
{
    return {.src = SourceId(0),
            .recv_us = 1'700'000'000'000'000,
            .body = std::move(body),
            .contentType = {},
            .topicOrUrl = std::move(topic),
            .etag = {}};
}

inline RawItem recorded(const QString& name, std::string topic = {})
{
    QFile file(feedsFolder() + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return item(file.readAll().toStdString(), topic.empty() ? name.toStdString() : topic);
}

inline ParseResult parseText(FeedKind kind, std::string body, const Catalogue& catalogue = {}, std::string topic = {})
{
    return parsePayload(kind, item(std::move(body), std::move(topic)), catalogue);
}

inline std::size_t withFlag(const ParseResult& r, Quality flag)
{
    std::size_t n = 0;
    for (const Obs& o : r.accepted)
        n += qualityFlag(o.q) == flag ? 1 : 0;
    return n;
}

}  // namespace isopolis::test
