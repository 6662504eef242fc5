#include "gis/io/osm/turn_restrictions.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace isopolis {

namespace {

constexpr ModeSet kVehicles = ModeSet::motor() | Mode::Cycle;

std::string relationId(std::int64_t id) { return "osm:relation/" + std::to_string(id); }
std::string wayId(std::int64_t id) { return "osm:way/" + std::to_string(id); }

struct Vehicles {
    std::string_view key;
    ModeSet modes;
};
constexpr std::array<Vehicles, 8> kKinds = {{{"vehicle", kVehicles},
                                             {"motor_vehicle", ModeSet::motor()},
                                             {"motorcar", Mode::Car},
                                             {"hgv", Mode::Lorry},
                                             {"goods", Mode::Lorry},
                                             {"psv", Mode::Bus},
                                             {"bus", Mode::Bus},
                                             {"bicycle", Mode::Cycle}}};

ModeSet modesOf(std::string_view key)
{
    const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const Vehicles& v) { return v.key == key; });
    return found == kKinds.end() ? ModeSet() : found->modes;  // taxis, emergency, caravans: nobody whom the models know
}

ModeSet exceptions(std::string_view list)
{
    ModeSet all;
    while (!list.empty()) {
        const auto end = std::min(list.find_first_of(";,"), list.size());
        std::string_view word = list.substr(0, end);
        word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        word = word.substr(0, word.find_last_not_of(' ') + 1);
        all = all | modesOf(word);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return all;
}

struct Value {
    OsmRestriction::Kind kind;
    bool severalFrom = false, severalTo = false;
};

std::optional<Value> valueOf(std::string_view text)
{
    using Kind = OsmRestriction::Kind;
    constexpr std::array<std::string_view, 4> kTurns = {"left_turn", "right_turn", "straight_on", "u_turn"};
    const auto turn = [&](std::string_view rest) { return std::find(kTurns.begin(), kTurns.end(), rest) != kTurns.end(); };
    if (text == "no_entry")
        return Value{Kind::No, true, false};
    if (text == "no_exit")
        return Value{Kind::No, false, true};
    if (text.starts_with("no_") && turn(text.substr(3)))
        return Value{Kind::No};
    if (text.starts_with("only_") && turn(text.substr(5)))
        return Value{Kind::Only};
    return {};
}

/// The links of one mode at one junction, and what is forbidden on them.
class TurnMapper {
public:
    TurnMapper(const IdVector<RoadWayId, RoadWay>& ways, const IdVector<LinkId, RoadLink>& links, IssueLog& log)
        : m_ways(ways), m_links(links), m_log(log)
    {
        for (const LinkId id : idsOf(links)) {
            m_in[links[id].to].push_back(id);
            m_out[links[id].from].push_back(id);
        }
    }

    void add(const OsmRestriction& rule, NodeId via)
    {
        m_reason.clear();
        bool any = false;
        for (const Mode mode : {Mode::Car, Mode::Lorry, Mode::Bus, Mode::Cycle})
            any |= rule.modes.has(mode) && addFor(rule, via, mode);
        if (!any)
            refuse(rule.id, "turn_restriction_not_found", m_reason.empty() ? "its streets are closed to the vehicles it is for" : m_reason);
    }

    MappedTurns take()
    {
        for (const auto& [turn, only] : m_only)
            banAllBut(turn.first, turn.second, only);
        liftTraps();
        MappedTurns result;
        std::set<std::int64_t> applied;
        for (const auto& [turn, ban] : m_bans) {
            if (ban.modes.empty())
                continue;
            result.bans.push_back({turn.first, turn.second, ban.modes});
            applied.insert(ban.rules.begin(), ban.rules.end());
        }
        result.applied = applied.size();
        return result;
    }

private:
    struct Ban {
        ModeSet modes;
        std::set<std::int64_t> rules;
    };
    struct Only {
        std::set<LinkId> allowed;
        std::set<std::int64_t> rules;
    };

    void refuse(std::int64_t id, const char* code, const std::string& why)
    {
        m_log.warn(code, "the turn restriction is left out: " + why, relationId(id));
    }

    const std::vector<LinkId>& at(const std::unordered_map<NodeId, std::vector<LinkId>>& table, NodeId node) const
    {
        static const std::vector<LinkId> kNone;
        const auto found = table.find(node);
        return found == table.end() ? kNone : found->second;
    }

    /// Links of a way that lead to the junction (or away from it) and are open to the mode.
    std::vector<LinkId> linksOf(std::int64_t way, NodeId via, Mode mode, bool into)
    {
        std::vector<LinkId> found;
        bool touches = false;
        const std::string id = wayId(way);
        for (const bool in : {true, false})
            for (const LinkId link : at(in ? m_in : m_out, via))
                if (m_ways[m_links[link].way].externalId == id && !m_links[link].modes.empty()) {
                    touches = true;
                    if (in == into && m_links[link].modes.has(mode))
                        found.push_back(link);
                }
        if (found.empty() && m_reason.empty())
            m_reason = !touches ? id + " does not touch its via node, or is no open street there"
                                : id + (into ? " cannot be driven towards" : " cannot be driven away from") +
                                      " the via node, so the turn does not exist anyway";
        return found;
    }

    bool addFor(const OsmRestriction& rule, NodeId via, Mode mode)
    {
        const bool sameWay = rule.kind == OsmRestriction::Kind::No && rule.from == rule.to;
        std::vector<LinkId> ins, outs;
        for (const std::int64_t way : rule.from) {
            const auto found = linksOf(way, via, mode, true);
            if (found.size() > 1 && !sameWay)
                return unclear(way);
            ins.insert(ins.end(), found.begin(), found.end());
        }
        for (const std::int64_t way : rule.to) {
            const auto found = linksOf(way, via, mode, false);
            if (found.size() > 1 && !sameWay)
                return unclear(way);
            outs.insert(outs.end(), found.begin(), found.end());
        }
        bool any = false;
        for (const LinkId in : ins) {
            if (rule.kind == OsmRestriction::Kind::Only) {
                if (outs.empty())
                    continue;
                Only& only = m_only[{in, mode}];
                only.allowed.insert(outs.begin(), outs.end());
                only.rules.insert(rule.id);
                any = true;
                continue;
            }
            // From a street into itself is a turn back, each link into its own opposite.
            for (const LinkId out : outs)
                if (!sameWay || m_links[in].reverse == out) {
                    ban(in, out, mode, {rule.id});
                    any = true;
                }
        }
        return any;
    }

    bool unclear(std::int64_t way)
    {
        m_reason = wayId(way) + " runs through the via node, so it is not clear which side is meant";
        return false;
    }

    void ban(LinkId in, LinkId out, Mode mode, const std::set<std::int64_t>& rules)
    {
        Ban& known = m_bans[{in, out}];
        known.modes = known.modes | mode;
        known.rules.insert(rules.begin(), rules.end());
    }

    void banAllBut(LinkId in, Mode mode, const Only& only)
    {
        if (only.allowed.size() > 1 && only.rules.size() > 1)
            m_log.note("turn_restriction_joined", "several rules each allow only one turn from the same street; all of these are allowed",
                       names(only.rules));
        for (const LinkId out : at(m_out, m_links[in].to))
            if (m_links[out].modes.has(mode) && !only.allowed.contains(out))
                ban(in, out, mode, only.rules);
    }

    /// A street from which nothing leads on would swallow traffic.
    void liftTraps()
    {
        std::set<LinkId> concerned;
        for (const auto& [turn, b] : m_bans)
            concerned.insert(turn.first);
        for (const LinkId in : concerned) {
            std::set<std::int64_t> lifted;
            for (const Mode mode : {Mode::Car, Mode::Lorry, Mode::Bus, Mode::Cycle})
                if (const auto rules = trap(in, mode); !rules.empty()) {
                    lifted.insert(rules.begin(), rules.end());
                    for (const LinkId out : at(m_out, m_links[in].to))
                        if (const auto found = m_bans.find({in, out}); found != m_bans.end())
                            found->second.modes = found->second.modes.without(mode);
                }
            if (!lifted.empty())
                m_log.warn("turn_restriction_trap",
                           "the turn restrictions leave no way on from " + m_links[in].externalId + " and are lifted there", names(lifted));
        }
    }

    /// The rules that close every way out of a street to a mode; none if something is left, or nothing ever led on.
    std::set<std::int64_t> trap(LinkId in, Mode mode) const
    {
        std::set<std::int64_t> rules;
        for (const LinkId out : at(m_out, m_links[in].to)) {
            if (!m_links[out].modes.has(mode))
                continue;
            const auto found = m_bans.find({in, out});
            if (found == m_bans.end() || !found->second.modes.has(mode))
                return {};
            rules.insert(found->second.rules.begin(), found->second.rules.end());
        }
        return rules;
    }

    static std::string names(const std::set<std::int64_t>& rules)
    {
        std::string all;
        for (const std::int64_t id : rules)
            all += (all.empty() ? "" : ", ") + relationId(id);
        return all;
    }

    const IdVector<RoadWayId, RoadWay>& m_ways;
    const IdVector<LinkId, RoadLink>& m_links;
    IssueLog& m_log;
    std::unordered_map<NodeId, std::vector<LinkId>> m_in, m_out;
    std::map<std::pair<LinkId, LinkId>, Ban> m_bans;
    std::map<std::pair<LinkId, Mode>, Only> m_only;
    std::string m_reason;
};

}  // namespace

std::vector<OsmRestriction> restrictionRules(std::int64_t id, const OsmTags& tags, std::span<const OsmMember> members, IssueLog& log)
{
    const auto refused = [&](const char* code, const std::string& why) {
        log.warn(code, "the turn restriction is left out: " + why, relationId(id));
        return std::vector<OsmRestriction>();
    };
    std::vector<std::int64_t> from, to, viaNodes;
    bool viaWay = false, foreign = false;
    for (const OsmMember& member : members) {
        if (member.role == "from" || member.role == "to") {
            (member.role == "from" ? from : to).push_back(member.id);
            foreign |= member.type != OsmMember::Type::Way;
        } else if (member.role == "via") {
            viaWay |= member.type == OsmMember::Type::Way;
            foreign |= member.type == OsmMember::Type::Relation;
            viaNodes.push_back(member.id);
        }
    }
    if (from.empty() || to.empty() || viaNodes.empty() || foreign)
        return refused("turn_restriction_members",
                       "it needs a way as from, a way as to and a node as via (an extract may have lost them at its edge)");
    if (tags.has("hour_on") || tags.has("hour_off") || tags.has("day_on") || tags.has("day_off"))
        return refused("turn_restriction_hours", "it holds at certain hours only, which the models do not tell apart");
    if (viaWay)
        return refused("turn_restriction_via_way", "it forbids a sequence of streets (via is a way), not one turn; that is not supported");
    if (viaNodes.size() > 1)
        return refused("turn_restriction_members", "it has more than one via node");

    std::vector<OsmRestriction> rules;
    bool conditional = tags.has("restriction:conditional"), special = false;
    const ModeSet excepted = exceptions(tags.get("except"));
    ModeSet ruled;  // a rule of its own replaces the general one for that kind of vehicle
    const auto read = [&](std::string_view text, ModeSet modes) -> bool {
        const auto value = valueOf(text);
        if (!value) {
            refused("turn_restriction_kind", "'" + std::string(text.substr(0, 40)) + "' is no known kind");
            return false;
        }
        if ((from.size() > 1 && !value->severalFrom) || (to.size() > 1 && !value->severalTo)) {
            refused("turn_restriction_members", "it has more than one from or to way, which only no_entry and no_exit may have");
            return false;
        }
        if (!modes.empty())
            rules.push_back({id, value->kind, modes, from, to, viaNodes.front()});
        return true;
    };
    for (const Vehicles& kind : kKinds) {
        const std::string key = "restriction:" + std::string(kind.key);
        conditional |= tags.has(key + ":conditional");
        if (!tags.has(key))
            continue;
        special = true;
        ruled = ruled | kind.modes;
        if (!read(tags.get(key), kind.modes.without(excepted)))
            return {};
    }
    if (tags.has("restriction") && !read(tags.get("restriction"), kVehicles.without(excepted).without(ruled)))
        return {};
    if (conditional)
        log.note("turn_restriction_hours", "the part of the turn restriction that holds at certain hours only is left out", relationId(id));
    if (rules.empty() && !conditional) {
        if (tags.has("restriction") || special)
            log.note("turn_restriction_vehicles", "the turn restriction excepts everybody whom the models know", relationId(id));
        else
            refused("turn_restriction_kind", "it does not say what is forbidden to cars, lorries, buses or cycles");
    }
    return rules;
}

MappedTurns mapRestrictions(const std::vector<OsmRestriction>& rules, const std::function<NodeId(std::int64_t)>& nodeOf,
                            const IdVector<RoadWayId, RoadWay>& ways, const IdVector<LinkId, RoadLink>& links, IssueLog& log)
{
    TurnMapper mapper(ways, links, log);
    for (const OsmRestriction& rule : rules) {
        const NodeId via = nodeOf(rule.via);
        if (!via.valid()) {
            log.warn("turn_restriction_not_found",
                     "the turn restriction is left out: its via node osm:node/" + std::to_string(rule.via) +
                         " is no junction of the streets",
                     relationId(rule.id));
            continue;
        }
        mapper.add(rule, via);
    }
    return mapper.take();
}

}  // namespace isopolis
