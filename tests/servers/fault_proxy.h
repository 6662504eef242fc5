#pragma once
/// A TCP proxy that does what networks do on bad days. On the loopback alone, 64 connections at most.
///
///   FaultProxy proxy(server.port());          // clients use proxy.url("/feed")
///   proxy.set({Fault::Refuse});               // nothing listens any more, until:
///   proxy.set({});
///   proxy.set(*faultOf("truncate 300"));
///
/// Faults hold for connections that begin after they are set, `Refuse` at once. `amount`: bytes of the answer, its head included, or what
/// the table says.
///
/// | word | what | amount |
/// |---|---|---|
/// | none | passes everything on | |
/// | delay | the answer comes late | milliseconds |
/// | refuse | the port is closed | |
/// | drop | taken, and never answered | |
/// | reset | the connection breaks (RST) after | bytes |
/// | truncate | ends in good order (FIN) after | bytes |
/// | half_close | ends after so many bytes, and goes on listening | bytes |
/// | trickle | one byte at a time | |
/// | flip | one bit of every n-th byte behind the head is wrong | n |
/// | wrong_length | the head tells so many bytes more than there are | bytes, also negative |
/// | status | answers itself, with | the status, e.g. 503 |

#include <QTcpServer>

#include <optional>
#include <string>
#include <string_view>

namespace isopolis::test {

enum class Fault { None, Delay, Refuse, Drop, Reset, Truncate, HalfClose, Trickle, Flip, WrongLength, Status };

struct FaultPlan {
    Fault fault = Fault::None;
    qint64 amount = 0;
};

std::optional<FaultPlan> faultOf(std::string_view words);  ///< "status 503"
std::string_view faultWord(Fault fault);

class FaultProxy {
public:
    /// port 0: a free one.
    explicit FaultProxy(quint16 upstream, quint16 port = 0);
    void set(FaultPlan plan);
    quint16 port() const { return m_port; }
    std::string url(const char* path) const { return "http:/" + std::string("/127.0.0.1:") + std::to_string(m_port) + path; }
    std::size_t connections() const { return m_connections; }  ///< taken so far

private:
    void take();

    QTcpServer m_server;
    quint16 m_upstream, m_port = 0;
    FaultPlan m_plan;
    std::size_t m_connections = 0;
    int m_open = 0;
};

}  // namespace isopolis::test
