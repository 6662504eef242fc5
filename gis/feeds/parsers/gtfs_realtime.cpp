// GTFS-Realtime 1.0 and 2.0 (protobuf, package transit_realtime). protozero checks no required field, so that is done here: the
// header with its version, ids of entities, the trip of an update, latitude and longitude of a position.
// Stop times become the delay of a stop, or the seconds until the predicted time where the feed gives no delay. A vehicle becomes one
// count on its route: ids, labels and plates of vehicles are not read at all.

#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <cmath>

#include <protozero/pbf_reader.hpp>

namespace isopolis::parsers {

namespace {

using protozero::pbf_reader;

constexpr int kSkipped = 1;  ///< StopTimeUpdate.ScheduleRelationship

class GtfsReader {
public:
    GtfsReader(const RawItem& item, ResultBuilder& out) : m_body(item.body), m_arrived_s(item.recv_us / 1'000'000), m_out(out) {}

    void message()
    {
        pbf_reader feed(m_body.data(), m_body.size());
        bool header = false;
        std::vector<protozero::data_view> entities;  // the header may stand behind them
        while (feed.next()) {
            if (feed.tag() == 1 && feed.has_wire_type(protozero::pbf_wire_type::length_delimited)) {
                header = readHeader(feed.get_message());
            } else if (feed.tag() == 2 && feed.has_wire_type(protozero::pbf_wire_type::length_delimited)) {
                entities.push_back(feed.get_view());
            } else {
                feed.skip();
            }
        }
        if (!header) {
            m_out.refuse("the message has no header with a gtfs_realtime_version");
            return;
        }
        for (const auto& view : entities)
            entity(view);
        m_out.result().counts["entities"] = entities.size();
    }

private:
    std::size_t offsetOf(const protozero::data_view& view) const { return static_cast<std::size_t>(view.data() - m_body.data()); }

    bool readHeader(pbf_reader header)
    {
        std::string version;
        while (header.next())
            if (header.tag() == 1 && header.has_wire_type(protozero::pbf_wire_type::length_delimited))
                version = header.get_string();
            else if (header.tag() == 3 && header.has_wire_type(protozero::pbf_wire_type::varint))
                m_header_s = static_cast<std::int64_t>(header.get_uint64());
            else
                header.skip();
        return !version.empty() && version.size() < 20;
    }

    void entity(const protozero::data_view& view)
    {
        const std::size_t offset = offsetOf(view);
        std::string id;
        protozero::data_view update, vehicle;
        bool deleted = false, alert = false;
        pbf_reader e(view);
        while (e.next()) {
            const bool message = e.has_wire_type(protozero::pbf_wire_type::length_delimited);
            if (e.tag() == 1 && message)
                id = e.get_string();
            else if (e.tag() == 2 && e.has_wire_type(protozero::pbf_wire_type::varint))
                deleted = e.get_bool();
            else if (e.tag() == 3 && message)
                update = e.get_view();
            else if (e.tag() == 4 && message)
                vehicle = e.get_view();
            else if (e.tag() == 5 && message) {
                alert = true;
                e.skip();
            } else
                e.skip();
        }
        if (id.empty()) {
            m_out.reject("an entity without id", offset);
            return;
        }
        if (deleted)
            return;
        m_out.result().counts["alerts"] += alert ? 1 : 0;
        if (update.data())
            tripUpdate(update);
        if (vehicle.data())
            position(vehicle);
    }

    struct Trip {
        std::string id, route;
    };
    static Trip tripOf(pbf_reader t)
    {
        Trip trip;
        while (t.next())
            if (t.tag() == 1 && t.has_wire_type(protozero::pbf_wire_type::length_delimited))
                trip.id = t.get_string();
            else if (t.tag() == 5 && t.has_wire_type(protozero::pbf_wire_type::length_delimited))
                trip.route = t.get_string();
            else
                t.skip();
        return trip;
    }

    void tripUpdate(const protozero::data_view& view)
    {
        std::optional<Trip> trip;
        std::vector<protozero::data_view> stops;
        std::int64_t at = m_header_s;
        pbf_reader u(view);
        while (u.next())
            if (u.tag() == 1 && u.has_wire_type(protozero::pbf_wire_type::length_delimited))
                trip = tripOf(u.get_message());
            else if (u.tag() == 2 && u.has_wire_type(protozero::pbf_wire_type::length_delimited))
                stops.push_back(u.get_view());
            else if (u.tag() == 4 && u.has_wire_type(protozero::pbf_wire_type::varint))
                at = static_cast<std::int64_t>(u.get_uint64());
            else
                u.skip();
        if (!trip) {
            m_out.reject("a trip update without trip", offsetOf(view));
            return;
        }
        ++m_out.result().counts["trip_updates"];
        for (const auto& stop : stops)
            stopTime(stop, *trip, at);
    }

    struct Event {
        std::optional<double> delay_s, time_s;
    };
    static Event eventOf(pbf_reader e)
    {
        Event event;
        while (e.next())
            if (e.tag() == 1 && e.has_wire_type(protozero::pbf_wire_type::varint))
                event.delay_s = static_cast<double>(e.get_int32());
            else if (e.tag() == 2 && e.has_wire_type(protozero::pbf_wire_type::varint))
                event.time_s = static_cast<double>(e.get_int64());
            else
                e.skip();
        return event;
    }

    void stopTime(const protozero::data_view& view, const Trip& trip, std::int64_t at)
    {
        std::string stop;
        std::optional<std::uint32_t> sequence;
        Event arrival, departure;
        bool skipped = false;
        pbf_reader s(view);
        while (s.next()) {
            const bool message = s.has_wire_type(protozero::pbf_wire_type::length_delimited);
            if (s.tag() == 1 && s.has_wire_type(protozero::pbf_wire_type::varint))
                sequence = s.get_uint32();
            else if (s.tag() == 4 && message)
                stop = s.get_string();
            else if (s.tag() == 2 && message)
                arrival = eventOf(s.get_message());
            else if (s.tag() == 3 && message)
                departure = eventOf(s.get_message());
            else if (s.tag() == 5 && s.has_wire_type(protozero::pbf_wire_type::varint))
                skipped = s.get_enum() == kSkipped;
            else
                s.skip();
        }
        ++m_out.result().counts["stop_times"];
        const std::size_t offset = offsetOf(view);
        if (stop.empty() && !sequence) {
            m_out.reject("a stop time that names neither stop nor sequence", offset);
            return;
        }
        const std::string sensor = !stop.empty() ? "stop:" + stop : "trip:" + trip.id + "/" + std::to_string(*sequence);
        const auto delay = arrival.delay_s ? arrival.delay_s : departure.delay_s;
        const auto time = arrival.time_s ? arrival.time_s : departure.time_s;
        if (skipped)
            add(sensor, "stops_skipped", 1, at, offset, PrivacyClass::D);
        else if (delay)
            add(sensor, "delay", *delay, at, offset, PrivacyClass::D);
        else if (time)
            add(sensor, "predicted_wait_s", *time - static_cast<double>(at > 0 ? at : m_arrived_s), at, offset, PrivacyClass::D);
        else
            ++m_out.result().counts["stop_times_without_prediction"];
    }

    void position(const protozero::data_view& view)
    {
        Trip trip;
        std::optional<double> lat, lon;
        bool placed = false;
        std::int64_t at = m_header_s;
        pbf_reader v(view);
        while (v.next()) {
            const bool message = v.has_wire_type(protozero::pbf_wire_type::length_delimited);
            if (v.tag() == 1 && message)
                trip = tripOf(v.get_message());
            else if (v.tag() == 2 && message) {
                placed = true;
                pbf_reader p = v.get_message();
                while (p.next())
                    if (p.tag() == 1 && p.has_wire_type(protozero::pbf_wire_type::fixed32))
                        lat = static_cast<double>(p.get_float());
                    else if (p.tag() == 2 && p.has_wire_type(protozero::pbf_wire_type::fixed32))
                        lon = static_cast<double>(p.get_float());
                    else
                        p.skip();
            } else if (v.tag() == 5 && v.has_wire_type(protozero::pbf_wire_type::varint))
                at = static_cast<std::int64_t>(v.get_uint64());
            else
                v.skip();
        }
        ++m_out.result().counts["vehicles"];
        const auto where = geoPosition(lon, lat);
        if (placed && !where) {
            m_out.reject("a position without latitude and longitude on the Earth", offsetOf(view));
            return;
        }
        if (where)
            m_out.result().vehicles.push_back({trip.route, trip.id, *where, at});
        add(trip.route.empty() ? "route:" : "route:" + trip.route, "vehicles_seen", 1, at, offsetOf(view), PrivacyClass::B);
    }

    void add(const std::string& sensor, const char* word, double value, std::int64_t at, std::size_t offset, PrivacyClass privacy)
    {
        const auto stream = m_out.stream(
            {.sensor = sensor, .word = word, .aggregation = Aggregation::Instant, .stamp = Stamp::Instant, .privacy = privacy}, offset);
        if (!stream)
            return;
        When when{.t = at};
        if (at <= 0) {
            when.t = m_arrived_s;
            when.marks = bits(Mark::ReceiveTime);
        }
        // Many trips share a stop and a time: each keeps a place of its own.
        std::uint32_t& order = m_orders[{stream->value(), when.t}];
        if (order > 0xFFFF) {
            m_out.reject("more than 65,536 values of one stop or route at one time", offset);
            return;
        }
        when.ord = static_cast<std::uint16_t>(order++);
        m_out.accept(*stream, when, value, offset);
    }

    const std::string& m_body;
    std::int64_t m_arrived_s, m_header_s = 0;
    ResultBuilder& m_out;
    std::map<std::pair<std::uint32_t, std::int64_t>, std::uint32_t> m_orders;
};

}  // namespace

ParseResult gtfsRealtime(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::GtfsRealtime, catalogue);
    try {
        GtfsReader(item, out).message();
    } catch (const protozero::exception& e) {
        out.refuse(std::string("the protobuf is damaged: ") + e.what());
    }
    return out.finish();
}

}  // namespace isopolis::parsers
