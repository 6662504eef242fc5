#include "gis/feeds/rebirth.h"

#include <protozero/pbf_writer.hpp>

namespace isopolis {

namespace {
constexpr std::uint32_t kBoolean = 11;  // DataType of Sparkplug
}

NodeCommand rebirthCommand(std::string_view node, std::int64_t now_ms)
{
    const std::size_t slash = node.find('/');
    NodeCommand command;
    command.topic = "spBv1.0/" + std::string(node.substr(0, slash)) + "/NCMD/" +
                    std::string(slash == std::string_view::npos ? std::string_view() : node.substr(slash + 1));
    const auto time = static_cast<std::uint64_t>(now_ms);
    protozero::pbf_writer payload(command.body);
    payload.add_uint64(1, time);
    {
        protozero::pbf_writer metric(payload, 2);
        metric.add_string(1, "Node Control/Rebirth");
        metric.add_uint64(3, time);
        metric.add_uint32(4, kBoolean);
        metric.add_bool(14, true);
    }
    return command;
}

}  // namespace isopolis
