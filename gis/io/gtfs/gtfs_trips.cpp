#include "gis/io/gtfs/gtfs_trips.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

std::string lineOf(const GtfsCall& call) { return "line " + std::to_string(call.line); }

/// A plane good enough to share time among neighbouring stops: degrees of latitude.
double straight(const GtfsStop& a, const GtfsStop& b)
{
    if (!a.located || !b.located)
        return 0;
    const double shrink = std::cos(a.lat * std::numbers::pi / 180);
    return std::hypot((a.lon - b.lon) * shrink, a.lat - b.lat);
}

class Mender {
public:
    Mender(GtfsFeed& feed, IssueLog& log) : m_feed(feed), m_log(log) {}

    /// False if nothing usable is left.
    bool mend(GtfsTrip& trip)
    {
        m_calls = &trip.calls;
        sort();
        for (GtfsCall& call : trip.calls) {
            if (call.arrival_s == kNoTime)
                call.arrival_s = call.departure_s;
            if (call.departure_s == kNoTime)
                call.departure_s = call.arrival_s;
            if (call.departure_s < call.arrival_s) {
                m_log.warn("departure_before_arrival", "the trip departs before it arrives; it is taken to depart at once", lineOf(call));
                call.departure_s = call.arrival_s;
            }
        }
        cutUntimedEnds();
        return m_calls->size() >= 2 && ascending() && interpolate();
    }

private:
    void sort()
    {
        std::stable_sort(m_calls->begin(), m_calls->end(), [](const GtfsCall& a, const GtfsCall& b) { return a.sequence < b.sequence; });
        const auto twice = [this](const GtfsCall& a, const GtfsCall& b) {
            if (a.sequence != b.sequence)
                return false;
            m_log.warn("duplicate_call", "the trip has two calls with the same number; the second is left out", lineOf(b), "stop_sequence");
            return true;
        };
        m_calls->erase(std::unique(m_calls->begin(), m_calls->end(), twice), m_calls->end());
    }

    void cutUntimedEnds()
    {
        const auto timed = [](const GtfsCall& c) { return c.arrival_s != kNoTime; };
        const auto first = std::find_if(m_calls->begin(), m_calls->end(), timed);
        const auto last = std::find_if(m_calls->rbegin(), m_calls->rend(), timed).base();
        const std::size_t cut =
            first == m_calls->end() ? m_calls->size() : static_cast<std::size_t>(first - m_calls->begin() + (m_calls->end() - last));
        if (cut == 0)
            return;
        m_log.warn("untimed_end", std::to_string(cut) + " calls before the first or after the last known time are cut off",
                   lineOf(m_calls->front()), "arrival_time");
        if (first == m_calls->end())
            m_calls->clear();
        else
            *m_calls = std::vector<GtfsCall>(first, last);
    }

    bool ascending()
    {
        int latest = kNoTime;
        for (const GtfsCall& call : *m_calls) {
            if (call.arrival_s == kNoTime)
                continue;
            if (call.arrival_s < latest) {
                m_log.warn("time_backwards", "the time goes backwards; the trip is left out", lineOf(call), "arrival_time");
                return false;
            }
            latest = call.departure_s;
        }
        return true;
    }

    bool interpolate()
    {
        std::vector<GtfsCall>& calls = *m_calls;
        for (std::size_t from = 0; from + 1 < calls.size();) {
            std::size_t to = from + 1;
            while (calls[to].arrival_s == kNoTime)
                ++to;
            if (to > from + 1)
                fill(from, to);
            from = to;
        }
        return true;
    }

    void fill(std::size_t from, std::size_t to)
    {
        std::vector<GtfsCall>& calls = *m_calls;
        bool byShape = true;
        for (std::size_t i = from; i <= to; ++i)
            byShape = byShape && std::isfinite(calls[i].along) && (i == from || calls[i].along >= calls[i - 1].along);
        byShape = byShape && calls[to].along > calls[from].along;
        std::vector<double> gone = {0};
        for (std::size_t i = from + 1; i <= to; ++i)
            gone.push_back(gone.back() + (byShape ? calls[i].along - calls[i - 1].along
                                                  : straight(m_feed.stops[calls[i - 1].stop], m_feed.stops[calls[i].stop])));
        const double whole = gone.back();
        const int begin = calls[from].departure_s, span = calls[to].arrival_s - begin;
        for (std::size_t i = from + 1; i < to; ++i) {
            const double share = whole > 0 ? gone[i - from] / whole : static_cast<double>(i - from) / static_cast<double>(to - from);
            calls[i].arrival_s = calls[i].departure_s = begin + static_cast<int>(std::lround(share * span));
            ++m_feed.interpolatedTimes;
        }
    }

    GtfsFeed& m_feed;
    IssueLog& m_log;
    std::vector<GtfsCall>* m_calls = nullptr;
};

}  // namespace

void mendTrips(GtfsFeed& feed, IssueLog& log)
{
    Mender mender(feed, log);
    std::vector<GtfsTrip> kept;
    kept.reserve(feed.trips.size());
    for (GtfsTrip& trip : feed.trips) {
        const bool calls = !trip.calls.empty();
        const std::uint32_t line = calls ? trip.calls.front().line : 0;
        if (mender.mend(trip)) {
            kept.push_back(std::move(trip));
        } else if (trip.calls.size() < 2) {
            log.warn("too_few_calls", "the trip '" + trip.id + "' has fewer than two usable calls and is left out",
                     calls ? "line " + std::to_string(line) : "trip " + trip.id);
        }
    }
    feed.trips = std::move(kept);
    if (feed.interpolatedTimes > 0)
        log.note("interpolated_times", std::to_string(feed.interpolatedTimes) + " of " + std::to_string(feed.stopTimeRows) +
                                           " times are missing between known ones and were interpolated by distance");
}

}  // namespace isopolis
