// Nothing that is edited is ever lost or changed by undo and redo: each operation there and back, and long random walks over
// every kind of edit, against a record of what the project was after each step.
#include "small_town.h"

#include "simulation/scenario/demand_factors.h"
#include "simulation/scenario/parameter_spec.h"
#include "simulation/scenario/scenario_json.h"

#include <QTest>
#include <QUndoStack>

#include <functional>
#include <random>
#include <set>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kSteps = 10000;
constexpr std::size_t kMostScenarios = 7, kMostInterventions = 8;

/// The small town with a bus along Main and East, a second lane on Main and three houses, so that operations have something to work on.
CityPtr town()
{
    MiniCity mini = smallTownPlan();
    const auto stop = [&](const char* name) {
        return mini.data.transit.stops.push({std::string("t:stop/") + name, name, mini.data.nodes[mini.nodeId(name)].at});
    };
    const StopId a = stop("A"), b = stop("B"), c = stop("C");
    TransitLine line{"t:line/7", "Bus 7", "bus", {{0, 0}, {1200, 0}, {1200, 900}}, {}};
    line.patterns.push_back({{a, b, c}, {0, 200, 380}, {0, 220, 380}, {7 * 3600, 8 * 3600, 12 * 3600}});
    line.patterns.push_back({{c, b, a}, {0, 180, 380}, {0, 200, 380}, {7 * 3600 + 600, 9 * 3600}});
    mini.data.transit.lines.push(line);
    for (const char* link : {"A>B", "B>A"})
        mini.data.links[mini.link(link)].lanes = 2;
    for (int i = 0; i < 3; ++i) {
        const double x = 100 + 300 * i;
        mini.data.buildings.push({.externalId = "t:building/" + std::to_string(i),
                                  .footprint = {Polygon{.outer = {{x, 50}, {x + 20, 50}, {x + 20, 70}, {x, 70}}}},
                                  .height_m = 12,
                                  .use = BuildingUse::Residential});
    }
    return mini.make();
}

/// What is on the screen and what would be read back: name, base, order, each operation to the last bit.
std::string stateOf(const std::vector<Scenario>& scenarios)
{
    std::string all;
    for (const Scenario& scenario : scenarios)
        all += scenarioToJson(scenario) + '\n';
    return all;
}

class Walk {
public:
    explicit Walk(std::uint64_t seed) : m_random(seed)
    {
        m_document.open({town(), {}, m_backend, QStringLiteral("town.gpkg"), {}});
        m_states.push_back(stateOf(m_document.scenarios()));
    }

    ProjectDocument& document() { return m_document; }
    const std::vector<std::string>& states() const { return m_states; }
    const std::set<std::string>& kinds() const { return m_kinds; }
    std::size_t count(const std::string& what) const { return m_counts.contains(what) ? m_counts.at(what) : 0; }

    /// One step of a user; a sentence if anything is not as it must be.
    std::string step()
    {
        QUndoStack& undo = m_document.undoStack();
        const std::size_t choice = below(100);
        if (choice < 12 && undo.canUndo()) {
            for (std::size_t n = 1 + below(choice < 1 ? 25 : 2); n > 0 && undo.canUndo(); --n, ++m_counts["undo"])
                undo.undo();
        } else if (choice < 24 && undo.canRedo()) {
            for (std::size_t n = 1 + below(choice < 13 ? 25 : 2); n > 0 && undo.canRedo(); --n, ++m_counts["redo"])
                undo.redo();
        } else if (choice < 32) {
            look();
        } else {
            edit();
        }
        return problem();
    }

    /// What must hold whatever was done.
    std::string problem()
    {
        const auto index = static_cast<std::size_t>(m_document.undoStack().index());
        if (index >= m_states.size())
            return "there are more steps on the stack than were made";
        const std::string now = stateOf(m_document.scenarios());
        if (now != m_states[index])
            return "the project differs from what it was at step " + std::to_string(index);
        if (stateOf(m_backend->savedScenarios()) != now)
            return "what is saved differs from what is shown";
        for (const std::string* name : {&m_document.activeName(), &m_document.againstName()})
            if (*name != kBaseScenarioName && !m_document.scenario(*name))
                return "a scenario is shown that does not exist: " + *name;
        if (m_document.activeName() != kBaseScenarioName && m_document.activeName() == m_document.againstName())
            return "a scenario is compared with itself: " + m_document.activeName();
        if (!m_document.applied()) {
            const auto whole = flattened(*m_document.active(), m_document.scenarios());
            const auto applied = whole ? applyScenario(m_document.city(), *whole) : Expected<AppliedScenario>(unexpected(whole.error()));
            return "the shown scenario cannot be applied" + (applied ? std::string() : ": " + applied.error().text());
        }
        return {};
    }

private:
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(m_random() % n); }
    double between(double low, double high) { return low + (high - low) * std::uniform_real_distribution<double>(0, 1)(m_random); }
    template <class T>
    const T& oneOf(const std::vector<T>& all)
    {
        return all[below(all.size())];
    }
    std::string street() { return "mini:way/" + oneOf(std::vector<std::string>{"A-B", "B-C", "C-D", "D-A", "A-C"}); }
    Point2 place() { return {between(0, 1200), between(0, 900)}; }
    MultiPolygon square()
    {
        const Point2 p = place();
        const double side = between(5, 300);
        return {Polygon{.outer = {p, {p.x + side, p.y}, {p.x + side, p.y + side}, {p.x, p.y + side}}}};
    }
    std::string name(const char* stem) { return stem + std::string(" ") + std::to_string(below(1000)); }

    Operation operation()
    {
        switch (below(std::variant_size_v<Operation>)) {
        case 0: return CloseRoad{{.target = street()}};
        case 1: return SetSpeedLimit{{.target = street()}, Speed::kmh(between(5, 130))};
        case 2: return SetLanes{{.area = square()}, between(0.5, 8)};
        case 3: return OneWay{{.target = street()}, below(2) ? OneWay::Direction::Forward : OneWay::Direction::Backward};
        case 4: return TrafficFilter{{.target = street()}};
        case 5:
            return AddRoad{name("Road"), {place(), place(), place()}, RoadClass::Secondary, Speed::kmh(between(20, 60)), 1, below(2) == 0};
        case 6: return LowEmissionZone{square(), static_cast<int>(below(7)), static_cast<int>(below(7)), between(0, 1)};
        case 7: return FleetShift{between(0, 1)};
        case 8: return AddBuilding{name("House"), square(), Length::m(between(2, 60)), between(0, 500), between(0, 500)};
        case 9: return CycleLane{{.target = street()}, below(2) ? CycleFacility::Painted : CycleFacility::Protected};
        case 10: return AddTransitLine{.name = name("Line"), .stops = {{0, 0}, {1200, 0}, {1200, 900}}, .headway_min = between(5, 30)};
        case 11: return ChangeHeadway{"line:Bus 7", between(3, 60)};
        case 12: return SetTransitSpeed{"t:line/7", between(0.5, 2)};
        case 13: return MoveStop{"t:stop/B", place()};
        case 14: return WithdrawLine{"t:line/7"};
        case 15: return NoiseBarrier{name("Wall"), {place(), place()}, Length::m(between(1, 8))};
        case 16: return RoadSurface{{.target = street()}, below(2) ? "NL02" : "DEF"};
        case 18: return GreenSpace{name("Park"), square()};
        case 19: return RemoveBuilding{"t:building/" + std::to_string(below(3)), below(2) ? std::optional(between(0, 50)) : std::nullopt};
        case 20: return BusLane{{.target = "mini:way/A-B"}};
        case 21: return below(2) ? RoadCharge{{.target = street()}, between(0, 20)} : RoadCharge{{.area = square()}, between(0, 20)};
        default:
            return AdjustDemand{name("Counts"), "counts of a test",
                                DemandFactors::create({"neighbourhood:mini:zone/Aville", "neighbourhood:mini:zone/Bville"},
                                                      {{0, 1, between(0.1, 3)}, {1, 0, between(0.1, 3)}})
                                    .value()};
        }
    }

    Intervention intervention()
    {
        Intervention made{
            .name = name("Measure"), .operations = {}, .enabled = below(5) > 0, .cost = between(0, 1e6), .note = name("note")};
        for (std::size_t n = 1 + below(3); n > 0; --n)
            made.operations.push_back(operation());
        return made;
    }

    std::string someScenario() { return m_document.scenarios().empty() ? std::string("none") : oneOf(m_document.scenarios()).name; }

    /// Looking at things is no edit: nothing of the project may change by it.
    void look()
    {
        const std::string which = below(4) == 0 ? std::string(kBaseScenarioName) : someScenario();
        below(2) ? m_document.activate(which) : m_document.compareWith(which);
        if (below(3) == 0)
            m_document.select({.neighbourhood = NeighbourhoodId(static_cast<std::uint32_t>(below(4)))});
        ++m_counts["look"];
    }

    void edit()
    {
        const int before = m_document.undoStack().index();
        const std::string which = someScenario();
        const Scenario* scenario = m_document.scenario(which);
        const std::size_t interventions = scenario ? scenario->interventions.size() : 0, all = m_document.scenarios().size();
        const std::size_t index = below(interventions + 1);  // the one past the last is refused
        Expected<void> done;
        std::string what;
        std::vector<Operation> used;
        const auto keep = [&used](Intervention made) {
            used = made.operations;
            return made;
        };
        switch (below(10)) {
        case 0:
            what = all < kMostScenarios ? "add scenario" : "remove scenario";
            done = all < kMostScenarios ? m_document.addScenario({.name = name("Plan"), .base = below(2) ? which : std::string()})
                                        : m_document.removeScenario(which);
            break;
        case 1:
            what = "remove scenario";
            done = m_document.removeScenario(which);
            break;
        case 2:
            what = "rename scenario";
            done = m_document.renameScenario(which, name("Plan"));
            break;
        case 3:
        case 4:
            if (m_document.active() && m_document.active()->interventions.size() >= kMostInterventions) {
                what = "remove intervention";
                done = m_document.removeIntervention(m_document.activeName(), below(kMostInterventions));
            } else {
                what = "add intervention";
                done = m_document.addIntervention(keep(intervention()));
            }
            break;
        case 5:
            what = "replace intervention";
            done = m_document.replaceIntervention(which, index, keep(intervention()));
            break;
        case 6:
            what = "move intervention";
            done = m_document.moveIntervention(which, index, below(interventions + 1));
            break;
        case 7:
            what = "remove intervention";
            done = m_document.removeIntervention(which, index);
            break;
        case 8:
            what = "switch intervention";
            done = m_document.setInterventionEnabled(which, index, below(2) == 0);
            break;
        default: {
            what = "assumption";
            const ParameterSpec& spec = *allParameters()[below(allParameters().size())];
            done = m_document.setParameter(
                spec, below(4) == 0 ? std::nullopt
                                    : std::optional(ParameterOverride{between(spec.low, spec.high), name("because"), name("source")}));
        }
        }
        const int after = m_document.undoStack().index();
        if (!done) {
            ++m_counts["refused"];
            return;  // problem() sees whether a refused edit left anything behind
        }
        if (after == before)
            return;  // it was so already
        ++m_counts[what];
        for (const Operation& each : used)
            m_kinds.insert(std::string(operationType(each)));
        m_states.resize(static_cast<std::size_t>(before) + 1);
        m_states.push_back(stateOf(m_document.scenarios()));
    }

    std::mt19937_64 m_random;
    std::shared_ptr<MemoryBackend> m_backend = std::make_shared<MemoryBackend>();
    ProjectDocument m_document;
    std::vector<std::string> m_states;  ///< by position on the undo stack
    std::set<std::string> m_kinds;
    std::map<std::string, std::size_t> m_counts;
};

/// One operation of each kind that fits the town.
std::vector<Operation> oneOfEachThatFits()
{
    const MultiPolygon square{Polygon{.outer = {{100, 100}, {400, 100}, {400, 400}, {100, 400}}}};
    return {CloseRoad{{.target = "mini:way/B-C"}},
            SetSpeedLimit{{.target = "street:Main"}, Speed::kmh(100.0 / 3)},
            SetLanes{{.target = "mini:way/A-B"}, 1.1},
            OneWay{{.target = "mini:way/C-D"}, OneWay::Direction::Backward},
            TrafficFilter{{.target = "mini:way/A-C"}},
            AddRoad{"Bridge", {{0, 900}, {600, 450.0 / 7}, {1200, 0}}, RoadClass::Primary, Speed::kmh(47.3), 1.7, false},
            LowEmissionZone{square, 3, 5, 0.123456789012345678},
            FleetShift{1.0 / 9},
            AddBuilding{"Tower", square, Length::m(31.7), 120.5, 1.0 / 3},
            CycleLane{{.target = "mini:way/A-B"}, CycleFacility::Painted},
            AddTransitLine{.name = "9", .stops = {{0, 0}, {1200, 0}}, .headway_min = 10.0 / 3},
            ChangeHeadway{"line:Bus 7", 7.5, 3600, 72000},
            SetTransitSpeed{"t:line/7", 10.0 / 9},
            MoveStop{"t:stop/B", {1000.0 / 3, 1}},
            WithdrawLine{"line:Bus 7"},
            NoiseBarrier{"Wall", {{0.3, 1.0 / 7}, {90, 200}}, Length::m(3.7)},
            RoadSurface{{.target = "street:Ring"}, "NL02"},
            AdjustDemand{
                "Counts", "a test",
                DemandFactors::create({"neighbourhood:mini:zone/Aville", "neighbourhood:mini:zone/Bville"}, {{0, 1, 1.0 / 3}}).value()},
            GreenSpace{"Meadow", square},
            RemoveBuilding{"t:building/1", 1.0 / 3},
            BusLane{{.target = "mini:way/A-B"}},
            RoadCharge{{.area = square}, 10.0 / 3}};
}

}  // namespace

class EditTrust : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachOperationThereAndBack_data()
    {
        QTest::addColumn<int>("kind");
        const std::vector<Operation> all = oneOfEachThatFits();
        QCOMPARE(all.size(), std::variant_size_v<Operation>);
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(all[i].index(), i);
            QTest::newRow(std::string(operationType(all[i])).c_str()) << static_cast<int>(i);
        }
    }

    void eachOperationThereAndBack()
    {
        QFETCH(int, kind);
        auto backend = std::make_shared<MemoryBackend>();
        ProjectDocument document;
        document.open({town(), {Scenario{.name = "Plan"}}, backend, {}, {}});
        const Operation operation = oneOfEachThatFits()[static_cast<std::size_t>(kind)];
        std::vector<std::string> states{stateOf(document.scenarios())};
        const auto done = [&](Expected<void> edit) {
            if (!edit)
                QFAIL(edit.error().text().c_str());
            states.push_back(stateOf(document.scenarios()));
        };
        done(document.addIntervention({.name = "It", .operations = {operation}, .cost = 0.1 + 0.2}));
        done(document.setInterventionEnabled("Plan", 0, false));
        done(document.replaceIntervention("Plan", 0, {.name = "It, with words", .operations = {operation, operation}, .enabled = false}));
        done(document.addIntervention(slowMain()));
        done(document.moveIntervention("Plan", 0, 1));
        done(document.removeIntervention("Plan", 1));
        QUndoStack& undo = document.undoStack();
        QCOMPARE(undo.count(), 6);
        for (int round = 0; round < 2; ++round) {
            while (undo.canUndo()) {
                undo.undo();
                const auto at = static_cast<std::size_t>(undo.index());
                QCOMPARE(stateOf(document.scenarios()), states[at]);
                QCOMPARE(stateOf(backend->savedScenarios()), states[at]);
            }
            while (undo.canRedo()) {
                undo.redo();
                QCOMPARE(stateOf(document.scenarios()), states[static_cast<std::size_t>(undo.index())]);
            }
        }
    }

    void anEditThatWouldBreakABranchIsRefused()
    {
        const RoadTarget east{.target = "mini:way/B-C"};
        const Scenario wide{.name = "Wide", .interventions = {{"Widen", {SetLanes{east, 2}}}}};
        const Scenario buses{.name = "Buses", .base = "Wide", .interventions = {{"Lane", {BusLane{east}}}}};
        ProjectDocument document;
        document.open({town(), {wide, buses}, std::make_shared<MemoryBackend>(), {}, {}});
        const Expected<void> done = document.removeIntervention("Wide", 0);
        QVERIFY(!done);
        QVERIFY2(done.error().text().find("“Buses” stands on this one") != std::string::npos, done.error().text().c_str());
        QCOMPARE(document.undoStack().count(), 0);
        QVERIFY(document.setInterventionEnabled("Wide", 0, false));  // it can be named still, and has no effect
        document.activate("Buses");
        QVERIFY(document.applied() && document.applied()->busLanes.empty());
        QVERIFY(document.removeIntervention("Buses", 0) && document.removeIntervention("Wide", 0));
    }

    void tenThousandRandomStepsLeaveNoDifference()
    {
        Walk walk(20260101);
        for (int i = 0; i < kSteps; ++i)
            if (const std::string wrong = walk.step(); !wrong.empty())
                QFAIL(qPrintable(QStringLiteral("after step %1: %2").arg(i + 1).arg(QString::fromStdString(wrong))));
        QUndoStack& undo = walk.document().undoStack();
        while (undo.canRedo())
            undo.redo();
        QCOMPARE(walk.problem(), std::string());
        QVERIFY(undo.count() > 500);
        const std::string end = stateOf(walk.document().scenarios());
        while (undo.canUndo()) {
            undo.undo();
            QCOMPARE(walk.problem(), std::string());
        }
        QVERIFY(walk.document().scenarios().empty());
        while (undo.canRedo()) {
            undo.redo();
            QCOMPARE(walk.problem(), std::string());
        }
        QCOMPARE(stateOf(walk.document().scenarios()), end);
        // The walk went everywhere.
        QCOMPARE(walk.kinds().size(), std::variant_size_v<Operation>);
        for (const char* what : {"add scenario", "remove scenario", "rename scenario", "add intervention", "replace intervention",
                                 "remove intervention", "move intervention", "switch intervention", "assumption", "undo", "redo", "look"}) {
            QVERIFY2(walk.count(what) >= 20, what);
            qInfo("%6zu %s", walk.count(what), what);
        }
        qInfo("%6zu refused; %d steps on the stack at the end", walk.count("refused"), undo.count());
    }
};

QTEST_GUILESS_MAIN(EditTrust)
#include "tst_edit_trust.moc"
