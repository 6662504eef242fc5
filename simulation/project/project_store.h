#pragma once
/// The project file `NAME.gpkg`: a GeoPackage that any reader opens, with our own tables beside the layers.
///
///   auto store = ProjectStore::create(path, city);      // or ProjectStore::open(path)
///   store->saveScenario(scenario);                      // one transaction each: a crash loses at most this call
///
/// Schema version in `isopolis_meta`; older files are migrated, newer ones refused. Files are untrusted: opened with the
/// checks of specs/equity-trust.md §7.2 and refused if the schema is not ours. One object per thread.

#include "simulation/run/run.h"

#include <filesystem>

namespace isopolis {

struct LayerInfo {
    std::string table, kind;  ///< kind: "features" or "attributes"
    std::size_t rows = 0;
};

class ProjectStore {
public:
    /// Replaces nothing: refuses an existing file. On failure no file is left.
    static Expected<ProjectStore> create(const std::filesystem::path& path, const City& city);
    static Expected<ProjectStore> open(const std::filesystem::path& path);
    ProjectStore(ProjectStore&&) noexcept;
    ProjectStore& operator=(ProjectStore&&) noexcept;
    ~ProjectStore();

    Expected<CityPtr> loadCity();
    /// Puts the user's own emission factors into the project, or takes them out (an empty sheet). The city is then another one: stored runs
    /// stay, but are of the city before. The sheet is not looked into: see factor_sheet.h.
    Expected<CityPtr> useFactors(FactorSheet factors);
    Expected<std::vector<Scenario>> scenarios();
    Expected<void> saveScenario(const Scenario& scenario);                    ///< inserts or replaces by name
    Expected<void> removeScenario(std::string_view name);                     ///< refused while others branch from it
    Expected<void> saveAllScenarios(const std::vector<Scenario>& scenarios);  ///< the whole list in one transaction
    /// Writes a run and its result layers (`result_links`, `result_neighbourhoods`); replaces a run of the same key.
    Expected<void> saveRun(const Run& run);
    /// The stored run, or a null pointer. `applied` must be the scenario applied to this city.
    Expected<RunPtr> findRun(const RunKey& key, const AppliedScenario& applied);
    Expected<std::vector<LayerInfo>> layers();
    const std::filesystem::path& path() const;

private:
    struct Impl;
    explicit ProjectStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// The newest schema that this program writes.
inline constexpr int kSchemaVersion = 4;

}  // namespace isopolis
