#include "ui/panels/tools/draw_check.h"

#include "simulation/scenario/car_access.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/text/translate.h"

#include <algorithm>
#include <set>

namespace isopolis {

namespace {

constexpr int kPause_ms = 150;
constexpr qsizetype kMostNamed = 3, kMostSentences = 3;

/// What would be said of the scenario with the drawing and is not said of it without.
struct Found {
    std::vector<std::string> sentences;  ///< of the models, English
    QStringList unreached;               ///< names of streets
    int unnamed = 0;                     ///< more of them, without a name
};

QString capitalised(QString sentence)
{
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence;
}

Found lookAt(const CityPtr& city, const Scenario& flat, const AppliedScenario& before)
{
    Found found;
    const Expected<AppliedScenario> after = applyScenario(city, flat);
    if (!after) {
        // Without the address of the operation: it is the one that is being drawn.
        found.sentences.push_back(after.error().message + ". " + after.error().remedy);
        return found;
    }
    for (const Issue& issue : after->issues)
        if (std::none_of(before.issues.begin(), before.issues.end(), [&](const Issue& known) { return known.message == issue.message; }))
            found.sentences.push_back(issue.message);
    std::set<std::string> nameless;
    for (const LinkId id : streetsWithoutCars(before, *after)) {
        const std::string& name = after->name(id);
        if (name.empty())
            nameless.insert(after->isAdded(id) ? after->externalId(id) : city->roads().wayOf(id).externalId);
        else if (!found.unreached.contains(text(name)))
            found.unreached << text(name);
    }
    found.unnamed = static_cast<int>(nameless.size());
    return found;
}

}  // namespace

DrawCheck::DrawCheck(ProjectDocument& document, DrawController& drawing, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_drawing(drawing), m_runner(mode)
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(kPause_ms);
    connect(&m_wait, &QTimer::timeout, this, &DrawCheck::look);
    connect(&drawing, &DrawController::changed, this, &DrawCheck::onDrawn);
}

DrawCheck::~DrawCheck() = default;

void DrawCheck::onDrawn()
{
    std::optional<Intervention> now = m_drawing.tentative();
    if (now == m_looked)
        return;
    m_looked = std::move(now);
    m_runner.cancel();
    tell({});
    if (m_looked)
        m_wait.start();
    else
        m_wait.stop();
}

void DrawCheck::look()
{
    const std::shared_ptr<const AppliedScenario> before = m_document.applied();
    if (!m_looked || !before)
        return;
    const Scenario none{.name = std::string(kBaseScenarioName)};
    Expected<Scenario> flat = flattened(m_document.active() ? *m_document.active() : none, m_document.scenarios());
    if (!flat)
        return;
    flat->interventions.push_back(*m_looked);
    m_runner.start<Found>([city = m_document.city(), flat = std::move(*flat), before](JobControl&) { return lookAt(city, flat, *before); },
                          this,
                          [this](const Found& found) {
                              QStringList sentences;
                              if (found.unreached.isEmpty() && found.unnamed > 0)
                                  sentences << tr("Cars could no longer reach %n street(s) without a name.", "", found.unnamed);
                              else if (!found.unreached.isEmpty()) {
                                  const QString names = QStringList(found.unreached.mid(0, kMostNamed)).join(tr(", "));
                                  const int more = found.unnamed + std::max(0, static_cast<int>(found.unreached.size() - kMostNamed));
                                  sentences << (more > 0 ? tr("Cars could no longer reach %1 and %n more street(s).", "", more).arg(names)
                                                         : tr("Cars could no longer reach %1.").arg(names));
                              }
                              for (const std::string& sentence : found.sentences)
                                  sentences << capitalised(text(sentence));
                              const int left = static_cast<int>(sentences.size() - kMostSentences);
                              if (left > 0)
                                  sentences = sentences.mid(0, kMostSentences) << tr("%n more warning(s).", "", left);
                              tell(sentences);
                          });
}

void DrawCheck::tell(const QStringList& warnings)
{
    if (warnings == m_warnings)
        return;
    m_warnings = warnings;
    Q_EMIT changed();
}

}  // namespace isopolis
