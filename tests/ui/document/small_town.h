#pragma once
/// The town of the window's tests, and the answers that a user would give.
///
///       D ==Ring== C        four neighbourhoods around the nodes, income rising from A to D;
///       |        / |        "Main" A-B carries most traffic, "Short" A-C is the shortcut that a filter closes.
///       |   Short  |
///       |  /       |
///       A ==Main== B

#include "support/mini_city.h"
#include "ui/document/memory_backend.h"
#include "ui/document/project_document.h"

namespace isopolis::test {

inline MiniCity smallTownPlan()
{
    MiniCity mini;
    mini.data.name = "Small town";
    mini.node("A", 0, 0).node("B", 1200, 0).node("C", 1200, 900).node("D", 0, 900);
    mini.street("A B", {.name = "Main", .roadClass = RoadClass::Primary});
    mini.street("B C", {.name = "East"});
    mini.street("C D", {.name = "Ring", .roadClass = RoadClass::Primary});
    mini.street("D A", {.name = "West"});
    mini.street("A C", {.name = "Short", .roadClass = RoadClass::Residential, .speed_kmh = 30});
    mini.zone("Aville", "A", {.people = 3000, .jobs = 200, .income = 20000});
    mini.zone("Bville", "B", {.people = 2000, .jobs = 1500, .income = 30000});
    mini.zone("Cville", "C", {.people = 2500, .jobs = 900, .income = 40000});
    mini.zone("Dville", "D", {.people = 1500, .jobs = 400, .income = 50000});
    mini.data.background = {.no2 = 15, .pm25 = 8, .o3 = 50, .origin = "assumed for tests"};
    mini.data.weather.rose = {{225, 3, 0.6}, {45, 2, 0.4}};
    mini.data.weather.origin = "assumed for tests";
    mini.data.assumptions = {
        {"town.residents", "Residents per household", "People in one household", "", 2.1, 1.8, 2.5, "Assumption for tests"}};
    return mini;
}

inline Intervention filterShort() { return {.name = "Filter the shortcut", .operations = {TrafficFilter{{.target = "mini:way/A-C"}}}}; }

inline Intervention slowMain() { return {.name = "Slow Main", .operations = {SetSpeedLimit{{.target = "mini:way/A-B"}, Speed::kmh(30)}}}; }

/// A document with the town and one empty scenario "Plan".
inline std::shared_ptr<MemoryBackend> openSmallTown(ProjectDocument& document)
{
    auto backend = std::make_shared<MemoryBackend>();
    document.open({smallTownPlan().make(), {Scenario{.name = "Plan"}}, backend, QStringLiteral("town.gpkg"), {}});
    return backend;
}

}  // namespace isopolis::test
