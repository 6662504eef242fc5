#include "gis/feeds/quality/section_check.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::int64_t kDay_s = 86400;
constexpr double kHour_s = 3600;

bool usable(const Obs& o)
{
    const Quality flag = qualityFlag(o.q);
    return flag == Quality::Pass || flag == Quality::NotEvaluated;
}

/// Vehicles per interval of one counter.
std::map<std::int64_t, double> vehiclesOf(const NetworkMember& member, const Datastream& stream)
{
    std::map<std::int64_t, double> vehicles;
    for (const Obs& o : member.rows)
        if (usable(o))
            vehicles[o.t] = stream.quantity == "count_veh" ? o.v : o.v * o.dur / kHour_s;
    return vehicles;
}

struct Counter {
    NetworkMember* member = nullptr;
    std::map<std::int64_t, double> vehicles;
};

class SectionChecker {
public:
    SectionChecker(std::span<const Datastream> streams, std::span<NetworkMember> members) : m_streams(streams), m_members(members) {}

    /// False if one of the counters is not there.
    bool take(const std::vector<std::string>& names, std::vector<Counter>& into) const
    {
        for (const std::string& name : names) {
            const auto found = std::find_if(m_members.begin(), m_members.end(), [&](const NetworkMember& m) {
                const Datastream& s = m_streams[m.ds.index()];
                return (s.foreignId == name || s.sensor == name) && (s.quantity == "flow_veh_h" || s.quantity == "count_veh");
            });
            if (found == m_members.end())
                return false;
            into.push_back({&*found, vehiclesOf(*found, m_streams[found->ds.index()])});
        }
        return !into.empty();
    }

private:
    std::span<const Datastream> m_streams;
    std::span<NetworkMember> m_members;
};

}  // namespace

std::vector<QualityAlarm> checkSections(std::span<const CountedSection> sections, std::span<const Datastream> streams,
                                        std::span<NetworkMember> members, const QualitySettings& settings)
{
    const double share = settings.value("qc.all.conservation_share"), sigmas = settings.value("qc.all.conservation_sigmas");
    std::vector<QualityAlarm> alarms;
    const SectionChecker checker(streams, members);
    for (const CountedSection& section : sections) {
        std::vector<Counter> in, out;
        if (!checker.take(section.in, in) || !checker.take(section.out, out))
            continue;
        struct Day {
            double in = 0, out = 0, covered_s = 0;
        };
        std::map<std::int64_t, Day> days;
        for (const Obs& o : in.front().member->rows) {
            const auto sum = [&o](const std::vector<Counter>& counters, double& total) {
                for (const Counter& c : counters) {
                    const auto at = c.vehicles.find(o.t);
                    if (at == c.vehicles.end())
                        return false;
                    total += at->second;
                }
                return true;
            };
            double came = 0, went = 0;
            if (!sum(in, came) || !sum(out, went))
                continue;
            Day& day = days[o.t / kDay_s];
            day.in += came;
            day.out += went;
            day.covered_s += o.dur;
        }
        for (const auto& [number, day] : days) {
            const double difference = std::abs(day.in - day.out);
            if (day.covered_s < settings.value("qc.all.completeness") * kDay_s || difference <= share * std::max(day.in, day.out) ||
                difference <= sigmas * std::sqrt(day.in + day.out))
                continue;
            for (auto* counters : {&in, &out})
                for (const Counter& c : *counters)
                    for (Obs& o : c.member->rows)
                        if (o.t / kDay_s == number)
                            raise(o, Quality::Suspect, Mark::Conservation);
            alarms.push_back({in.front().member->ds, StreamState::Suspect, (number + 1) * kDay_s,
                              "section " + section.name + ": " + std::to_string(std::llround(day.in)) + " vehicles came in, " +
                                  std::to_string(std::llround(day.out)) + " went out"});
        }
    }
    return alarms;
}

}  // namespace isopolis
