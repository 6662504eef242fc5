// Polling over HTTP: ETag and If-Modified-Since, a cursor of time where the source can filter, Retry-After and full jitter.

#include "gis/feeds/connect/connector.h"
#include "gis/feeds/connect/polling.h"
#include "gis/feeds/feed_time.h"
#include "gis/feeds/json_value.h"
#include "gis/feeds/payload.h"

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kTransfer_s = 30;
constexpr int kLeastTransfer_ms = 2000;  ///< however fast a recording is replayed
constexpr std::int64_t kOverlap_s = 7200;
constexpr int kMostPages = 1000;

std::string escaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    return out;
}

/// What is wrong, for people: which name was not found, whose certificate is not trusted.
std::string wordsFor(QNetworkReply& reply)
{
    const std::string host = reply.url().host().toStdString();
    switch (reply.error()) {
    case QNetworkReply::HostNotFoundError: return "the name '" + host + "' is not known to the network (DNS)";
    case QNetworkReply::ConnectionRefusedError: return "nothing listens at '" + host + "'";
    case QNetworkReply::SslHandshakeFailedError:
        return "the certificate of '" + host + "' cannot be trusted (TLS): " + reply.errorString().toStdString();
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: return "'" + host + "' did not answer in time, or sent more than 64 MB";
    default: return "'" + host + "' could not be read: " + reply.errorString().toStdString();
    }
}

class HttpConnector : public Connector {
public:
    HttpConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret, const FeedClock& clock)
        : m_source(source), m_id(id), m_inbox(inbox), m_key(secret.key), m_clock(clock),
          m_backoff(std::hash<std::string>()(source.profile.name)), m_pages(source.url), m_cataloguePages(source.catalogueUrl)
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { poll(); });
    }

    ~HttpConnector() override { HttpConnector::stop(); }

    Expected<void> start(const std::string& cursor) override
    {
        if (const auto json = JsonDocument::parse(cursor)) {
            m_etag = json->root()["etag"].text();
            m_modified = json->root()["last_modified"].text();
            m_newest_s = static_cast<std::int64_t>(json->root()["newest"].number().value_or(-1));
        }
        if (!m_source.caFile.empty()) {
            const auto own = QSslCertificate::fromPath(QString::fromStdString(m_source.caFile));
            if (own.isEmpty())
                return unexpected(Error{ErrorCode::NotFound, "the file holds no certificate"}
                                      .in(m_source.caFile)
                                      .at(m_source.profile.name)
                                      .about("ca_file"));
            m_tls.addCaCertificates(own);
        }
        m_running = true;
        m_unread = m_wanted = false;
        m_listing = m_source.catalogueUrl.empty() ? Listing::Known : Listing::Asked;
        m_timer.start(0);
        return {};
    }

    void stop() override
    {
        m_running = false;
        m_timer.stop();
        if (m_reply) {
            m_reply->disconnect();
            m_reply->abort();
            m_reply->deleteLater();
            m_reply = nullptr;
        }
    }

    std::string cursor() const override
    {
        return "{\"etag\":\"" + escaped(m_etag) + "\",\"last_modified\":\"" + escaped(m_modified) +
               "\",\"newest\":" + std::to_string(m_newest_s) + "}";
    }

    void newest(std::int64_t t_s, std::uint32_t period_s) override
    {
        m_newest_s = std::max(m_newest_s, t_s);
        m_overlap_s = std::max(kOverlap_s, std::int64_t{3} * period_s);
    }

    void described(const std::string& link) override
    {
        if (!m_running || m_listing == Listing::Known)
            return;
        const auto next = ++m_pageCount > kMostPages ? std::nullopt : m_cataloguePages.mayFollow(link, 0, 0);
        if (!next && m_listing != Listing::Waits)
            return;  // of a message that lay in the inbox when we began
        m_next = next.value_or(std::string());
        m_listing = next ? Listing::Asked : Listing::Known;
        m_timer.start(0);
    }

    void drained() override
    {
        if (m_running && m_listing == Listing::Waits)
            described({});
        m_unread = false;
        if (m_running && std::exchange(m_wanted, false) && !m_reply)
            m_timer.start(0);
    }

    void follow(const std::string& link, std::int64_t first_s, std::int64_t last_s) override
    {
        if (m_listing != Listing::Known) {
            described(link);  // a catalogue may hold values too
            return;
        }
        if (!m_running || link.empty() || ++m_pageCount > kMostPages)
            return;
        const auto next = m_pages.mayFollow(link, first_s, last_s);
        // A link that leads elsewhere is not followed: with a cursor of time the next request brings what it held.
        if (next)
            m_next = *next;
        if (next && !m_reply)
            m_timer.start(0);
    }

private:
    QUrl address()
    {
        if (!m_next.empty())
            return QUrl(QString::fromStdString(std::exchange(m_next, {})));
        QUrl url(QString::fromStdString(m_source.url));
        m_pageCount = 0;
        if (m_source.timeCursor && m_source.kind == FeedKind::SensorThings) {
            QUrlQuery query(url);
            if (m_newest_s >= 0)
                query.addQueryItem(QStringLiteral("$filter"),
                                   QStringLiteral("phenomenonTime gt ") + QString::fromStdString(isoTime(m_newest_s - m_overlap_s)));
            if (!query.hasQueryItem(QStringLiteral("$orderby")))
                query.addQueryItem(QStringLiteral("$orderby"), QStringLiteral("phenomenonTime asc"));
            url.setQuery(query);
        }
        m_pages = PageGuard(url.toString(QUrl::FullyEncoded).toStdString());
        return url;
    }

    void poll()
    {
        if (!m_running || m_reply)
            return;
        if (m_unread) {
            m_wanted = true;
            return;
        }
        const bool page = !m_next.empty() || m_listing != Listing::Known;
        m_asked = m_next;
        QNetworkRequest request(m_listing == Listing::Known || !m_next.empty() ? address()
                                                                               : QUrl(QString::fromStdString(m_source.catalogueUrl)));
        request.setTransferTimeout(std::max(m_clock.wait_ms(kTransfer_s), kLeastTransfer_ms));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
        request.setMaximumRedirectsAllowed(5);
        request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Isopolis/0.1 (city twin; live sensors)"));
        request.setSslConfiguration(m_tls);
        if (!m_key.empty() && !m_source.secretHeader.empty())
            request.setRawHeader(QByteArray::fromStdString(m_source.secretHeader), QByteArray::fromStdString(m_key));
        else if (!m_key.empty() && !m_source.user.empty())
            request.setRawHeader("Authorization", "Basic " + QByteArray::fromStdString(m_source.user + ":" + m_key).toBase64());
        else if (!m_key.empty())
            request.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(m_key));
        if (!page && !m_source.timeCursor) {
            if (!m_etag.empty())
                request.setRawHeader("If-None-Match", QByteArray::fromStdString(m_etag));
            if (!m_modified.empty())
                request.setRawHeader("If-Modified-Since", QByteArray::fromStdString(m_modified));
        }
        m_reply = m_network.get(request);
        QObject::connect(m_reply, &QNetworkReply::downloadProgress, m_reply, [reply = m_reply](qint64 got, qint64) {
            if (got > static_cast<qint64>(kLargestBody))
                reply->abort();
        });
        QObject::connect(m_reply, &QNetworkReply::finished, m_reply, [this] { finished(); });
    }

    void finished()
    {
        QNetworkReply* reply = std::exchange(m_reply, nullptr);
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status == 304) {
            done();
        } else if (status == 200) {
            if (reply->error() != QNetworkReply::NoError)
                failed(wordsFor(*reply), std::nullopt);  // cut off: half a message is none
            else
                received(*reply);
        } else if (status == 401 || status == 403) {
            m_running = false;
            onTrouble({"the server refuses access (" + std::to_string(status) + "); check the key named by 'secret'", true, 0});
        } else if (status == 0) {
            failed(wordsFor(*reply), std::nullopt);
        } else {
            failed("the server answered with status " + std::to_string(status),
                   retryAfter(reply->rawHeader("Retry-After").toStdString(), m_clock.now_s()));
        }
    }

    void received(QNetworkReply& reply)
    {
        const QByteArray body = reply.readAll();
        const auto kept = m_inbox.put({.src = m_id,
                                       .recv_us = m_clock.now_ms() * 1000,
                                       .body = body.toStdString(),
                                       .contentType = reply.header(QNetworkRequest::ContentTypeHeader).toString().toStdString(),
                                       .topicOrUrl = reply.url().toString(QUrl::RemoveUserInfo).toStdString(),
                                       .etag = reply.rawHeader("ETag").toStdString()});
        if (!kept) {
            failed(kept.error().text(), std::nullopt);
            return;
        }
        m_unread = true;
        if (m_listing == Listing::Asked) {
            m_listing = Listing::Waits;
            onMessage();
            m_backoff.succeeded();
            onAlive();
            return;
        }
        // Only what is laid down may be answered with "not modified" the next time.
        m_etag = reply.rawHeader("ETag").toStdString();
        m_modified = reply.rawHeader("Last-Modified").toStdString();
        onMessage();
        done();
    }

    void done()
    {
        m_backoff.succeeded();
        onAlive();
        if (m_running && !m_timer.isActive())
            m_timer.start(m_next.empty() ? m_clock.wait_ms(m_source.poll_s) : 0);
    }

    void failed(const std::string& reason, std::optional<double> wait_s)
    {
        const double s = m_backoff.failed(wait_s);
        if (m_listing != Listing::Known)
            m_next = m_asked;  // its pages follow each other; values are asked for by time
        onTrouble({reason, false, s});
        if (m_running)
            m_timer.start(m_clock.wait_ms(s));
    }

    FeedSource m_source;
    SourceId m_id;
    Inbox& m_inbox;
    std::string m_key, m_etag, m_modified, m_next, m_asked;
    FeedClock m_clock;
    std::int64_t m_newest_s = -1, m_overlap_s = kOverlap_s;
    int m_pageCount = 0;
    enum class Listing : std::uint8_t { Asked, Waits, Known };
    Listing m_listing = Listing::Known;  ///< of the catalogue: waits until the page that came is read
    bool m_running = false, m_unread = false, m_wanted = false;
    Backoff m_backoff;
    PageGuard m_pages, m_cataloguePages;
    QSslConfiguration m_tls = QSslConfiguration::defaultConfiguration();
    QNetworkAccessManager m_network;
    QNetworkReply* m_reply = nullptr;
    QTimer m_timer;
};

}  // namespace

std::unique_ptr<Connector> makeHttpConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret,
                                             const FeedClock& clock)
{
    return std::make_unique<HttpConnector>(source, id, inbox, secret, clock);
}

std::unique_ptr<Connector> makeConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret,
                                         const std::filesystem::path& folder, const FeedClock& clock)
{
    if (source.url.starts_with("http"))
        return makeHttpConnector(source, id, inbox, secret, clock);
    return makeMqttConnector(source, id, inbox, secret, folder);
}

}  // namespace isopolis
