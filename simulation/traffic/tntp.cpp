#include "simulation/traffic/tntp.h"

#include <charconv>
#include <map>

namespace isopolis {

namespace {

// A dense table over zones must fit into memory even if a file only claims to have many.
constexpr std::size_t kMostZones = 20000;
constexpr std::size_t kMostNodes = 20000000;

tl::unexpected<Error> fault(std::size_t line, std::string what)
{
    return unexpected(Error{ErrorCode::BadFile, std::move(what)}
                          .at("line " + std::to_string(line))
                          .cure("Use a file in the TNTP format of the Transportation Networks collection."));
}

tl::unexpected<Error> notA(std::size_t line, std::string_view token, const std::string& what)
{
    std::string message("'");
    message.append(token).append("' ").append(what);
    return fault(line, std::move(message));
}

/// Lines without comments, numbered from 1.
class Lines {
public:
    explicit Lines(std::string_view text) : m_rest(text) {}
    bool next(std::string_view& line)
    {
        if (m_rest.empty())
            return false;
        const std::size_t end = m_rest.find('\n');
        line = m_rest.substr(0, end);
        m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
        line = line.substr(0, line.find('~'));
        ++m_number;
        return true;
    }
    std::size_t number() const { return m_number; }

private:
    std::string_view m_rest;
    std::size_t m_number = 0;
};

/// Words between the characters of `dropped`.
std::vector<std::string_view> tokens(std::string_view line, std::string_view dropped)
{
    std::vector<std::string_view> found;
    std::size_t at = 0;
    while (at < line.size()) {
        if (dropped.find(line[at]) != std::string_view::npos) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < line.size() && dropped.find(line[end]) == std::string_view::npos)
            ++end;
        found.push_back(line.substr(at, end - at));
        at = end;
    }
    return found;
}

constexpr std::string_view kBlank = " \t\r\v\f";
constexpr std::string_view kBlankOrEnd = " \t\r\v\f;";
constexpr std::string_view kPairMarks = " \t\r\v\f;:";

bool readNumber(std::string_view token, double& value)
{
    if (!token.empty() && token.front() == '+')
        token.remove_prefix(1);
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    return error == std::errc{} && end == token.data() + token.size() && std::isfinite(value);
}

bool readCount(std::string_view token, std::size_t& value)
{
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    return error == std::errc{} && end == token.data() + token.size();
}

/// Position of a node written as 1…count.
bool readPosition(std::string_view token, std::size_t count, std::uint32_t& position)
{
    std::size_t number = 0;
    if (!readCount(token, number) || number < 1 || number > count)
        return false;
    position = static_cast<std::uint32_t>(number - 1);
    return true;
}

using Metadata = std::map<std::string, std::string, std::less<>>;

/// Reads up to <END OF METADATA>.
Expected<Metadata> readMetadata(Lines& lines)
{
    Metadata metadata;
    std::string_view line;
    while (lines.next(line)) {
        const std::size_t open = line.find('<'), close = line.find('>');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            continue;
        const std::string key(line.substr(open + 1, close - open - 1));
        if (key == "END OF METADATA")
            return metadata;
        const auto words = tokens(line.substr(close + 1), kBlank);
        metadata[key] = words.empty() ? std::string() : std::string(words.front());
    }
    return fault(lines.number(), "the line <END OF METADATA> is missing");
}

Expected<std::size_t> countOf(const Metadata& metadata, std::string_view key, std::size_t low, std::size_t high)
{
    const auto it = metadata.find(key);
    std::size_t value = 0;
    if (it == metadata.end() || !readCount(it->second, value) || value < low || value > high) {
        std::string message("<");
        message.append(key)
            .append("> must be a whole number from ")
            .append(std::to_string(low))
            .append(" to ")
            .append(std::to_string(high));
        return unexpected(Error{ErrorCode::BadFile, std::move(message)}.about(std::string(key)));
    }
    return value;
}

Expected<AssignmentLink> readLink(std::string_view line, std::size_t number, std::size_t nodes)
{
    // Columns: from, to, capacity, length, free-flow time, B, power, speed, toll, type; the last three may be missing.
    const auto words = tokens(line, kBlankOrEnd);
    AssignmentLink link;
    if (words.size() < 7)
        return fault(number, "a link needs at least seven columns");
    if (!readPosition(words[0], nodes, link.from) || !readPosition(words[1], nodes, link.to))
        return fault(number, "a link must join nodes from 1 to " + std::to_string(nodes));
    double* const columns[] = {&link.delay.capacity, &link.length, &link.delay.freeTime, &link.delay.b, &link.delay.power};
    for (std::size_t c = 0; c < std::size(columns); ++c)
        if (!readNumber(words[c + 2], *columns[c]) || *columns[c] < 0)
            return notA(number, words[c + 2], "is not a number of at least 0");
    if (words.size() > 8 && (!readNumber(words[8], link.toll) || link.toll < 0))
        return notA(number, words[8], "is not a toll of at least 0");
    return link;
}

}  // namespace

Expected<AssignmentNetwork> parseTntpNetwork(std::string_view text)
{
    Lines lines(text);
    const auto metadata = readMetadata(lines);
    if (!metadata)
        return unexpected(metadata.error());
    // Every node but a lone one has a link, which takes several characters: a count beyond that is a claim, not data.
    const auto nodes = countOf(*metadata, "NUMBER OF NODES", 1, std::min(kMostNodes, text.size()));
    if (!nodes)
        return unexpected(nodes.error());
    const auto zones = countOf(*metadata, "NUMBER OF ZONES", 1, std::min(kMostZones, *nodes));
    if (!zones)
        return unexpected(zones.error());
    const auto firstThrough = countOf(*metadata, "FIRST THRU NODE", 1, *nodes + 1);
    if (!firstThrough)
        return unexpected(firstThrough.error());
    const auto count = countOf(*metadata, "NUMBER OF LINKS", 0, text.size());
    if (!count)
        return unexpected(count.error());
    std::vector<AssignmentLink> links;
    std::string_view line;
    while (lines.next(line)) {
        if (tokens(line, kBlankOrEnd).empty())
            continue;
        const auto link = readLink(line, lines.number(), *nodes);
        if (!link)
            return unexpected(link.error());
        links.push_back(*link);
    }
    if (links.size() != *count)
        return fault(lines.number(), "the file promises " + std::to_string(*count) + " links and holds " + std::to_string(links.size()));
    return AssignmentNetwork::create({*zones, *nodes, *firstThrough - 1}, std::move(links));
}

Expected<OdDemand> parseTntpTrips(std::string_view text)
{
    Lines lines(text);
    const auto metadata = readMetadata(lines);
    if (!metadata)
        return unexpected(metadata.error());
    const auto zones = countOf(*metadata, "NUMBER OF ZONES", 1, kMostZones);
    if (!zones)
        return unexpected(zones.error());
    OdDemand demand(*zones);
    std::uint32_t origin = 0, destination = 0;
    bool haveOrigin = false, haveDestination = false;
    std::string_view line;
    while (lines.next(line)) {
        const auto words = tokens(line, kPairMarks);
        for (std::size_t w = 0; w < words.size(); ++w) {
            if (words[w] == "Origin" || words[w] == "origin") {
                if (haveDestination || w + 1 >= words.size() || !readPosition(words[++w], *zones, origin))
                    return fault(lines.number(), "'Origin' must be followed by a zone from 1 to " + std::to_string(*zones));
                haveOrigin = true;
            } else if (!haveOrigin) {
                return fault(lines.number(), "trips stand before the first 'Origin'");
            } else if (!haveDestination) {
                if (!readPosition(words[w], *zones, destination))
                    return notA(lines.number(), words[w], "is not a zone from 1 to " + std::to_string(*zones));
                haveDestination = true;
            } else {
                double trips = 0;
                if (!readNumber(words[w], trips) || trips < 0)
                    return notA(lines.number(), words[w], "is not a number of trips of at least 0");
                demand.add(origin, destination, trips);
                haveDestination = false;
            }
        }
    }
    if (haveDestination)
        return fault(lines.number(), "the last pair has no number of trips");
    return demand;
}

Expected<std::vector<TntpFlow>> parseTntpFlows(std::string_view text)
{
    Lines lines(text);
    std::vector<TntpFlow> flows;
    std::string_view line;
    bool header = true;
    while (lines.next(line)) {
        const auto words = tokens(line, kPairMarks);
        if (words.empty())
            continue;
        TntpFlow flow;
        if (words.size() < 4 || !readPosition(words[0], kMostNodes, flow.from) || !readPosition(words[1], kMostNodes, flow.to) ||
            !readNumber(words[2], flow.volume) || !readNumber(words[3], flow.cost)) {
            if (!header || !flows.empty())
                return fault(lines.number(), "a flow needs from, to, volume and cost");
            header = false;  // one line of titles
            continue;
        }
        flows.push_back(flow);
    }
    return flows;
}

}  // namespace isopolis
