#include "gis/feeds/connect/polling.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace isopolis {

double Backoff::failed(std::optional<double> retryAfter_s)
{
    const double most = std::min(kLongestWait_s, kFirstWait_s * std::pow(2.0, std::min(m_failures, 20)));
    ++m_failures;
    if (retryAfter_s)
        return std::clamp(*retryAfter_s, 0.0, kLongestRetryAfter_s);
    return std::uniform_real_distribution<double>(most / 2, most)(m_random);
}

std::optional<double> retryAfter(std::string_view header, std::int64_t now_s)
{
    const QString text = QString::fromUtf8(header.data(), static_cast<qsizetype>(std::min<std::size_t>(header.size(), 100))).trimmed();
    bool number = false;
    if (const double s = text.toDouble(&number); number)
        return s >= 0 ? std::optional(s) : std::nullopt;
    QDateTime at = QLocale::c().toDateTime(text, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!at.isValid())
        return std::nullopt;
    at.setTimeSpec(Qt::UTC);
    return std::max(0.0, static_cast<double>(at.toSecsSinceEpoch() - now_s));
}

PageGuard::PageGuard(std::string firstUrl) : m_first(std::move(firstUrl)) { m_seen.insert(m_first); }

std::optional<std::string> PageGuard::mayFollow(const std::string& link, std::int64_t first_s, std::int64_t last_s)
{
    if (link.empty() || link.size() > 8000)
        return std::nullopt;
    const QUrl base(QString::fromStdString(m_first)), next = base.resolved(QUrl(QString::fromStdString(link)));
    const auto port = [](const QUrl& u) { return u.port(u.scheme() == QLatin1String("https") ? 443 : 80); };
    const bool sameOrigin =
        next.scheme() == base.scheme() && next.host() == base.host() && port(next) == port(base) && next.userInfo().isEmpty();
    if (!sameOrigin || next.path() != base.path() || first_s < m_last_s)
        return std::nullopt;
    m_last_s = std::max(m_last_s, last_s);
    const std::string whole = next.toString(QUrl::FullyEncoded).toStdString();
    if (!m_seen.insert(whole).second)
        return std::nullopt;
    return whole;
}

}  // namespace isopolis
