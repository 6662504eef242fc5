#include "ui/jobs/street_users_finder.h"

#include "ui/text/translate.h"

#include <mutex>
#include <optional>

namespace isopolis {

/// Routes of the calculations asked last; shared with the worker, which fills it.
struct StreetUsersFinder::Known {
    std::mutex mutex;
    RunPtr before, after;
    std::optional<StreetRoutes> routesBefore, routesAfter;
};

namespace {

Expected<StreetRoutes> routesOf(const RunPtr& run, RunPtr& knownRun, std::optional<StreetRoutes>& known, RunControl& control)
{
    if (known && knownRun == run)
        return *known;
    Expected<StreetRoutes> found = streetRoutes(run->applied, run->traffic, control);
    if (found) {
        known = *found;
        knownRun = run;
    }
    return found;
}

/// A street that is closed on one side of the comparison has no users there: that is an answer, not a failure.
StreetUsers usersOrNone(const StreetRoutes& routes, LinkId link, bool& any)
{
    Expected<StreetUsers> users = routes.usersOf(link);
    any = any || users.has_value();
    return users ? std::move(*users) : StreetUsers{};
}

}  // namespace

StreetUsersFinder::StreetUsersFinder(ProjectDocument& document, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runner(mode), m_known(std::make_shared<Known>())
{
    connect(&document, &ProjectDocument::changed, this, &StreetUsersFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &StreetUsersFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &StreetUsersFinder::stateChanged);
}

bool StreetUsersFinder::possible() const
{
    return m_document.isOpen() && !m_document.selection().links.empty() && !m_document.results().empty();
}

void StreetUsersFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened) {
        m_runner.cancel();
        m_known = std::make_shared<Known>();
    }
    if (event.what != What::Selection && event.what != What::Results && event.what != What::Overlay)
        return;
    const StreetUsersPtr& answer = m_document.streetUsers();
    const bool stale = answer && (event.what == What::Results || !possible() || answer->link != m_document.selection().links.front());
    if (stale)
        m_document.setStreetUsers(nullptr);
    if (event.what == What::Selection)
        m_runner.cancel();
    if (possible() && !m_document.streetUsers() && m_document.overlay().kind == OverlayKind::StreetUsers)
        findNow();
    Q_EMIT stateChanged();
}

void StreetUsersFinder::findNow()
{
    if (!possible())
        return;
    const Results& results = m_document.results();
    m_runner.start<StreetUsersAnswer>(
        [known = m_known, before = results.before, after = results.after,
         link = m_document.selection().links.front()](JobControl& control) {
            StreetUsersAnswer answer{.link = link};
            const std::lock_guard lock(known->mutex);
            const auto then = routesOf(before, known->before, known->routesBefore, control);
            const auto now = before == after ? then : routesOf(after, known->after, known->routesAfter, control);
            if (!then || !now) {
                answer.failure = utf8(errorText(then ? now.error() : then.error()));
                return answer;
            }
            bool any = false;
            answer.zonesBefore = then->zones();
            answer.zonesAfter = now->zones();
            answer.before = usersOrNone(*then, link, any);
            answer.after = usersOrNone(*now, link, any);
            if (!any)
                answer.failure = utf8(tr("Cars may not use this street in this direction, neither before nor with the scheme."));
            return answer;
        },
        this,
        [this](StreetUsersAnswer answer) { m_document.setStreetUsers(std::make_shared<const StreetUsersAnswer>(std::move(answer))); });
}

}  // namespace isopolis
