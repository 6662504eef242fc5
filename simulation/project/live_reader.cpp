#include "simulation/project/live_reader.h"

#include "simulation/project/sensor_chunk.h"
#include "simulation/project/sensor_reader.h"
#include "simulation/project/sensor_schema.h"
#include "simulation/project/sensor_store.h"
#include "simulation/project/sensor_writer.h"
#include "simulation/project/store_file.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace isopolis {

namespace {

constexpr StoreWords kWords{"sensor store", "a sensor store", "Move it away, or restore a copy."};
constexpr std::size_t kBefore = 3, kFreshRows = 8;

struct Judgement {
    std::int64_t from_s, to_s;
    std::uint32_t flag;
};

bool usable(const Obs& o)
{
    const Quality flag = qualityFlag(o.q);
    return flag != Quality::Fail && flag != Quality::Missing;
}

}  // namespace

struct LiveReader::Impl {
    std::filesystem::path path;
    Connection db;
    std::vector<LiveStream> streams = {};
    std::int64_t first_s = 0, last_s = 0, version = -1;
    std::map<std::int64_t, std::vector<Judgement>> judgements = {};  ///< by stream, newest first
    struct Day {
        std::int64_t day = -1;
        std::vector<Obs> rows;
    };
    std::map<std::int64_t, std::vector<Day>> days = {};  ///< of each stream, the last two that were asked for

    void readStreams()
    {
        streams.clear();
        judgements.clear();
        days.clear();
        first_s = last_s = 0;
        Statement rows(db,
                       "SELECT d.ds, d.sensor, d.quantity, coalesce(s.name, ''), coalesce(i.reported_unit, ''), "
                       "coalesce(i.aggregation, 1), coalesce(i.period, 0), coalesce(i.privacy, 'D'), i.lon, i.lat, coalesce(v.device, 1) "
                       "FROM datastream d LEFT JOIN stream_info i USING (ds) LEFT JOIN stream_device v USING (ds) LEFT JOIN source s USING "
                       "(src) ORDER BY d.sensor, d.quantity");
        while (rows.next()) {
            LiveStream s{.number = rows.integer(0),
                         .sensor = rows.text(1),
                         .quantity = rows.text(2),
                         .source = rows.text(3),
                         .reportedUnit = rows.text(4),
                         .aggregation = static_cast<Aggregation>(std::clamp<std::int64_t>(rows.integer(5), 0, 3)),
                         .period_s = static_cast<std::uint32_t>(std::clamp<std::int64_t>(rows.integer(6), 0, 366 * kDay_s)),
                         .privacy = 'D',
                         .device = static_cast<DeviceClass>(std::clamp<std::int64_t>(rows.integer(10), 0, 2)),
                         .position = {}};
            if (const std::string privacy = rows.text(7); !privacy.empty())
                s.privacy = privacy.front();
            if (std::isfinite(rows.real(8)) && std::isfinite(rows.real(9)))
                s.position = GeoPosition{rows.real(8), rows.real(9)};
            streams.push_back(std::move(s));
        }
        Statement first(db, "SELECT min(t) FROM rollup WHERE ds = ? AND lvl = 3600"), last(db, "SELECT t FROM latest WHERE ds = ?");
        for (LiveStream& s : streams) {
            first.bind(1, s.number);
            if (first.next() && first.integer(0) > 0)
                first_s = first_s == 0 ? first.integer(0) : std::min(first_s, first.integer(0));
            first.reset();
            last.bind(1, s.number);
            if (last.next()) {
                const std::vector<Obs> newest = rowsOf(db, s.number, last.integer(0), last.integer(0) + 1);
                const std::uint32_t length = newest.empty() ? s.period_s : newest.back().dur;
                last_s = std::max(last_s, last.integer(0) + length);
                if (s.period_s == 0)
                    s.period_s = length;
            }
            last.reset();
        }
        Statement decided(db, "SELECT ds, t0, t1, q FROM override ORDER BY made DESC");
        while (decided.next())
            judgements[decided.integer(0)].push_back(
                {decided.integer(1), decided.integer(2), static_cast<std::uint32_t>(decided.integer(3)) & 15U});
    }

    void judge(std::int64_t stream, Obs& row) const
    {
        const auto found = judgements.find(stream);
        if (found == judgements.end())
            return;
        for (const Judgement& j : found->second)
            if (row.t >= j.from_s && row.t < j.to_s) {
                row.q = j.flag | testMask(row.q) | bits(Mark::Overridden);
                return;
            }
    }

    const std::vector<Obs>& packed(std::int64_t stream, std::int64_t day)
    {
        auto& kept = days[stream];
        for (const Day& d : kept)
            if (d.day == day)
                return d.rows;
        if (kept.size() >= 2)
            kept.erase(kept.begin());
        kept.push_back({day, packedRows(db, stream, day * kDay_s, (day + 1) * kDay_s)});
        return kept.back().rows;
    }
};

LiveReader::LiveReader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LiveReader::LiveReader(LiveReader&&) noexcept = default;
LiveReader& LiveReader::operator=(LiveReader&&) noexcept = default;
LiveReader::~LiveReader() = default;

const std::vector<LiveStream>& LiveReader::streams() const { return m_impl->streams; }
std::int64_t LiveReader::first_s() const { return m_impl->first_s; }
std::int64_t LiveReader::last_s() const { return m_impl->last_s; }

Expected<LiveReader> LiveReader::open(const std::filesystem::path& path)
{
    if (auto sound = SensorStore::open(path); !sound)  // checks and migrates
        return unexpected(sound.error());
    return guarded(path, kWords, [&]() -> Expected<LiveReader> {
        auto impl = std::make_unique<Impl>(Impl{path, Connection::open(path, OpenMode::ReadWrite)});
        impl->db.execute("PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -32768;");
        LiveReader reader(std::move(impl));
        if (auto read = reader.refresh(); !read)
            return unexpected(read.error());
        return reader;
    });
}

Expected<bool> LiveReader::refresh()
{
    return guarded(m_impl->path, kWords, [&]() -> Expected<bool> {
        const std::int64_t version = integerOf(m_impl->db, "PRAGMA data_version");
        if (version == m_impl->version)
            return false;
        m_impl->readStreams();
        m_impl->version = version;
        return true;
    });
}

Expected<std::vector<LiveValue>> LiveReader::at(std::int64_t at_s, std::optional<std::int64_t> known_s)
{
    return guarded(m_impl->path, kWords, [&]() -> Expected<std::vector<LiveValue>> {
        std::vector<LiveValue> all;
        Statement fresh(m_impl->db,
                        "SELECT t, ord, dur, v, q, rt FROM obs_hot WHERE ds = ?1 AND t <= ?2 ORDER BY t DESC, ord DESC LIMIT ?3");
        Statement days(m_impl->db, "SELECT day FROM chunk WHERE ds = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 2");
        Statement older(m_impl->db, "SELECT v, q FROM revision WHERE ds = ? AND t = ? AND ord = ? AND recv > ? ORDER BY rev LIMIT 1");
        Statement off(m_impl->db, "SELECT max(t) FROM silence WHERE ds = ? AND t <= ?");
        const bool anySilence = integerOf(m_impl->db, "SELECT EXISTS (SELECT 1 FROM silence)") != 0;
        const auto counts = [&](const Obs& o) {
            return o.t + o.dur <= at_s && (!known_s || (o.t + o.dur <= *known_s && o.resultTime <= *known_s));
        };
        std::vector<Obs> rows;
        for (std::size_t i = 0; i < m_impl->streams.size(); ++i) {
            const std::int64_t stream = m_impl->streams[i].number;
            rows.clear();
            // More rows than are shown: the newest may not be over yet, or not known yet.
            for (std::int64_t limit = kFreshRows; limit <= 4096; limit *= 8) {
                rows.clear();
                std::int64_t read = 0;
                fresh.bind(1, stream).bind(2, at_s).bind(3, limit);
                for (; fresh.next(); ++read)
                    if (const Obs o = obsAt(fresh, 0); counts(o))
                        rows.push_back(o);
                fresh.reset();
                if (read < limit || rows.size() > kBefore)
                    break;
            }
            days.bind(1, stream).bind(2, at_s / kDay_s);
            std::vector<std::int64_t> packedDays;
            while (days.next())
                packedDays.push_back(days.integer(0));
            days.reset();
            for (const std::int64_t day : packedDays)
                for (const Obs& o : m_impl->packed(stream, day))
                    if (o.t <= at_s && counts(o))
                        rows.push_back(o);
            std::sort(rows.begin(), rows.end(), [](const Obs& a, const Obs& b) { return std::tie(a.t, a.ord) > std::tie(b.t, b.ord); });
            if (rows.empty())
                continue;
            LiveValue value{.stream = i, .now = rows.front(), .silent = false, .before = {}};
            if (anySilence) {
                off.bind(1, stream).bind(2, std::min(at_s, known_s.value_or(at_s)));
                value.silent = off.next() && off.integer(0) > 0 && value.now.t <= off.integer(0);
                off.reset();
            }
            if (known_s) {
                older.bind(1, stream).bind(2, value.now.t).bind(3, int{value.now.ord}).bind(4, *known_s);
                if (older.next()) {  // the first value that was replaced after that moment stood then
                    value.now.v = older.real(0);
                    value.now.q = static_cast<std::uint32_t>(older.integer(1));
                }
                older.reset();
            }
            m_impl->judge(stream, value.now);
            for (std::size_t r = 1; r < rows.size() && value.before.size() < kBefore; ++r) {
                m_impl->judge(stream, rows[r]);
                if (usable(rows[r]))
                    value.before.push_back(rows[r].v);
            }
            all.push_back(std::move(value));
        }
        return all;
    });
}

Expected<std::vector<Obs>> LiveReader::series(std::size_t stream, std::int64_t from_s, std::int64_t to_s,
                                              std::optional<std::int64_t> known_s)
{
    return guarded(m_impl->path, kWords, [&]() -> Expected<std::vector<Obs>> {
        std::vector<Obs> all;
        if (stream >= m_impl->streams.size())
            return all;
        const std::int64_t number = m_impl->streams[stream].number;
        Statement older(m_impl->db, "SELECT v, q FROM revision WHERE ds = ? AND t = ? AND ord = ? AND recv > ? ORDER BY rev LIMIT 1");
        for (Obs o : rowsOf(m_impl->db, number, from_s, to_s)) {
            if (known_s) {
                if (o.t + o.dur > *known_s || o.resultTime > *known_s)
                    continue;
                older.bind(1, number).bind(2, o.t).bind(3, int{o.ord}).bind(4, *known_s);
                if (older.next()) {
                    o.v = older.real(0);
                    o.q = static_cast<std::uint32_t>(older.integer(1));
                }
                older.reset();
            }
            m_impl->judge(number, o);
            all.push_back(o);
        }
        return all;
    });
}

Expected<FeedLedger> LiveReader::ledger(std::size_t limit)
{
    return guarded(m_impl->path, kWords, [&]() -> Expected<FeedLedger> {
        FeedLedger ledger;
        Connection& db = m_impl->db;
        Statement sources(db, "SELECT s.name, coalesce(s.kind, ''), coalesce(s.licence, ''), coalesce(i.last, -1), coalesce(i.n, 0), "
                              "coalesce(i.bad, 0), (SELECT count(*) FROM stream_info x WHERE x.src = s.src), coalesce((SELECT max(l.t + "
                              "x.period) FROM stream_info x JOIN latest l "
                              "USING (ds) WHERE x.src = s.src), -1) FROM source s LEFT JOIN (SELECT "
                              "src, max(recv) / 1000000 AS last, count(*) AS n, sum(state = 2) AS bad FROM inbox GROUP BY src) i USING "
                              "(src) ORDER BY s.src");
        while (sources.next())
            ledger.sources.push_back({.name = sources.text(0),
                                      .kind = sources.text(1),
                                      .licence = sources.text(2),
                                      .arrived_s = sources.integer(3),
                                      .newest_s = sources.integer(7),
                                      .messages = static_cast<std::size_t>(sources.integer(4)),
                                      .refused = static_cast<std::size_t>(sources.integer(5)),
                                      .streams = static_cast<std::size_t>(sources.integer(6))});
        Statement outages(
            db, "SELECT s.name, o.reason, o.t0, coalesce(o.t1, -1), o.backfilled FROM outage o JOIN source s USING (src) ORDER BY o.t0");
        while (outages.next())
            ledger.outages.push_back({outages.text(0), outages.text(1), outages.integer(2), outages.integer(3), outages.integer(4)});
        Statement bad(db, "SELECT q.inbox, coalesce(s.name, ''), q.reason, q.off FROM quarantine q LEFT JOIN inbox i ON i.seq = q.inbox "
                          "LEFT JOIN source s USING (src) ORDER BY q.id DESC LIMIT ?");
        bad.bind(1, static_cast<std::int64_t>(limit));
        while (bad.next())
            ledger.quarantine.push_back({bad.integer(0), bad.text(1), bad.text(2), bad.integer(3)});
        Statement decided(db, "SELECT d.sensor, d.quantity, o.reason, o.who, o.t0, o.t1, o.made, o.q FROM override o JOIN datastream d "
                              "USING (ds) ORDER BY o.made DESC LIMIT ?");
        decided.bind(1, static_cast<std::int64_t>(limit));
        while (decided.next())
            ledger.overrides.push_back({decided.text(0), decided.text(1), decided.text(2), decided.text(3), decided.integer(4),
                                        decided.integer(5), decided.integer(6),
                                        qualityFlag(static_cast<std::uint32_t>(decided.integer(7)))});
        return ledger;
    });
}

}  // namespace isopolis
