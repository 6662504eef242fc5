#pragma once
/// Two scenarios of one city put together: what both add to the newest scenario that both stand on, and where they contradict each other.
///
///   auto merge = ScenarioMerge::of(first, second, allScenarios);
///   for (const MergeConflict& conflict : merge->conflicts()) …          // to be decided, one side each
///   Scenario both = merge->merged("Both", sides);                       // refused operations are told by applyScenario, as always
///
/// What is equal on both sides is taken once. Interventions of one name that differ, switched-on operations of one kind on one street, stop
/// or line with different values, and assumptions with different values are conflicts. The first scenario's come first.

#include "simulation/scenario/scenario.h"

#include <optional>

namespace isopolis {

struct MergeConflict {
    enum class Kind : std::uint8_t { Named, Measure, Assumption };
    Kind kind = Kind::Named;
    std::string subject;                  ///< name of the interventions, target of the operations, id of the parameter
    std::string first = {}, second = {};  ///< names of the interventions
    std::optional<Operation> firstOperation = {}, secondOperation = {};  ///< of Kind::Measure
    double firstValue = 0, secondValue = 0;                              ///< of Kind::Assumption
};

enum class MergeSide : std::uint8_t { First, Second };

class ScenarioMerge {
public:
    /// Refuses bases that are unknown or lead in a circle, and a scenario with itself.
    static Expected<ScenarioMerge> of(const Scenario& first, const Scenario& second, const std::vector<Scenario>& all);
    const std::string& base() const { return m_base; }  ///< empty: the city as it is
    const std::vector<MergeConflict>& conflicts() const { return m_conflicts; }
    /// A side for each conflict, in their order; what is missing is decided for the first.
    Scenario merged(std::string name, const std::vector<MergeSide>& sides) const;

private:
    void findConflicts();
    std::string m_base;
    Scenario m_first, m_second;  ///< what each adds to the base
    std::vector<MergeConflict> m_conflicts;
};

}  // namespace isopolis
