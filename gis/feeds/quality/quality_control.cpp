#include "gis/feeds/quality/quality_control.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isopolis {

namespace {

constexpr double kSentinels[] = {-99, -999, -9999, 9999};
constexpr std::size_t kDelaysKept = 60;
constexpr std::int64_t kDayBegins_h = 4, kDayEnds_h = 22;

int worse(Quality flag)
{
    switch (flag) {
    case Quality::Suspect: return 1;
    case Quality::Fail: return 2;
    case Quality::Missing: return 3;
    default: return 0;
    }
}

double medianOf(std::vector<double> values)
{
    if (values.empty())
        return std::nan("");
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

const char* nameOf(std::uint32_t q)
{
    for (const auto& [mark, name] : {std::pair{Mark::SourceError, "the source says so"},
                                     {Mark::Sentinel, "missing"},
                                     {Mark::Stuck, "stuck"},
                                     {Mark::Range, "out of range"},
                                     {Mark::Multivariate, "flow, speed and occupancy contradict each other"},
                                     {Mark::Ratio, "a part is larger than its whole"},
                                     {Mark::Neighbours, "far from its neighbours"},
                                     {Mark::Spike, "spike"},
                                     {Mark::Step, "step"},
                                     {Mark::Timing, "time"},
                                     {Mark::Gap, "too few samples"}})
        if (has(q, mark))
            return name;
    return "";
}

}  // namespace

void raise(Obs& row, Quality flag, Mark test)
{
    const Quality now = qualityFlag(row.q);
    row.q = quality(worse(flag) > worse(now) ? flag : now, testMask(row.q) | bits(test));
}

QualityControl::QualityControl(QualitySettings settings) : m_settings(std::move(settings)) {}

QualityControl::Stream& QualityControl::of(DatastreamId ds, const Datastream& stream)
{
    const auto [at, fresh] = m_streams.try_emplace(ds.value());
    if (fresh) {
        const auto limit = [&](const char* test) { return m_settings.of(stream.quantity, test); };
        at->second.limits = {limit("hard_low"), limit("hard_high"),     limit("soft_high"),  limit("step"),
                             limit("spike"),    limit("stuck_suspect"), limit("stuck_fail"), limit("zero_hours")};
    }
    return at->second;
}

void QualityControl::check(std::span<const Datastream> streams, std::span<Obs> rows, std::int64_t arrived_s)
{
    for (Obs& row : rows) {
        if (row.ds.index() >= streams.size())
            continue;
        const Datastream& stream = streams[row.ds.index()];
        Stream& s = of(row.ds, stream);
        if (qualityFlag(row.q) == Quality::NotEvaluated && (std::isfinite(s.limits.hardLow) || std::isfinite(s.limits.hardHigh)))
            row.q = quality(Quality::Pass, testMask(row.q));
        checkValue(stream, s, row);
        checkTime(stream, s, row, arrived_s);
        checkSeries(stream, s, row);
    }
    checkTogether(streams, rows);
    for (const Obs& row : rows)
        if (row.ds.index() < streams.size())
            change(of(row.ds, streams[row.ds.index()]), row);
}

void QualityControl::checkValue(const Datastream& stream, Stream& s, Obs& row)
{
    // A sentinel is what the source wrote, but the units that feeds use for such codes leave them as they are.
    if (stream.quantity.find("temperature") == std::string::npos &&
        std::find(std::begin(kSentinels), std::end(kSentinels), row.v) != std::end(kSentinels) &&
        (row.v < 0 || !(row.v <= s.limits.softHigh))) {
        row.q = quality(Quality::Missing, testMask(row.q) | bits(Mark::Sentinel));
        return;
    }
    if (row.v < s.limits.hardLow || row.v > s.limits.hardHigh)
        raise(row, Quality::Fail, Mark::Range);
    else if (row.v > s.limits.softHigh)
        raise(row, Quality::Suspect, Mark::Range);
}

void QualityControl::checkTime(const Datastream&, Stream& s, Obs& row, std::int64_t arrived_s)
{
    if (arrived_s < 0 || has(row.q, Mark::ReceiveTime))
        return;
    const double late = static_cast<double>(arrived_s - (row.t + row.dur));
    if (-late > m_settings.value("qc.all.future_refused"))
        raise(row, Quality::Fail, Mark::Timing);
    else if (-late > m_settings.value("qc.all.future_suspect"))
        raise(row, Quality::Suspect, Mark::Timing);
    s.delays.push_back(late);
    if (s.delays.size() < 10)
        return;
    if (s.delays.size() > kDelaysKept)
        s.delays.pop_front();
    const double usual = medianOf({s.delays.end() - 10, s.delays.end()});
    if (s.usualDelay < -1e8) {
        s.usualDelay = usual;
    } else if (const double moved = usual - s.usualDelay; std::abs(moved) > m_settings.value("qc.all.skew_alarm")) {
        const double hours = std::round(moved / 1800) / 2;
        const bool zone = hours != 0 && std::abs(moved - hours * 3600) < 120;
        alarm(row.ds, s.state, row.t,
              zone ? "time zone?" : "its clock or its delay has moved by " + std::to_string(std::lround(moved)) + " s");
        s.usualDelay = usual;
    }
}

void QualityControl::checkSeries(const Datastream& stream, Stream& s, Obs& row)
{
    if (row.t <= s.newest)
        return;  // late: the series has gone on
    s.newest = row.t;
    const Quality flag = qualityFlag(row.q);
    if (flag == Quality::Missing || (flag == Quality::Fail && has(row.q, Mark::SourceError))) {
        s.last.clear();
        s.equal = 0;
        return;
    }
    const double period = row.dur > 0 ? row.dur : stream.period_s;
    const bool follows = !s.last.empty() && (period <= 0 || static_cast<double>(row.t - s.last.back().t) <= 1.5 * period);
    if (!follows) {
        s.last.clear();
        s.equal = 0;
    }
    if (follows && std::abs(row.v - s.last.back().v) > s.limits.step)
        raise(row, Quality::Suspect, Mark::Step);
    if (s.last.size() >= 2) {
        Obs& middle = s.last.back();
        const double before = s.last[s.last.size() - 2].v;
        const double out = std::abs(middle.v - (before + row.v) / 2) - std::abs(row.v - before) / 2;
        if (out > s.limits.spike) {
            raise(middle, Quality::Suspect, Mark::Spike);
            m_revised.push_back(middle);
        }
    }
    s.equal = follows && row.v == s.last.back().v ? s.equal + 1 : 1;
    const bool rateOfNothing = row.v == 0 && (stream.aggregation == Aggregation::Rate || stream.aggregation == Aggregation::Count);
    if (!rateOfNothing) {
        if (s.equal >= s.limits.stuckFail)
            raise(row, Quality::Fail, Mark::Stuck);
        else if (s.equal >= s.limits.stuckSuspect)
            raise(row, Quality::Suspect, Mark::Stuck);
        s.zeroSince = -1;
    } else {
        const std::int64_t hour = row.t / 3600 % 24;
        if (hour < kDayBegins_h || hour >= kDayEnds_h || !follows)
            s.zeroSince = row.t;
        if (s.zeroSince < 0)
            s.zeroSince = row.t;
        if (static_cast<double>(row.t - s.zeroSince) >= s.limits.zeroHours * 3600)
            raise(row, Quality::Suspect, Mark::Stuck);
    }
    s.last.push_back(row);
    if (s.last.size() > 3)
        s.last.pop_front();
}

void QualityControl::checkTogether(std::span<const Datastream> streams, std::span<Obs> rows)
{
    std::map<std::pair<std::string_view, std::int64_t>, std::map<std::string_view, Obs*>> together;
    for (Obs& row : rows)
        if (row.ds.index() < streams.size() && row.ord == 0 && worse(qualityFlag(row.q)) < 2)
            if (const Datastream& s = streams[row.ds.index()]; !s.sensor.empty())
                together[{s.sensor, row.t}][s.quantity] = &row;
    for (auto& [key, by] : together) {
        const auto get = [&by = by](const char* quantity) {
            const auto found = by.find(quantity);
            return found == by.end() ? nullptr : found->second;
        };
        Obs *pm25 = get("pm25_ug_m3"), *pm10 = get("pm10_ug_m3"), *no2 = get("no2_ug_m3"), *nox = get("nox_ug_m3");
        // The part is marked, not the whole: one doubt is told once.
        if (pm25 && pm10 && pm25->v > pm10->v * m_settings.value("qc.all.pm_ratio") + m_settings.value("qc.all.pm_margin"))
            raise(*pm25, Quality::Suspect, Mark::Ratio);
        if (no2 && nox && no2->v > nox->v)
            raise(*no2, Quality::Suspect, Mark::Ratio);
        std::vector<Obs*> traffic;
        for (Obs* row : {get("flow_veh_h"), get("speed_m_s"), get("occupancy_share")})
            if (row)
                traffic.push_back(row);
        checkTraffic(get("flow_veh_h"), get("speed_m_s"), get("occupancy_share"), traffic);
    }
}

void QualityControl::checkTraffic(const Obs* flow, const Obs* speed, const Obs* occupancy, std::span<Obs* const> all)
{
    bool bad = false;
    if (flow && speed) {
        bad = bad || (flow->v == 0 && speed->v > 0);
        bad = bad || (flow->v > 0 && speed->v == 0 && (!occupancy || occupancy->v < m_settings.value("qc.all.jam_occupancy")));
        bad = bad || (speed->v > 0 && flow->v / (speed->v * 3.6) > m_settings.value("qc.all.density_high"));
    }
    if (bad)
        for (Obs* row : all)
            raise(*row, Quality::Suspect, Mark::Multivariate);
}

void QualityControl::change(Stream& s, const Obs& row)
{
    const Quality flag = qualityFlag(row.q);
    if (flag == Quality::Fail || flag == Quality::Suspect || flag == Quality::Missing) {
        s.good = 0;
        const StreamState next = flag == Quality::Suspect ? StreamState::Suspect : StreamState::Failed;
        // One doubtful value is not a doubtful stream: only what lasts, or has failed, changes its state.
        const bool lasts = next == StreamState::Failed || has(row.q, Mark::Stuck);
        if (lasts && s.state != next && !(s.state == StreamState::Failed && next == StreamState::Suspect))
            alarm(row.ds, next, row.t, nameOf(row.q));
    } else if (s.state != StreamState::Ok && ++s.good >= m_settings.value("qc.all.back_to_ok")) {
        alarm(row.ds, StreamState::Ok, row.t, "good values again");
    }
}

void QualityControl::alarm(DatastreamId ds, StreamState state, std::int64_t at_s, std::string why)
{
    m_streams[ds.value()].state = state;
    m_alarms.push_back({ds, state, at_s, std::move(why)});
}

void QualityControl::checkSilence(std::span<const Datastream> streams, std::int64_t now_s)
{
    for (auto& [id, s] : m_streams) {
        if (id >= streams.size() || s.newest < 0 || s.state == StreamState::Silent || s.state == StreamState::Retired)
            continue;
        const double period = streams[id].period_s;
        if (period > 0 && static_cast<double>(now_s - s.newest) > (m_settings.value("qc.all.silent_periods") + 1) * period)
            alarm(DatastreamId(id), StreamState::Silent, now_s, "no data");
    }
}

std::vector<Obs> QualityControl::takeRevised() { return std::exchange(m_revised, {}); }
std::vector<QualityAlarm> QualityControl::takeAlarms() { return std::exchange(m_alarms, {}); }

StreamState QualityControl::state(DatastreamId ds) const
{
    const auto found = m_streams.find(ds.value());
    return found == m_streams.end() ? StreamState::Ok : found->second.state;
}

}  // namespace isopolis
