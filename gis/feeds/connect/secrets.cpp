#include "gis/feeds/connect/secrets.h"

#include <QSemaphore>
#include <QThread>

#include <cstdlib>
#include <functional>
#include <memory>

#include <qt6keychain/keychain.h>

namespace isopolis {

namespace {
constexpr int kPatience_ms = 30'000;  // the keyring may ask its owner

struct Answer {
    QKeychain::Error error = QKeychain::OtherError;
    QString words = QStringLiteral("it did not answer"), text;
};

/// All questions to the keyring are asked in one thread that stays: QtKeychain queues them in an object of the thread that was first to
/// ask, and goes wrong where others ask as well. Whoever asks waits; a question that is given up goes on by itself.
class Keyring {
public:
    static Keyring& one()
    {
        static Keyring keyring;
        return keyring;
    }
    Answer ask(const std::function<QKeychain::Job*()>& question, const FeedSource& source)
    {
        struct Reply {
            Answer answer;
            QSemaphore given;
        };
        auto reply = std::make_shared<Reply>();
        QMetaObject::invokeMethod(&m_desk, [this, reply, question, entry = QString::fromStdString(source.secret)] {
            QKeychain::Job* job = question();  // goes away when it has ended
            job->setKey(entry);
            QObject::connect(job, &QKeychain::Job::finished, &m_desk, [reply](QKeychain::Job* done) {
                reply->answer.error = done->error();
                reply->answer.words = done->errorString();
                if (const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(done))
                    reply->answer.text = read->textData();
                reply->given.release();
            });
            job->start();
        });
        return reply->given.tryAcquire(1, kPatience_ms) ? reply->answer : Answer{};
    }

private:
    Keyring()
    {
        m_thread.setObjectName(QStringLiteral("keyring"));
        m_desk.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Keyring()
    {
        m_thread.quit();
        m_thread.wait();
    }
    QThread m_thread;
    QObject m_desk;
};

QString service() { return QStringLiteral("isopolis"); }

}  // namespace

std::string secretVariable(const std::string& sourceName)
{
    std::string name = "ISOPOLIS_SECRET_";
    for (const char c : sourceName)
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
    return name;
}

Expected<FeedSecret> secretOf(const FeedSource& source)
{
    if (source.secret.empty())
        return FeedSecret{};
    if (const char* given = std::getenv(secretVariable(source.profile.name).c_str()))
        return FeedSecret{given};
    const Answer answer = Keyring::one().ask([] { return new QKeychain::ReadPasswordJob(service()); }, source);
    if (answer.error != QKeychain::NoError || answer.text.isEmpty()) {
        const bool none = answer.error == QKeychain::NoError || answer.error == QKeychain::EntryNotFound;
        return unexpected(
            Error{ErrorCode::NotFound, none ? "the keyring has no entry '" + source.secret + "' of isopolis"
                                            : "no keyring can be asked for '" + source.secret + "': " + answer.words.toStdString()}
                .at(source.profile.name)
                .about("secret")
                .cure(std::string(none ? "Store it there" : "Give the key when it is asked for") + ", or set the environment variable " +
                      secretVariable(source.profile.name) + "."));
    }
    return FeedSecret{answer.text.toStdString()};
}

Expected<void> storeSecret(const FeedSource& source, const std::string& key)
{
    const auto write = [text = QString::fromStdString(key)] {
        auto* job = new QKeychain::WritePasswordJob(service());
        job->setTextData(text);
        return job;
    };
    if (const Answer answer = Keyring::one().ask(write, source); answer.error != QKeychain::NoError)
        return unexpected(Error{ErrorCode::Io, "the keyring did not take the key: " + answer.words.toStdString()}
                              .at(source.profile.name)
                              .about("secret")
                              .cure("It is used until the program ends; set the environment variable " +
                                    secretVariable(source.profile.name) + " to keep it."));
    return {};
}

Expected<void> forgetSecret(const FeedSource& source)
{
    const Answer answer = Keyring::one().ask([] { return new QKeychain::DeletePasswordJob(service()); }, source);
    if (answer.error != QKeychain::NoError && answer.error != QKeychain::EntryNotFound)
        return unexpected(Error{ErrorCode::Io, "the keyring did not remove the key: " + answer.words.toStdString()}
                              .at(source.profile.name)
                              .about("secret"));
    return {};
}

}  // namespace isopolis
