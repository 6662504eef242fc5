#include "app/commands/files.h"
#include "app/live_feeds.h"
#include "app/project_session.h"
#include "app/session_lock.h"
#include "app/window_services.h"
#include "gis/io/crs.h"
#include "simulation/report/report_model.h"
#include "simulation/run/chain_memory.h"
#include "simulation/run/model_chain.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/report/report_writer.h"
#include "ui/text/translate.h"
#include "ui/viewport/city_viewport.h"

#include <QDate>
#include <QLocale>

#include <cmath>
#include <mutex>

namespace isopolis {

namespace {

std::filesystem::path toPath(const QString& path) { return std::filesystem::path(path.toStdU16String()); }

/// Keeps other windows away from the project for as long as it is in use.
class LockedBackend : public StoreBackend {
public:
    LockedBackend(std::shared_ptr<ProjectStore> store, std::shared_ptr<SessionLock> lock)
        : StoreBackend(std::move(store)), m_lock(std::move(lock))
    {}

private:
    std::shared_ptr<SessionLock> m_lock;
};

using Obtain = std::function<Expected<OpenProject>(std::vector<Issue>& issues)>;

Expected<OpenedProject> openedLocked(const QString& path, const Obtain& obtain)
{
    auto lock = SessionLock::take(path);
    if (!lock)
        return unexpected(lock.error());
    std::vector<Issue> issues;
    auto project = obtain(issues);
    if (!project)
        return unexpected(project.error());
    if ((*lock)->leftBehind())
        issues.push_back({Severity::Note, "session_left",
                          "the last window on this project ended without closing it; every edit that was made is there, shapes that were "
                          "half drawn are not",
                          project->store->path().string()});
    return OpenedProject{project->city, project->scenarios, std::make_shared<LockedBackend>(project->store, *lock),
                         QString::fromStdU16String(project->store->path().u16string()), std::move(issues)};
}

Expected<void> writeReport(const Study& study, const EnsembleResult* sure, const QString& path, RunControl& control)
{
    ReportSettings settings;
    settings.date = utf8(QLocale(QLocale::English).toString(QDate::currentDate(), QStringLiteral("d MMMM yyyy")));
    settings.sure = sure;
    settings.program = "Isopolis " ISOPOLIS_VERSION;
    const Expected<ReportModel> model = buildReport(study, settings, control);
    if (!model)
        return unexpected(model.error());
    return writePdfReport(*model, study, toPath(path));
}

/// The last city's projection is kept: setting one up takes a millisecond, and a source may tell of a thousand vehicles.
class Places {
public:
    std::optional<Point2> of(const City& city, double lon_deg, double lat_deg)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_projector || !(m_city == city.revision())) {
            m_projector.reset();
            auto made = Projector::forFrame(city.frame());
            if (!made)
                return std::nullopt;
            m_projector.emplace(std::move(*made));
            m_city = city.revision();
        }
        const Point2 at = m_projector->forward(lon_deg, lat_deg);
        return std::isfinite(at.x) && std::isfinite(at.y) ? std::optional(at) : std::nullopt;
    }

private:
    std::mutex m_mutex;
    std::optional<Projector> m_projector;
    Hash m_city;
};

}  // namespace

WindowServices realServices()
{
    WindowServices services;
    services.makeViewport = [](QWidget* parent) { return new CityViewport(parent); };
    services.dialogs = std::make_shared<QtDialogs>();
    services.feedQuestions = std::make_shared<QtFeedQuestions>();
    services.openers.open = [](const QString& path) {
        return openedLocked(path, [&](std::vector<Issue>&) { return openProject(toPath(path)); });
    };
    // The file dialog has asked before an existing file is replaced.
    services.openers.makeSample = [](const SampleCityInput& input) {
        return openedLocked(input.path, [&](std::vector<Issue>&) {
            return createSampleProject(toPath(input.path), {.population = input.population, .seed = input.seed}, IfExists::Replace);
        });
    };
    services.openers.buildFromRecipe = [](const RecipeInput& input) {
        return openedLocked(input.path, [&](std::vector<Issue>& issues) {
            ImportReport report;
            auto project = createFromRecipe(toPath(input.recipe), toPath(input.path), IfExists::Replace, report);
            issues = std::move(report.issues);
            return project;
        });
    };
    services.openers.useFactors = [](const QString& path, const QString& table) -> Expected<void> {
        FactorSheet sheet;
        if (!table.isEmpty()) {
            auto read = factorSheetOf(toPath(table));
            if (!read)
                return unexpected(read.error());
            sheet = std::move(*read);
        }
        auto project = openProject(toPath(path));
        if (!project)
            return unexpected(project.error());
        if (auto changed = project->store->useFactors(std::move(sheet)); !changed)
            return unexpected(changed.error());
        return {};
    };
    // What all schemes of a city share is made once: an edit then takes a second, not ten.
    services.chain = [memory = std::make_shared<ChainMemory>()](const CityPtr& city, const Scenario& scenario, RunControl& control) {
        return runChain(city, scenario, control, *memory);
    };
    services.explain = [](const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control) {
        return explain(study, where, indicator, control);
    };
    services.exportReport = writeReport;
    services.makeFeeds = [](QObject* parent) { return new LiveFeeds(parent); };
    services.placeOf = [places = std::make_shared<Places>()](const City& city, double lon_deg, double lat_deg) {
        return places->of(city, lon_deg, lat_deg);
    };
    return services;
}

}  // namespace isopolis
