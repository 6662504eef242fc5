#pragma once
/// A small HTTP server on the loopback for tests: answers what it is told to, and remembers what it was asked.
///
///   LoopbackServer server([](const Request& r) { return Reply{200, "{}"}; });
///   server.url("/feed");   server.requests();
///
/// One request a connection. `cut`: the connection breaks after so many bytes of the body.

#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace isopolis::test {

struct Request {
    QByteArray path;
    QMap<QByteArray, QByteArray> headers;  ///< names in lower case
};

struct Reply {
    int status = 200;
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers = {};
    qsizetype cut = -1;
};

class LoopbackServer {
public:
    explicit LoopbackServer(std::function<Reply(const Request&)> answer, quint16 port = 0) : m_answer(std::move(answer))
    {
        if (!m_server.listen(QHostAddress::LocalHost, port))
            qFatal("the port of the loopback cannot be listened to");
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket* socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }
    std::string url(const char* path) const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + path; }
    quint16 port() const { return m_server.serverPort(); }
    const QList<Request>& requests() const { return m_requests; }

private:
    void read(QTcpSocket* socket)
    {
        QByteArray& text = m_pending[socket];
        text += socket->readAll();
        if (!text.contains("\r\n\r\n"))
            return;
        Request request;
        const QList<QByteArray> lines = text.left(text.indexOf("\r\n\r\n")).split('\n');
        request.path = lines.value(0).split(' ').value(1);
        for (const QByteArray& line : lines.mid(1))
            request.headers[line.left(line.indexOf(':')).trimmed().toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
        m_pending.remove(socket);
        m_requests.append(request);
        const Reply reply = m_answer(request);
        QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) +
                          " X\r\nContent-Length: " + QByteArray::number(reply.body.size()) + "\r\nConnection: close\r\n";
        for (const auto& [name, value] : reply.headers)
            head += name + ": " + value + "\r\n";
        socket->write(head + "\r\n" + (reply.cut < 0 ? reply.body : reply.body.left(reply.cut)));
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
    std::function<Reply(const Request&)> m_answer;
    QMap<QTcpSocket*, QByteArray> m_pending;
    QList<Request> m_requests;
};

}  // namespace isopolis::test
