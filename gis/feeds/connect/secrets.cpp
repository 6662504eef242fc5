#include "gis/feeds/connect/secrets.h"

#include <QEventLoop>
#include <QTimer>

#include <cstdlib>

#include <qt6keychain/keychain.h>

namespace isopolis {

namespace {
constexpr int kPatience_ms = 30'000;  // the keyring may ask its owner
}

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
    job.setAutoDelete(false);
    job.setKey(QString::fromStdString(source.secret));
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(kPatience_ms, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
    if (job.error() != QKeychain::NoError || job.textData().isEmpty())
        return unexpected(Error{ErrorCode::NotFound, "the keyring has no entry '" + source.secret + "' of isopolis"}
                              .at(source.profile.name)
                              .about("secret")
                              .cure("Store it there, or set the environment variable " + secretVariable(source.profile.name) + "."));
    return FeedSecret{job.textData().toStdString()};
}

}  // namespace isopolis
