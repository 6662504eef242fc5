#include "app/commands/assign_command.h"

#include "app/commands/files.h"
#include "simulation/traffic/assignment_issues.h"
#include "simulation/traffic/equilibrium.h"
#include "simulation/traffic/select_link.h"
#include "simulation/traffic/tntp.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::uintmax_t kLargestNetwork = std::uintmax_t{1} << 29;

struct AssignOptions {
    std::string network, trips, matrix, flows, selectLink, algorithm = "bush";
    double gap = 1e-6, tollWeight = 0, distanceWeight = 0;
    int maxIterations = 5000;
};

Expected<void> writeFlows(const std::string& path, const AssignmentNetwork& network, const Equilibrium& e)
{
    return writeTextFile(path, [&](std::ostream& out) {
        out << "from,to,flow,cost\n";
        for (std::size_t l = 0; l < network.linkCount(); ++l)
            out << network.tail(l) + 1 << ',' << network.head(l) + 1 << ',' << json(e.flow[l]).dump() << ',' << json(e.cost[l]).dump()
                << '\n';
    });
}

/// The links between the two nodes written as FROM-TO.
Expected<std::vector<std::uint32_t>> linksBetween(const AssignmentNetwork& network, const std::string& text)
{
    const auto refuse = [&](ErrorCode code, std::string what) {
        return unexpected(
            Error{code, std::move(what)}.about("--select-link").cure("Write the two nodes of a link as FROM-TO, like 10-16."));
    };
    std::size_t from = 0, to = 0;
    const char *const begin = text.data(), *const end = begin + text.size();
    const auto first = std::from_chars(begin, end, from);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '-')
        return refuse(ErrorCode::BadValue, "'" + text + "' names no link");
    const auto second = std::from_chars(first.ptr + 1, end, to);
    if (second.ec != std::errc() || second.ptr != end)
        return refuse(ErrorCode::BadValue, "'" + text + "' names no link");
    std::vector<std::uint32_t> links;
    for (std::uint32_t l = 0; l < network.linkCount(); ++l)
        if (network.tail(l) + std::size_t{1} == from && network.head(l) + std::size_t{1} == to)
            links.push_back(l);
    if (links.empty())
        return refuse(ErrorCode::NotFound, "the network has no link " + text);
    return links;
}

Expected<json> selected(const Equilibrium& e, const std::vector<std::uint32_t>& links)
{
    const Expected<SelectLink> users = selectLink(*e.routes, links);
    if (!users)
        return unexpected(users.error());
    double flow = 0;
    for (const std::uint32_t l : links)
        flow += e.flow[l];
    json pairs = json::array();
    for (const SelectLinkPair& pair : users->pairs)
        pairs.push_back({{"from", pair.from + 1}, {"to", pair.to + 1}, {"trips", pair.trips}});
    return json{{"flow", flow}, {"trips", users->pcu}, {"pairs", pairs}};
}

Expected<OdDemand> readTrips(const AssignOptions& o, std::size_t zones, const MatrixReader& readMatrix)
{
    if (isTripMatrix(o.trips))
        return readMatrix(o.trips, o.matrix, zones);
    auto text = readTextFile(o.trips, kLargestNetwork);
    if (!text)
        return unexpected(text.error());
    auto trips = parseTntpTrips(*text);
    if (!trips)
        return unexpected(Error(trips.error()).in(o.trips));
    return trips;
}

Expected<json> assign(const AssignOptions& o, const MatrixReader& readMatrix, const Console& console, RunControl& control)
{
    if (!o.flows.empty())
        if (auto writable = canWriteTo(o.flows); !writable)
            return unexpected(writable.error());
    auto networkText = readTextFile(o.network, kLargestNetwork);
    if (!networkText)
        return unexpected(networkText.error());
    auto network = parseTntpNetwork(*networkText);
    if (!network)
        return unexpected(Error(network.error()).in(o.network));
    auto trips = readTrips(o, network->zoneCount(), readMatrix);
    if (!trips)
        return unexpected(trips.error());
    std::vector<std::uint32_t> chosen;
    if (!o.selectLink.empty()) {
        auto links = linksBetween(*network, o.selectLink);
        if (!links)
            return unexpected(links.error());
        if (o.algorithm == "bfw")
            return unexpected(Error{ErrorCode::BadValue, "Frank–Wolfe keeps no routes, so it cannot say whose trips use a link"}.cure(
                "Leave out --algorithm, or --select-link."));
        chosen = std::move(*links);
    }
    EquilibriumOptions options;
    options.keepRoutes = options.proportional = !chosen.empty();
    options.algorithm = o.algorithm == "bfw" ? EquilibriumAlgorithm::BiconjugateFrankWolfe : EquilibriumAlgorithm::Bush;
    options.relativeGap = o.gap;
    options.maxIterations = o.maxIterations;
    options.tollWeight = o.tollWeight;
    options.distanceWeight = o.distanceWeight;
    const auto start = std::chrono::steady_clock::now();
    auto e = solveEquilibrium(*network, *trips, options, control);
    if (!e)
        return unexpected(e.error());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!o.flows.empty())
        if (auto written = writeFlows(o.flows, *network, *e); !written)
            return unexpected(written.error());
    double unreachable = 0;
    for (const double v : e->unreachableFrom)
        unreachable += v;
    const auto noCapacity = std::count_if(network->links().begin(), network->links().end(),
                                          [](const AssignmentLink& link) { return link.delay.b > 0 && link.delay.capacity <= 0; });
    const std::vector<Issue> issues = assignmentIssues(*network, *e);
    console.issues(issues);
    json answer{{"relative_gap", e->relativeGap},
                {"converged", e->converged},
                {"iterations", e->iterations},
                {"seconds", seconds},
                {"objective", e->objective},
                {"total_system_travel_time", e->totalTime},
                {"total_generalised_cost", e->totalCost},
                {"average_excess_cost", e->averageExcessCost},
                {"assigned_trips", e->assigned},
                {"intrazonal_trips", e->intrazonal},
                {"unreachable_trips", unreachable},
                {"algorithm", o.algorithm},
                {"zones", network->zoneCount()},
                {"links", network->linkCount()},
                {"links_of_capacity_0_taken_as_constant", noCapacity},
                {"issues", toJson(issues)}};
    if (!chosen.empty()) {
        auto users = selected(*e, chosen);
        if (!users)
            return unexpected(users.error());
        answer["select_link"] = std::move(*users);
        answer["select_link_proportional"] = e->proportionality.done;
        answer["select_link_totals_error"] = e->proportionality.totalsError;
    }
    return answer;
}

}  // namespace

bool isTripMatrix(std::string_view file) { return file.ends_with(".omx") || file.ends_with(".csv"); }

void addAssignCommand(CLI::App& app, Console& console, MatrixReader readMatrix)
{
    auto o = std::make_shared<AssignOptions>();
    CLI::App* command = app.add_subcommand("assign", "User equilibrium on a network in TNTP format");
    command->add_option("NETWORK", o->network, "network, *_net.tntp")->required();
    command->add_option("TRIPS", o->trips, "trips: *_trips.tntp, or a matrix *.omx or *.csv (from,to,trips)")->required();
    command->add_option("--matrix", o->matrix, "which matrix of an OMX file");
    command->add_option("--gap", o->gap, "relative gap (TSTT − SPTT) / TSTT to reach")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    command->add_option("--flows", o->flows, "CSV to write: from,to,flow,cost");
    command->add_option("--select-link", o->selectLink, "whose trips use the link FROM-TO");
    command->add_option("--algorithm", o->algorithm, "bush (Algorithm B) or bfw (bi-conjugate Frank–Wolfe)")
        ->check(CLI::IsMember({"bush", "bfw"}))
        ->capture_default_str();
    command->add_option("--toll-weight", o->tollWeight, "cost per unit of toll")->capture_default_str();
    command->add_option("--distance-weight", o->distanceWeight, "cost per unit of length")->capture_default_str();
    command->add_option("--max-iterations", o->maxIterations, "give up after")->check(CLI::Range(1, 1000000))->capture_default_str();
    command->callback([o, readMatrix = std::move(readMatrix), &console] {
        ConsoleControl control(console);
        auto answer = assign(*o, readMatrix, console, control);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        for (const auto& [key, value] : answer->items()) {
            if (key == "issues")
                continue;  // told already
            const std::string shown = value.is_string()   ? value.get<std::string>()
                                      : value.is_object() ? value["trips"].dump() + " trips between " +
                                                                std::to_string(value["pairs"].size()) + " pairs of zones (with --json: all)"
                                                          : value.dump();
            console.line(key + std::string(key.size() < 28 ? 28 - key.size() : 1, ' ') + shown);
        }
        console.answer(*answer);
        if (!(*answer)["converged"].get<bool>())
            console.exitCode = kCouldNot;
    });
}

}  // namespace isopolis
