#pragma once
/// What a Sparkplug B edge node is told when a message of it is missing: to name its metrics again.
///
///   NodeCommand c = rebirthCommand("city/edge-1", now_ms);   c.topic;   // "spBv1.0/city/NCMD/edge-1"
///
/// Source: Eclipse Sparkplug 3.0.0, §5.18 (NCMD) and §6.4.12 (a host application that finds a gap in seq asks for a rebirth).

#include <cstdint>
#include <string>
#include <string_view>

namespace isopolis {

struct NodeCommand {
    std::string topic, body;
};

NodeCommand rebirthCommand(std::string_view node, std::int64_t now_ms);

}  // namespace isopolis
