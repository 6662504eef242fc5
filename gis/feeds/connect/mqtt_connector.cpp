// MQTT 3.1.1 by Eclipse Paho C (asynchronous, with TLS). The callback answers 1 - and only then does Paho acknowledge a message of
// QoS 1 - after the inbox has committed it. The session is kept: what came while we were away waits at the broker.

#include "gis/feeds/connect/connector.h"

#include <QDateTime>
#include <QTimer>

#include <atomic>
#include <cstring>
#include <mutex>

#include <MQTTAsync.h>

namespace isopolis {

namespace {

constexpr int kKeepAlive_s = 30, kMostInFlight = 100, kQos = 1;

class MqttConnector : public Connector {
public:
    MqttConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret, std::filesystem::path folder)
        : m_source(source), m_id(id), m_inbox(inbox), m_key(secret.key), m_folder(std::move(folder))
    {
        // Paho speaks from threads of its own; what others hear is told in this one.
        QObject::connect(&m_teller, &QTimer::timeout, &m_teller, [this] { tell(); });
    }

    ~MqttConnector() override { MqttConnector::stop(); }

    Expected<void> start(const std::string&) override
    {
        const auto wrong = [this](const std::string& what, const char* field) {
            return unexpected(Error{ErrorCode::BadValue, what}.at(m_source.profile.name).about(field));
        };
        if (m_source.topics.empty())
            return wrong("a source over MQTT needs the topics to listen to", "topics");
        std::error_code failed;
        std::filesystem::create_directories(m_folder, failed);
        std::string url = m_source.url;
        const bool tls = url.starts_with("mqtts://") || url.starts_with("ssl://");
        url = (tls ? "ssl://" : "tcp://") + url.substr(url.find("://") + 3);
        MQTTAsync_createOptions create = MQTTAsync_createOptions_initializer;
        const std::string client = "isopolis-" + m_source.profile.name;  // the same each time: the broker keeps our session by it
        if (MQTTAsync_createWithOptions(&m_client, url.c_str(), client.c_str(), MQTTCLIENT_PERSISTENCE_DEFAULT,
                                        const_cast<char*>(m_folder.c_str()), &create) != MQTTASYNC_SUCCESS)
            return wrong("the address '" + m_source.url + "' cannot be used", "url");
        MQTTAsync_setCallbacks(m_client, this, &MqttConnector::lost, &MqttConnector::arrived, nullptr);
        MQTTAsync_setConnected(m_client, this, &MqttConnector::connected);
        MQTTAsync_connectOptions connect = MQTTAsync_connectOptions_initializer;
        MQTTAsync_SSLOptions ssl = MQTTAsync_SSLOptions_initializer;
        connect.cleansession = 0;
        connect.keepAliveInterval = kKeepAlive_s;
        connect.maxInflight = kMostInFlight;
        connect.automaticReconnect = 1;
        connect.minRetryInterval = 1;
        connect.maxRetryInterval = 60;
        connect.connectTimeout = 10;
        connect.username = m_source.user.empty() ? nullptr : m_source.user.c_str();
        connect.password = m_key.empty() ? nullptr : m_key.c_str();
        connect.onFailure = &MqttConnector::refused;
        connect.context = this;
        if (tls) {
            ssl.enableServerCertAuth = 1;
            ssl.verify = 1;
            ssl.sslVersion = MQTT_SSL_VERSION_TLS_1_2;
            ssl.trustStore = m_source.caFile.empty() ? nullptr : m_source.caFile.c_str();
            ssl.CApath = m_source.caFile.empty() ? "/etc/ssl/certs" : nullptr;
            connect.ssl = &ssl;
        }
        m_running = true;
        m_teller.start(100);
        if (MQTTAsync_connect(m_client, &connect) != MQTTASYNC_SUCCESS)
            return wrong("the connection could not be begun", "url");
        return {};
    }

    void stop() override
    {
        m_running = false;
        m_teller.stop();
        if (!m_client)
            return;
        MQTTAsync_disconnectOptions bye = MQTTAsync_disconnectOptions_initializer;
        bye.timeout = 500;
        MQTTAsync_disconnect(m_client, &bye);
        MQTTAsync_destroy(&m_client);
        m_client = nullptr;
    }

    std::string cursor() const override { return "{}"; }

    void send(const std::string& topic, const std::string& body) override
    {
        // At most once and not kept by the broker, as commands are: an old one must not be obeyed later.
        if (m_client)
            MQTTAsync_send(m_client, topic.c_str(), static_cast<int>(body.size()), body.data(), 0, 0, nullptr);
    }

private:
    static int arrived(void* context, char* topic, int topicLength, MQTTAsync_message* message)
    {
        auto* self = static_cast<MqttConnector*>(context);
        const std::string name = topicLength > 0 ? std::string(topic, static_cast<std::size_t>(topicLength)) : std::string(topic);
        const auto kept = self->m_inbox.put(
            {.src = self->m_id,
             .recv_us = QDateTime::currentMSecsSinceEpoch() * 1000,
             .body = std::string(static_cast<const char*>(message->payload), static_cast<std::size_t>(message->payloadlen)),
             .contentType = {},
             .topicOrUrl = name,
             .etag = {},
             .delivery = message->dup ? Delivery::PushAgain : Delivery::Push});
        if (!kept) {
            self->say(kept.error().text());
            return 0;  // not acknowledged: it comes again
        }
        self->m_news = true;
        MQTTAsync_freeMessage(&message);
        MQTTAsync_free(topic);
        return 1;
    }

    static void connected(void* context, char*)
    {
        auto* self = static_cast<MqttConnector*>(context);
        self->m_alive = true;
        for (const std::string& topic : self->m_source.topics) {
            MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
            options.onFailure = &MqttConnector::notSubscribed;
            options.context = self;
            MQTTAsync_subscribe(self->m_client, topic.c_str(), kQos, &options);
        }
    }

    static void lost(void* context, char*) { static_cast<MqttConnector*>(context)->say("the connection to the broker is lost"); }

    static void notSubscribed(void* context, MQTTAsync_failureData*)
    {
        static_cast<MqttConnector*>(context)->say("the broker does not let us listen to a topic");
    }

    static void refused(void* context, MQTTAsync_failureData* why)
    {
        auto* self = static_cast<MqttConnector*>(context);
        // 4 and 5 of MQTT 3.1.1: bad user or password, not authorised. To knock again would not help.
        const bool access = why && (why->code == 4 || why->code == 5);
        std::string reason =
            access ? "the broker refuses access; check 'user' and the key named by 'secret'" : "the broker cannot be reached";
        if (why && why->message && !access)
            reason += std::string(" (") + why->message + ")";
        {
            const std::lock_guard lock(self->m_mutex);
            self->m_stopped = access;
            self->m_again = !access;
        }
        self->say(reason);
    }

    void say(const std::string& reason)
    {
        const std::lock_guard lock(m_mutex);
        m_reason = reason;
    }

    void tell()
    {
        std::string reason;
        bool stopped = false, again = false;
        {
            const std::lock_guard lock(m_mutex);
            reason.swap(m_reason);
            std::swap(stopped, m_stopped);
            std::swap(again, m_again);
        }
        if (!reason.empty())
            onTrouble({reason, stopped, stopped ? 0.0 : 2.0});
        if (m_alive.exchange(false))
            onAlive();
        if (m_news.exchange(false)) {
            onAlive();
            onMessage();
        }
        if (again && m_running)  // a first connection that failed is not tried again by Paho itself
            QTimer::singleShot(2000, &m_teller, [this] {
                if (m_running && m_client && !MQTTAsync_isConnected(m_client))
                    restart();
            });
    }

    void restart()
    {
        stop();
        if (const auto started = start({}); !started)
            onTrouble({started.error().text(), true, 0});
    }

    FeedSource m_source;
    SourceId m_id;
    Inbox& m_inbox;
    std::string m_key;
    std::filesystem::path m_folder;
    MQTTAsync m_client = nullptr;
    std::atomic<bool> m_running{false}, m_news{false}, m_alive{false};
    std::mutex m_mutex;
    std::string m_reason;
    bool m_stopped = false, m_again = false;
    QTimer m_teller;
};

}  // namespace

std::unique_ptr<Connector> makeMqttConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret,
                                             const std::filesystem::path& folder)
{
    return std::make_unique<MqttConnector>(source, id, inbox, secret, folder);
}

}  // namespace isopolis
