#include "gis/feeds/connect/secrets.h"

#include <QEventLoop>
#include <QTimer>

#include <cstdlib>

#include <qt6keychain/keychain.h>

namespace isopolis {

namespace {
constexpr int kPatience_ms = 30'000;  // the keyring may ask its owner

void await(QKeychain::Job& job, const FeedSource& source)
{
    job.setAutoDelete(false);
    job.setKey(QString::fromStdString(source.secret));
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(kPatience_ms, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
}

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
    QKeychain::ReadPasswordJob job(QStringLiteral("isopolis"));
    await(job, source);
    if (job.error() != QKeychain::NoError || job.textData().isEmpty())
        return unexpected(Error{ErrorCode::NotFound, "the keyring has no entry '" + source.secret + "' of isopolis"}
                              .at(source.profile.name)
                              .about("secret")
                              .cure("Store it there, or set the environment variable " + secretVariable(source.profile.name) + "."));
    return FeedSecret{job.textData().toStdString()};
}

Expected<void> storeSecret(const FeedSource& source, const std::string& key)
{
    QKeychain::WritePasswordJob job(QStringLiteral("isopolis"));
    job.setTextData(QString::fromStdString(key));
    await(job, source);
    if (job.error() != QKeychain::NoError)
        return unexpected(Error{ErrorCode::Io, "the keyring did not take the key: " + job.errorString().toStdString()}
                              .at(source.profile.name)
                              .about("secret")
                              .cure("It is used until the program ends; set the environment variable " +
                                    secretVariable(source.profile.name) + " to keep it."));
    return {};
}

}  // namespace isopolis
