#pragma once
/// Opening, making and running projects: the wiring that the window and the command line share.
///
///   auto project = openProject("geneva.gpkg");
///   auto study = makeStudy(*project, "Close the bridge", "base", control);   // both runs, from the cache where they are
///
/// Runs are looked up in the project by RunKey before they are computed, and stored afterwards.

#include "gis/io/city_importer.h"
#include "simulation/explain/explanation.h"
#include "simulation/project/project_store.h"
#include "simulation/run/chain_memory.h"
#include "simulation/run/run_cache.h"
#include "simulation/scenario/scenario_json.h"
#include "ui/document/project_backend.h"

#include <mutex>

namespace isopolis {

struct OpenProject {
    std::shared_ptr<ProjectStore> store;
    CityPtr city;
    std::vector<Scenario> scenarios;
    std::shared_ptr<ChainMemory> shared = std::make_shared<ChainMemory>();  ///< what runs of the city share
};

enum class IfExists { Refuse, Replace };

Expected<OpenProject> openProject(const std::filesystem::path& path);

struct SampleRequest {
    double population = 50000;
    std::uint64_t seed = 1;
};
/// Makes the synthetic city, with its recorded week of sensors beside it in NAME.sensors.db.
Expected<OpenProject> createSampleProject(const std::filesystem::path& path, const SampleRequest& request, IfExists ifExists);
/// Builds a project from a recipe; `report` holds all findings, also when it fails.
Expected<OpenProject> createFromRecipe(const std::filesystem::path& recipe, const std::filesystem::path& path, IfExists ifExists,
                                       ImportReport& report);

/// The scenario of that name with its bases merged in; "base" is the city as it is.
Expected<Scenario> findScenario(const OpenProject& project, std::string_view name);

struct SessionRun {
    RunPtr run;
    bool cached = false;  ///< found in the project, not computed
};
Expected<SessionRun> runScenario(const OpenProject& project, const Scenario& flattened, RunControl& control);

/// Both runs and their assessment, ready to explain and report.
Expected<Study> makeStudy(const OpenProject& project, std::string_view scenario, std::string_view against, RunControl& control);

/// A project and a scheme of it, both runs done.
struct StudiedProject {
    OpenProject project;
    Study study;
};
Expected<StudiedProject> studyProject(const std::filesystem::path& path, std::string_view scenario, std::string_view against,
                                      RunControl& control);

/// WGS 84 to the city's coordinates, for scenario files.
ToCity toCityOf(const City& city);

/// The window's view of a project file. Its own connection; calls are serialised.
class StoreBackend : public ProjectBackend {
public:
    explicit StoreBackend(std::shared_ptr<ProjectStore> store) : m_store(std::move(store)) {}
    Expected<void> saveScenarios(const std::vector<Scenario>& scenarios) override;
    Expected<void> saveRun(const Run& run) override;
    Expected<RunPtr> findRun(const RunKey& key, const AppliedScenario& applied) override;

private:
    std::mutex m_mutex;
    std::shared_ptr<ProjectStore> m_store;
};

}  // namespace isopolis
