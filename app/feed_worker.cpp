#include "app/feed_worker.h"

#include "gis/feeds/connect/secrets.h"
#include "gis/feeds/parser.h"
#include "simulation/project/sensor_store.h"
#include "ui/text/translate.h"

#include <QDateTime>
#include <QFile>
#include <QSaveFile>

#include <set>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr int kLook_ms = 250, kTrialPatience_ms = 40'000;
constexpr qint64 kLargestList = 1 << 22;
constexpr int kShown = 20;

FeedDraft draftOf(const FeedSource& s)
{
    FeedDraft d;
    d.name = text(s.profile.name);
    d.kind = text(feedKindName(s.kind));
    d.url = text(s.url);
    d.zone = text(s.profile.zone);
    d.licence = text(s.licence);
    d.attribution = text(s.attribution);
    d.purpose = text(s.purpose);
    d.legalBasis = text(s.legalBasis);
    d.privacy = QString(QLatin1Char("ABCD"[static_cast<std::size_t>(s.profile.privacy) & 3]));
    for (const std::string& topic : s.topics)
        d.topics << text(topic);
    d.poll_s = s.poll_s;
    d.period_s = static_cast<int>(s.profile.period_s);
    d.mayStore = s.mayStore;
    d.mayExport = s.mayExport;
    return d;
}

/// As it stands in NAME.feeds.json; empty fields are left out.
json jsonOf(const FeedDraft& d)
{
    json j = json::object();
    if (!d.profile.isEmpty())
        j = json::parse(utf8(d.profile), nullptr, false);
    if (!j.is_object())
        j = json::object();
    const auto put = [&j](const char* field, const QString& words) {
        if (!words.isEmpty())
            j[field] = utf8(words);
    };
    put("name", d.name);
    put("kind", d.kind);
    put("url", d.url);
    put("zone", d.zone);
    put("licence", d.licence);
    put("attribution", d.attribution);
    put("purpose", d.purpose);
    put("legal_basis", d.legalBasis);
    put("secret", d.secret);
    put("secret_header", d.secretHeader);
    put("user", d.user);
    put("ca_file", d.caFile);
    put("privacy", d.privacy);
    for (const QString& topic : d.topics)
        j["topics"].push_back(utf8(topic));
    j["poll_s"] = d.poll_s;
    if (d.period_s > 0)
        j["period_s"] = d.period_s;
    j["may_store"] = d.mayStore;
    j["may_export"] = d.mayExport;
    return j;
}

Expected<std::string> readList(const std::filesystem::path& path)
{
    QFile file(QString::fromStdU16String(path.u16string()));
    if (!file.exists())
        return std::string("{\"sources\": []}");
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestList)
        return unexpected(Error{ErrorCode::Io, "the list of sources cannot be read"}.in(path.string()));
    return file.readAll().toStdString();
}

FeedTrial trialOf(const FeedSource& source, const RawItem& item)
{
    FeedTrial trial;
    trial.reached = true;
    trial.bytes = item.body.size();
    Catalogue catalogue;
    catalogue.profile = source.profile;
    const ParseResult parsed = parsePayload(source.kind, item, catalogue);
    catalogue.apply(parsed);
    if (parsed.refused)
        trial.problem = QStringLiteral("%1 (byte %2)").arg(text(parsed.refused->reason)).arg(parsed.refused->offset);
    trial.observations = parsed.accepted.size();
    trial.rejectedCount = parsed.rejected.size();
    std::set<std::string> sensors;
    for (const Obs& o : parsed.accepted) {
        const Datastream& stream = catalogue.streams[o.ds.index()];
        sensors.insert(stream.sensor);
        if (trial.first.size() < kShown)
            trial.first.append({text(stream.sensor), stream.quantity, o.t, o.v});
    }
    trial.sensors = std::max(sensors.size(), parsed.sensors.size());
    for (const Rejected& r : parsed.rejected)
        if (trial.rejected.size() < kShown)
            trial.rejected.append({text(r.reason), static_cast<qint64>(r.offset)});
    if (!parsed.refused && parsed.accepted.empty() && parsed.sensors.empty() && parsed.rejected.empty())
        trial.problem = FeedWorker::tr("the message holds nothing that this kind of source has");
    return trial;
}

}  // namespace

Expected<void> TrialInbox::put(const RawItem& item)
{
    // Brokers call from threads of their own.
    Q_EMIT came(QByteArray::fromStdString(item.body), text(item.contentType), text(item.topicOrUrl));
    return {};
}

FeedWorker::FeedWorker() : m_look(this), m_trialPatience(this)
{
    m_look.setInterval(kLook_ms);
    connect(&m_look, &QTimer::timeout, this, &FeedWorker::look);
    m_trialPatience.setSingleShot(true);
    connect(&m_trialPatience, &QTimer::timeout, this, [this] {
        cancelTest();
        FeedTrial trial;
        trial.problem = tr("no message came within %1 seconds").arg(kTrialPatience_ms / 1000);
        Q_EMIT tested(trial);
    });
}

FeedWorker::~FeedWorker() { stop(); }

void FeedWorker::openProject(const QString& path)
{
    stop();
    cancelTest();
    m_project = std::filesystem::path(path.toStdU16String());
    m_sources.clear();
    if (!path.isEmpty())
        readSources();
    report();
}

bool FeedWorker::readSources()
{
    const auto file = feedSourcesPath(m_project);
    const auto list = readList(file);
    auto read = list ? readFeedSources(*list, file.string()) : unexpected(list.error());
    if (!read) {
        Q_EMIT failed(errorText(read.error()));
        return false;
    }
    m_sources = std::move(*read);
    return true;
}

void FeedWorker::start()
{
    stop();
    if (m_project.empty() || !readSources()) {
        report();
        return;
    }
    std::vector<FeedSource> listening;
    for (const FeedSource& source : m_sources)
        if (!source.url.empty() && hasSecret(source))
            listening.push_back(source);
    if (listening.empty()) {
        report();
        return;
    }
    for (std::size_t i = 0; i < listening.size(); ++i)
        m_position[listening[i].profile.name] = i;
    auto pipeline = FeedPipeline::open(m_project, std::move(listening));
    if (!pipeline) {
        m_position.clear();
        Q_EMIT failed(errorText(pipeline.error()));
        report();
        return;
    }
    m_pipeline = std::move(*pipeline);
    std::filesystem::path folder = m_project;
    folder.replace_extension(".mqtt");
    m_runner = std::make_unique<FeedRunner>(
        *m_pipeline, folder, [](const std::string&) {}, FeedClock(), [this](const FeedSource& source) { return secret(source); });
    if (auto started = m_runner->start(); !started) {
        Q_EMIT failed(errorText(started.error()));
        stop();
        return;
    }
    m_runner->listen();
    m_seen = 0;
    m_look.start();
    report();
}

void FeedWorker::stop()
{
    m_look.stop();
    m_runner.reset();
    m_pipeline.reset();
    m_position.clear();
    m_lacking.clear();
    report();
}

Expected<FeedSecret> FeedWorker::secret(const FeedSource& source) const
{
    if (const auto given = m_keys.find(source.profile.name); given != m_keys.end())
        return FeedSecret{given->second};
    return secretOf(source);
}

bool FeedWorker::hasSecret(const FeedSource& source)
{
    const auto key = secret(source);
    if (key)
        return true;
    m_lacking[source.profile.name] = key.error().message;
    Q_EMIT secretNeeded(text(source.profile.name), text(source.secret), text(key.error().message));
    return false;
}

void FeedWorker::giveSecret(const QString& name, const QString& key, bool keep)
{
    if (key.isEmpty())
        return;
    m_keys[utf8(name)] = utf8(key);
    for (const FeedSource& source : m_sources)
        if (keep && source.profile.name == utf8(name))
            if (auto kept = storeSecret(source, utf8(key)); !kept)
                Q_EMIT failed(errorText(kept.error()));
    start();
}

void FeedWorker::showUnstored()
{
    std::vector<UnstoredReading> readings;
    for (const UnstoredValue& v : m_pipeline->unstored())
        readings.push_back({m_pipeline->sources()[v.source].profile.name, v.sensor, v.quantity, v.position, v.newest,
                            m_pipeline->sources()[v.source].profile.period_s});
    if (!readings.empty())
        Q_EMIT unstoredSeen(readings);
}

void FeedWorker::look()
{
    std::size_t seen = 0;
    for (const auto& [name, i] : m_position)
        seen += m_pipeline->tally(i).observations;
    if (seen != m_seen) {
        m_seen = seen;
        showUnstored();
        Q_EMIT stored();
    }
    if (const std::vector<VehicleSighting> vehicles = m_pipeline->takeVehicles(); !vehicles.empty()) {
        std::vector<VehicleSighted> told;
        for (const VehicleSighting& v : vehicles)
            told.push_back({v.trip, v.route, v.position.lon_deg, v.position.lat_deg, v.t});
        Q_EMIT vehiclesSighted(told);
    }
    if (m_runner->fault()) {
        Q_EMIT failed(errorText(*m_runner->fault()));
        stop();
        return;
    }
    report();
}

void FeedWorker::report()
{
    std::vector<FeedStatus> all;
    for (const FeedSource& source : m_sources) {
        FeedStatus status;
        status.source = draftOf(source);
        status.phase = source.url.empty() ? FeedPhase::FileOnly : FeedPhase::Off;
        if (const auto at = m_position.find(source.profile.name); m_runner && at != m_position.end()) {
            const SourceHealth& health = m_runner->health(at->second);
            const SourceTally& tally = m_pipeline->tally(at->second);
            status.phase = health.ended         ? FeedPhase::GaveUp
                           : health.out         ? FeedPhase::Trouble
                           : health.heard_s < 0 ? FeedPhase::Starting
                                                : FeedPhase::Listening;
            status.colour = static_cast<FeedColour>(tally.colour());
            status.words = text(health.trouble);
            status.heard_s = health.heard_s;
            status.retry_s = health.retry_s;
            status.messages = tally.messages;
            status.refused = tally.refused;
            status.rejected = tally.rejected;
            status.observations = tally.observations;
        }
        if (const auto lacking = m_lacking.find(source.profile.name); lacking != m_lacking.end()) {
            status.phase = FeedPhase::GaveUp;
            status.words = text(lacking->second);
        }
        all.push_back(std::move(status));
    }
    Q_EMIT reported(all, m_runner != nullptr);
}

void FeedWorker::test(const FeedDraft& draft)
{
    cancelTest();
    auto source = readFeedSource(jsonOf(draft).dump(), "form");
    auto key = source ? secret(*source) : unexpected(source.error());
    if (!key) {
        FeedTrial trial;
        trial.problem = errorText(key.error());
        if (source)
            Q_EMIT secretNeeded(text(source->profile.name), text(source->secret), text(key.error().message));
        Q_EMIT tested(trial);
        return;
    }
    m_trialInbox = std::make_unique<TrialInbox>();
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(ignored) / "isopolis-trial";
    m_trial = makeConnector(*source, SourceId(0), *m_trialInbox, *key, folder);
    // Queued: the connector may not be destroyed within its own call.
    connect(
        m_trialInbox.get(), &TrialInbox::came, this,
        [this, source = *source](const QByteArray& body, const QString& contentType, const QString& topic) {
            if (!m_trial)
                return;
            cancelTest();
            Q_EMIT tested(trialOf(source, {.src = SourceId(0),
                                           .recv_us = QDateTime::currentMSecsSinceEpoch() * 1000,
                                           .body = body.toStdString(),
                                           .contentType = utf8(contentType),
                                           .topicOrUrl = utf8(topic),
                                           .etag = {}}));
        },
        Qt::QueuedConnection);
    m_trial->onTrouble = [this](const FeedTrouble& trouble) {
        QMetaObject::invokeMethod(
            this,
            [this, reason = trouble.reason] {
                if (!m_trial)
                    return;
                cancelTest();
                FeedTrial trial;
                trial.problem = text(reason);
                Q_EMIT tested(trial);
            },
            Qt::QueuedConnection);
    };
    m_trialPatience.start(kTrialPatience_ms);
    if (auto started = m_trial->start({}); !started) {
        cancelTest();
        FeedTrial trial;
        trial.problem = errorText(started.error());
        Q_EMIT tested(trial);
    }
}

void FeedWorker::cancelTest()
{
    m_trialPatience.stop();
    if (m_trial)
        m_trial->stop();
    m_trial.reset();
    m_trialInbox.reset();
}

void FeedWorker::add(const FeedDraft& draft)
{
    const auto path = feedSourcesPath(m_project);
    const auto list = readList(path);
    if (!list) {
        Q_EMIT failed(errorText(list.error()));
        return;
    }
    json all = json::parse(*list, nullptr, false);
    if (!all.is_object() || !all["sources"].is_array()) {
        Q_EMIT failed(tr("%1 is no list of sources. Mend it, or move it away.").arg(text(path.string())));
        return;
    }
    all["sources"].push_back(jsonOf(draft));
    const std::string words = all.dump(2) + "\n";
    if (auto sound = readFeedSources(words, path.string()); !sound) {
        Q_EMIT failed(errorText(sound.error()));
        return;
    }
    QSaveFile file(QString::fromStdU16String(path.u16string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(words.data(), static_cast<qint64>(words.size())) < 0 || !file.commit()) {
        Q_EMIT failed(tr("%1 could not be written: %2").arg(file.fileName(), file.errorString()));
        return;
    }
    if (m_runner) {
        start();
    } else {
        readSources();
        report();
    }
}

void FeedWorker::judge(const FeedJudgement& j)
{
    const auto put = [&](FeedStore& store) {
        return store.override(j.sensor, j.quantity, j.from_s, j.to_s, j.flag, utf8(j.reason), utf8(j.who),
                              QDateTime::currentSecsSinceEpoch());
    };
    Expected<void> done;
    if (m_pipeline) {
        const std::lock_guard lock(m_pipeline->lock());
        done = put(m_pipeline->store());
    } else {
        auto store = FeedStore::openOrCreate(sensorStorePath(m_project));
        done = store ? put(*store) : unexpected(store.error());
    }
    if (done)
        Q_EMIT stored();
    else
        Q_EMIT failed(errorText(done.error()));
}

}  // namespace isopolis
