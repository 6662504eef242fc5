#include "tests/servers/fault_proxy.h"

#include <QTcpSocket>
#include <QTimer>

#include <array>
#include <charconv>
#include <functional>

#include <sys/socket.h>

namespace isopolis::test {

namespace {

constexpr std::array<std::string_view, 11> kWords = {"none",       "delay",   "refuse", "drop",         "reset", "truncate",
                                                     "half_close", "trickle", "flip",   "wrong_length", "status"};
constexpr int kMostOpen = 64;
constexpr const char* kHeadEnd = "\r\n\r\n";

/// One client and its server.
class Pair : public QObject {
public:
    Pair(QTcpSocket* client, quint16 upstream, FaultPlan plan, std::function<void()> gone)
        : m_client(client), m_plan(plan), m_gone(std::move(gone))
    {
        m_client->setParent(this);
        m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(m_client, &QTcpSocket::disconnected, this, [this] { end(); });
        connect(m_client, &QTcpSocket::readyRead, this, [this] { asked(); });
        if (plan.fault == Fault::Drop || plan.fault == Fault::Status)
            return;
        connect(&m_server, &QTcpSocket::readyRead, this, [this] { answered(m_server.readAll()); });
        connect(&m_server, &QTcpSocket::disconnected, this, [this] { finish(); });
        m_server.connectToHost(QHostAddress(QHostAddress::LocalHost), upstream);
    }

private:
    void asked()
    {
        if (m_plan.fault == Fault::Drop)
            return;
        if (m_plan.fault != Fault::Status) {
            m_server.write(m_client->readAll());
            return;
        }
        m_question += m_client->readAll();
        if (!m_question.contains(kHeadEnd))
            return;
        m_client->write("HTTP/1.1 " + QByteArray::number(m_plan.amount) + " X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        m_client->disconnectFromHost();
    }

    void answered(QByteArray bytes)
    {
        switch (m_plan.fault) {
        case Fault::Delay: QTimer::singleShot(static_cast<int>(m_plan.amount), this, [this, bytes] { m_client->write(bytes); }); return;
        case Fault::Trickle:
            for (const char c : bytes) {
                m_client->write(&c, 1);
                m_client->flush();
            }
            return;
        case Fault::Flip: flip(bytes); break;
        case Fault::WrongLength: lie(bytes); break;
        case Fault::Reset:
        case Fault::Truncate:
        case Fault::HalfClose: cut(bytes); return;
        default: break;
        }
        m_client->write(bytes);
    }

    void cut(const QByteArray& bytes)
    {
        const qint64 left = m_plan.amount - m_sent;
        m_client->write(bytes.left(static_cast<qsizetype>(std::max<qint64>(0, left))));
        m_sent += bytes.size();
        if (bytes.size() < left || m_cut)
            return;
        m_cut = true;
        m_client->flush();
        const auto handle = static_cast<int>(m_client->socketDescriptor());
        if (m_plan.fault == Fault::HalfClose) {
            ::shutdown(handle, SHUT_WR);
        } else if (m_plan.fault == Fault::Reset) {
            const linger now{1, 0};  // what is not sent is thrown away, and the other end gets a reset
            ::setsockopt(handle, SOL_SOCKET, SO_LINGER, &now, sizeof now);
            m_client->abort();
        } else {
            m_client->disconnectFromHost();
        }
    }

    void flip(QByteArray& bytes)
    {
        qsizetype at = 0;
        if (!m_inBody) {
            m_head += bytes;
            const qsizetype end = m_head.indexOf(kHeadEnd);
            if (end < 0)
                return;
            m_inBody = true;
            at = end + 4 - (m_head.size() - bytes.size());
        }
        for (; at < bytes.size(); ++at)
            if (m_plan.amount > 0 && ++m_sent % m_plan.amount == 0)
                bytes[at] = static_cast<char>(bytes[at] ^ 1);
    }

    /// The head comes in one piece from servers as small as ours.
    void lie(QByteArray& bytes) const
    {
        const QByteArray name = "Content-Length: ";
        const qsizetype at = bytes.indexOf(name);
        if (at < 0)
            return;
        const qsizetype from = at + name.size(), to = bytes.indexOf('\r', from);
        bytes.replace(from, to - from, QByteArray::number(bytes.mid(from, to - from).toLongLong() + m_plan.amount));
    }

    void finish()
    {
        if (m_cut)
            return;
        // After what is still on its way.
        QTimer::singleShot(m_plan.fault == Fault::Delay ? static_cast<int>(m_plan.amount) + 1 : 0, this,
                           [this] { m_client->disconnectFromHost(); });
    }

    void end()
    {
        m_server.disconnect();
        m_server.abort();
        if (m_gone)
            std::exchange(m_gone, nullptr)();
        deleteLater();
    }

    QTcpSocket* m_client;
    QTcpSocket m_server;
    FaultPlan m_plan;
    std::function<void()> m_gone;
    QByteArray m_question, m_head;
    qint64 m_sent = 0;
    bool m_inBody = false, m_cut = false;
};

}  // namespace

std::string_view faultWord(Fault fault) { return kWords[static_cast<std::size_t>(fault)]; }

std::optional<FaultPlan> faultOf(std::string_view words)
{
    while (!words.empty() && static_cast<unsigned char>(words.back()) <= ' ')
        words.remove_suffix(1);
    const std::size_t space = words.find(' ');
    FaultPlan plan;
    if (space != std::string_view::npos) {
        const std::string_view number = words.substr(space + 1);
        if (std::from_chars(number.data(), number.data() + number.size(), plan.amount).ptr != number.data() + number.size())
            return std::nullopt;
    }
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (words.substr(0, space) == kWords[i]) {
            plan.fault = static_cast<Fault>(i);
            return plan;
        }
    return std::nullopt;
}

FaultProxy::FaultProxy(quint16 upstream, quint16 port) : m_upstream(upstream)
{
    if (!m_server.listen(QHostAddress::LocalHost, port))
        qFatal("the port cannot be listened to");
    m_port = m_server.serverPort();
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { take(); });
}

void FaultProxy::set(FaultPlan plan)
{
    m_plan = plan;
    if (plan.fault == Fault::Refuse)
        m_server.close();
    else if (!m_server.isListening() && !m_server.listen(QHostAddress::LocalHost, m_port))
        qFatal("the port is taken by now");
}

void FaultProxy::take()
{
    while (QTcpSocket* client = m_server.nextPendingConnection()) {
        if (m_open >= kMostOpen) {
            client->abort();
            client->deleteLater();
            continue;
        }
        ++m_connections;
        ++m_open;
        auto* pair = new Pair(client, m_upstream, m_plan, [this] { --m_open; });
        pair->setParent(&m_server);
    }
}

}  // namespace isopolis::test
