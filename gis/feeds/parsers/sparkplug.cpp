// Sparkplug B 3.0 (protobuf org.eclipse.tahu.protobuf.Payload, topic spBv1.0/GROUP/TYPE/NODE[/DEVICE]). A birth names the metrics with
// their units and may give each an alias; data that follow may name the alias alone, so a metric with an alias is known by it. A metric's
// quantity is the last part of its name ("Air/NO2"), its unit the property engUnit. Messages of a node are numbered from its birth on
// (seq, 0 to 255, then 0 again): where one is missing, and before any birth was seen, the node is asked to be born again. Texts, flags and
// metrics that are null are no values; a death makes what its node or device said stale. Times are milliseconds, of the metric or of the
// message.

#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <protozero/pbf_reader.hpp>

namespace isopolis::parsers {

namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr std::string_view kNamespace = "spBv1.0/";

struct Topic {
    std::string type, sensor, node;
};

std::optional<Topic> topicOf(std::string_view topic)
{
    if (!topic.starts_with(kNamespace))
        return std::nullopt;
    topic.remove_prefix(kNamespace.size());
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t slash = topic.find('/');
        parts.emplace_back(topic.substr(0, slash));
        if (slash == std::string_view::npos)
            break;
        topic.remove_prefix(slash + 1);
    }
    if (parts.size() < 3 || parts.size() > 4)
        return std::nullopt;
    return Topic{parts[1], parts[0] + "/" + parts[2] + (parts.size() == 4 ? "/" + parts[3] : ""), parts[0] + "/" + parts[2]};
}

struct Metric {
    std::string name, unit;
    std::optional<std::uint64_t> alias, time_ms;
    std::optional<double> value;
    bool null = false;
    std::size_t offset = 0;
};

class SparkplugReader {
public:
    SparkplugReader(const RawItem& item, Topic topic, ResultBuilder& out) : m_item(item), m_topic(std::move(topic)), m_out(out) {}

    void message()
    {
        if (m_topic.type == "NCMD" || m_topic.type == "DCMD") {
            ++m_out.result().counts["commands"];  // whoever listens to all hears also what nodes are told
            return;
        }
        pbf_reader payload(m_item.body.data(), m_item.body.size());
        std::vector<Metric> metrics;
        std::optional<std::uint64_t> sent_ms, seq;
        while (payload.next())
            if (payload.tag() == 1 && payload.has_wire_type(pbf_wire_type::varint))
                sent_ms = payload.get_uint64();
            else if (payload.tag() == 2 && payload.has_wire_type(pbf_wire_type::length_delimited))
                metrics.push_back(metric(payload.get_view()));
            else if (payload.tag() == 3 && payload.has_wire_type(pbf_wire_type::varint))
                seq = payload.get_uint64();
            else
                payload.skip();
        const bool death = m_topic.type.ends_with("DEATH");
        m_out.result().counts[death ? "deaths" : "metrics"] += death ? 1 : metrics.size();
        if (death) {
            die(metrics);
            return;
        }
        if (m_topic.type != "NBIRTH" && m_topic.type != "DBIRTH" && m_topic.type != "NDATA" && m_topic.type != "DDATA") {
            m_out.refuse("'" + m_topic.type.substr(0, 20) + "' is no Sparkplug message of values");
            return;
        }
        if (m_topic.type == "NBIRTH")
            if (const auto born = birthNumber(metrics))
                m_out.result().births[m_topic.node] = *born;
        number(seq);
        for (const Metric& m : metrics)
            take(m, sent_ms);
    }

private:
    static std::optional<double> birthNumber(const std::vector<Metric>& metrics)
    {
        for (const Metric& m : metrics)
            if (m.name == "bdSeq")
                return m.value;
        return std::nullopt;
    }

    /// All that the node or device said is stale at once. The broker sends a node's death for it, with the number of the birth that it
    /// belongs to: the death of a session that a newer birth has replaced says nothing. Its time is that of its arrival: what stands in
    /// it was written when the node connected.
    void die(const std::vector<Metric>& metrics)
    {
        const auto born = m_out.catalogue().births.find(m_topic.node);
        const auto of = birthNumber(metrics);
        if (m_topic.type == "NDEATH" && of && born != m_out.catalogue().births.end() && born->second != *of) {
            ++m_out.result().counts["old_deaths"];
            return;
        }
        m_out.result().deaths.emplace_back(m_topic.sensor, m_item.recv_us / 1'000'000);
    }

    /// A message that the broker sent again keeps its number.
    void number(std::optional<std::uint64_t> seq)
    {
        if (m_item.delivery == Delivery::PushAgain)
            return;
        const auto last = m_out.catalogue().sequence.find(m_topic.node);
        const bool known = last != m_out.catalogue().sequence.end();
        if (seq && *seq < 256)
            m_out.result().sequence[m_topic.node] = static_cast<std::uint8_t>(*seq);
        if (m_topic.type == "NBIRTH")
            return;
        if (!known || (seq && *seq != (last->second + 1U) % 256)) {
            m_out.result().rebirths.insert(m_topic.node);
            m_out.result().counts["gaps"] += known ? 1 : 0;
        }
    }

    /// The text of the property engUnit.
    static std::string unitOf(pbf_reader set)
    {
        std::vector<std::string> keys, values;
        while (set.next())
            if (set.tag() == 1 && set.has_wire_type(pbf_wire_type::length_delimited)) {
                keys.push_back(set.get_string());
            } else if (set.tag() == 2 && set.has_wire_type(pbf_wire_type::length_delimited)) {
                pbf_reader value = set.get_message();
                values.emplace_back();
                while (value.next())
                    if (value.tag() == 8 && value.has_wire_type(pbf_wire_type::length_delimited))
                        values.back() = value.get_string();
                    else
                        value.skip();
            } else {
                set.skip();
            }
        for (std::size_t k = 0; k < std::min(keys.size(), values.size()); ++k)
            if (keys[k] == "engUnit")
                return values[k];
        return {};
    }

    Metric metric(const protozero::data_view& view) const
    {
        Metric m;
        m.offset = static_cast<std::size_t>(view.data() - m_item.body.data());
        pbf_reader r(view);
        std::uint32_t type = 0;
        while (r.next()) {
            const bool varint = r.has_wire_type(pbf_wire_type::varint), text = r.has_wire_type(pbf_wire_type::length_delimited);
            if (r.tag() == 1 && text)
                m.name = r.get_string();
            else if (r.tag() == 2 && varint)
                m.alias = r.get_uint64();
            else if (r.tag() == 3 && varint)
                m.time_ms = r.get_uint64();
            else if (r.tag() == 4 && varint)
                type = r.get_uint32();
            else if (r.tag() == 7 && varint)
                m.null = r.get_bool();
            else if (r.tag() == 9 && text)
                m.unit = unitOf(r.get_message());
            else if (r.tag() == 10 && varint)
                m.value = whole(type, r.get_uint32());
            else if (r.tag() == 11 && varint)
                m.value = whole(type, r.get_uint64());
            else if (r.tag() == 12 && r.has_wire_type(pbf_wire_type::fixed32))
                m.value = static_cast<double>(r.get_float());
            else if (r.tag() == 13 && r.has_wire_type(pbf_wire_type::fixed64))
                m.value = r.get_double();
            else
                r.skip();
        }
        return m;
    }

    /// Int8 to Int64 (1 to 4) lie in unsigned fields as two's complement.
    static double whole(std::uint32_t type, std::uint64_t bits)
    {
        switch (type) {
        case 1: return static_cast<std::int8_t>(bits);
        case 2: return static_cast<std::int16_t>(bits);
        case 3: return static_cast<std::int32_t>(bits);
        case 4: return static_cast<double>(static_cast<std::int64_t>(bits));
        default: return static_cast<double>(bits);
        }
    }

    void take(const Metric& m, std::optional<std::uint64_t> sent_ms)
    {
        if (m.null) {
            ++m_out.result().counts["null_metrics"];
            return;
        }
        if (!m.value)
            return;  // a text, a flag or a set: no measurement
        const std::string id = m_topic.sensor + (m.alias ? "#" + std::to_string(*m.alias) : "/" + m.name);
        StreamDraft draft{.foreignId = id, .sensor = m_topic.sensor, .word = m.name.substr(m.name.rfind('/') + 1), .unit = m.unit};
        if (const auto known = m_out.catalogue().find(id); known && (m.name.empty() || m.unit.empty())) {
            const Datastream& before = m_out.catalogue().streams[known->index()];
            draft.word = m.name.empty() ? before.quantity : draft.word;
            draft.unit = before.reportedUnit;
        }
        if (m.name.empty() && (draft.word.empty() || draft.word == "unknown")) {
            m_out.reject("the alias " + std::to_string(m.alias.value_or(0)) + " was not named by a birth", m.offset);
            return;
        }
        if (!findQuantity(draft.word))
            return;  // births name much that is no quantity: sequence numbers, controls
        const auto stream = m_out.stream(draft, m.offset);
        if (!stream)
            return;
        const auto ms = m.time_ms ? m.time_ms : sent_ms;
        std::uint32_t marks = 0;
        std::int64_t at = m_item.recv_us / 1'000'000;
        if (ms)
            at = static_cast<std::int64_t>(std::min<std::uint64_t>(*ms / 1000, std::uint64_t{1} << 40U));
        else
            marks = bits(Mark::ReceiveTime);
        m_out.accept(*stream, m_out.stamped(*stream, at, marks), *m.value, m.offset);
    }

    const RawItem& m_item;
    Topic m_topic;
    ResultBuilder& m_out;
};

}  // namespace

ParseResult sparkplug(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::SparkplugB, catalogue);
    auto topic = topicOf(item.topicOrUrl);
    if (!topic && item.topicOrUrl.starts_with("spBv1.0/STATE/")) {
        ++out.result().counts["host_states"];
        return out.finish();
    }
    if (!topic) {
        out.refuse("the topic is not of the form spBv1.0/GROUP/TYPE/NODE[/DEVICE]");
        return out.finish();
    }
    SparkplugReader(item, std::move(*topic), out).message();
    return out.finish();
}

}  // namespace isopolis::parsers
