#include "app/project_session.h"

#include "app/feeds/sample_recording.h"
#include "gis/core/sample/sample_city.h"
#include "gis/feeds/feed_source.h"
#include "gis/io/crs.h"
#include "simulation/emissions/factor_sheet.h"
#include "simulation/equity/assessment.h"
#include "simulation/project/sensor_store.h"
#include "simulation/run/model_chain.h"

#include <algorithm>

namespace isopolis {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSubsetRuns = 64;

/// Writes beside the target and swaps at the end, so that a failed replacement leaves the old project.
Expected<OpenProject> store(const fs::path& path, const CityPtr& city, IfExists ifExists)
{
    std::error_code ignored;
    fs::path target = path;
    const bool replace = ifExists == IfExists::Replace && fs::exists(path, ignored);
    if (replace) {
        target += ".new";
        fs::remove(target, ignored);
    }
    auto made = ProjectStore::create(target, *city);
    if (!made)
        return unexpected(made.error());
    if (!replace)
        return OpenProject{.store = std::make_shared<ProjectStore>(std::move(*made)), .city = city, .scenarios = {}};
    // Closed before it is renamed: its journal must not be left behind under the old name.
    {
        const ProjectStore closing = std::move(*made);
    }
    for (const char* side : {"-wal", "-shm"})
        fs::remove(fs::path(path.string() + side), ignored);
    std::error_code failed;
    fs::rename(target, path, failed);
    if (failed)
        return unexpected(
            Error{ErrorCode::Io, "the new project could not take the old one's place: " + failed.message()}.in(path.string()));
    auto opened = ProjectStore::open(path);
    if (!opened)
        return unexpected(opened.error());
    return OpenProject{.store = std::make_shared<ProjectStore>(std::move(*opened)), .city = city, .scenarios = {}};
}

Expected<void> refuseExisting(const fs::path& path, IfExists ifExists)
{
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return unexpected(Error{ErrorCode::Conflict, "this is a folder, not a file"}.in(path.string()).cure("Choose another name."));
    if (ifExists == IfExists::Refuse && fs::exists(path, ignored))
        return unexpected(Error{ErrorCode::Conflict, "the file exists already"}
                              .in(path.string())
                              .cure("Choose another name, or add --replace to make it anew."));
    return {};
}

void removeDatabase(const fs::path& path)
{
    std::error_code ignored;
    for (const char* side : {"", "-wal", "-shm"})
        fs::remove(fs::path(path.string() + side), ignored);
}

/// Takes the place of what lies there; the new store must be closed. The old one's journals belong to nothing any more.
Expected<void> moveSensors(const fs::path& from, const fs::path& to)
{
    std::error_code failed, ignored;
    for (const char* side : {"-wal", "-shm"})
        fs::remove(fs::path(to.string() + side), ignored);
    fs::rename(from, to, failed);
    if (failed)
        return unexpected(Error{ErrorCode::Io, "the recorded week could not take its place: " + failed.message()}.in(to.string()));
    return {};
}

}  // namespace

Expected<OpenProject> openProject(const fs::path& path)
{
    auto opened = ProjectStore::open(path);
    if (!opened)
        return unexpected(opened.error());
    OpenProject project;
    project.store = std::make_shared<ProjectStore>(std::move(*opened));
    auto city = project.store->loadCity();
    if (!city)
        return unexpected(city.error());
    auto scenarios = project.store->scenarios();
    if (!scenarios)
        return unexpected(scenarios.error());
    project.city = *city;
    project.scenarios = std::move(*scenarios);
    return project;
}

Expected<OpenProject> createSampleProject(const fs::path& path, const SampleRequest& request, IfExists ifExists)
{
    const fs::path sensors = sensorStorePath(path);
    for (const fs::path& file : {path, sensors})
        if (auto free = refuseExisting(file, ifExists); !free)
            return unexpected(free.error());
    auto data = makeSampleCity({.population = request.population, .seed = request.seed});
    if (!data)
        return unexpected(data.error());
    auto city = City::create(std::move(*data));
    if (!city)
        return unexpected(city.error());
    // The week first and under another name: if either file fails, what was there before is still there.
    fs::path stage = path;
    stage.replace_extension(".new.gpkg");
    const fs::path fresh = sensorStorePath(stage);
    removeDatabase(fresh);
    if (auto week = recordSampleWeek(**city, request.seed, stage); !week) {
        removeDatabase(fresh);
        return unexpected(week.error());
    }
    auto project = store(path, *city, ifExists);
    if (!project) {
        removeDatabase(fresh);
        return project;
    }
    if (auto moved = moveSensors(fresh, sensors); !moved) {
        removeDatabase(fresh);
        project->store.reset();
        removeDatabase(path);
        return unexpected(moved.error());
    }
    std::error_code ignored;
    if (ifExists == IfExists::Replace || !fs::exists(feedSourcesPath(path), ignored))  // else somebody has written one
        if (auto listed = writeSampleSources(path); !listed)
            return unexpected(listed.error());
    return project;
}

Expected<OpenProject> createFromRecipe(const fs::path& recipe, const fs::path& path, IfExists ifExists, ImportReport& report)
{
    if (auto free = refuseExisting(path, ifExists); !free)
        return unexpected(free.error());
    auto outcome = importCity(recipe, ImportOptions{});
    if (!outcome)
        return unexpected(outcome.error());
    report = outcome->report;
    // What the importer took as it is.
    const auto factors = obtainFactorSheet(outcome->city->factors());
    if (!factors)
        return unexpected(factors.error());
    if (*factors)
        report.issues.insert(report.issues.end(), (*factors)->issues().begin(), (*factors)->issues().end());
    return store(path, outcome->city, ifExists);
}

Expected<Scenario> findScenario(const OpenProject& project, std::string_view name)
{
    if (name == kBaseScenarioName || name.empty())
        return Scenario{.name = std::string(kBaseScenarioName)};
    const auto found =
        std::find_if(project.scenarios.begin(), project.scenarios.end(), [name](const Scenario& s) { return s.name == name; });
    if (found != project.scenarios.end())
        return flattened(*found, project.scenarios);
    std::string names = std::string(kBaseScenarioName);
    for (const Scenario& s : project.scenarios)
        names += ", " + s.name;
    return unexpected(Error{ErrorCode::NotFound, "there is no scenario '" + std::string(name) + "'"}
                          .in(project.store->path().string())
                          .cure("It has: " + names + "."));
}

Expected<SessionRun> runScenario(const OpenProject& project, const Scenario& scenario, RunControl& control)
{
    auto applied = applyScenario(project.city, scenario);
    if (!applied)
        return unexpected(applied.error());
    auto known = project.store->findRun(runKey(*project.city, scenario), *applied);
    if (!known)
        return unexpected(known.error());
    if (*known)
        return SessionRun{*known, true};
    auto run = runChain(project.city, scenario, control, *project.shared);
    if (!run)
        return unexpected(run.error());
    if (auto saved = project.store->saveRun(**run); !saved)
        return unexpected(saved.error());
    return SessionRun{*run, false};
}

Expected<Study> makeStudy(const OpenProject& project, std::string_view scenario, std::string_view against, RunControl& control)
{
    auto after = findScenario(project, scenario);
    if (!after)
        return unexpected(after.error());
    auto before = findScenario(project, against);
    if (!before)
        return unexpected(before.error());
    // The change is the scheme's alone: both sides are run with the scheme's parameters.
    before->parameters = after->parameters;
    before->seed = after->seed;
    auto runBefore = runScenario(project, *before, control);
    if (!runBefore)
        return unexpected(runBefore.error());
    auto runAfter = runScenario(project, *after, control);
    if (!runAfter)
        return unexpected(runAfter.error());
    Study study;
    study.city = project.city;
    study.scenario = *after;
    study.before = runBefore->run;
    study.after = runAfter->run;
    study.report = assess(*project.city, *study.before, *study.after, EquitySettings{after->parameters});
    // Runs of subsets are many and small news: kept in memory, not in the project.
    auto cache = std::make_shared<RunCache>(kSubsetRuns);
    cache->put(study.before);
    cache->put(study.after);
    study.runOf = [city = project.city, cache](const Scenario& part, RunControl& inner) { return cache->obtain(city, part, inner); };
    return study;
}

Expected<StudiedProject> studyProject(const std::filesystem::path& path, std::string_view scenario, std::string_view against,
                                      RunControl& control)
{
    auto project = openProject(path);
    if (!project)
        return unexpected(project.error());
    auto study = makeStudy(*project, scenario, against, control);
    if (!study)
        return unexpected(study.error());
    return StudiedProject{std::move(*project), std::move(*study)};
}

ToCity toCityOf(const City& city)
{
    return [frame = city.frame()](double longitude, double latitude) { return toCity(frame, longitude, latitude); };
}

Expected<void> StoreBackend::saveScenarios(const std::vector<Scenario>& scenarios)
{
    const std::lock_guard lock(m_mutex);
    return m_store->saveAllScenarios(scenarios);
}

Expected<void> StoreBackend::saveRun(const Run& run)
{
    const std::lock_guard lock(m_mutex);
    return m_store->saveRun(run);
}

Expected<RunPtr> StoreBackend::findRun(const RunKey& key, const AppliedScenario& applied)
{
    const std::lock_guard lock(m_mutex);
    return m_store->findRun(key, applied);
}

}  // namespace isopolis
