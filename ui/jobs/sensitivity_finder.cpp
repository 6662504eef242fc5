#include "ui/jobs/sensitivity_finder.h"

#include "ui/jobs/paired_question.h"
#include "ui/text/translate.h"

namespace isopolis {

namespace {

Expected<SensitivityResult> answered(const PairedQuestion& question, const SensitivitySettings& settings, RunControl& control,
                                     const DrawsDone& done)
{
    const EnsemblePlan plan = ensemblePlan(question.city, question.before, question.after, {.samples = 1, .seed = settings.seed});
    std::vector<Indicator> indicators;
    for (const IndicatorInfo& info : allIndicators())
        indicators.push_back(info.indicator);
    const std::vector<SensitivityOutput> outputs = sensitivityOutputs(*question.city, *question.report, indicators, {});
    Expected<EnsembleStore> store = EnsembleStore::obtain(question.store);
    return sensitivityStudy(plan, rememberingFigures(question.city, question.before, question.after), outputs, settings,
                            store ? &*store : nullptr, control, done);
}

}  // namespace

SensitivityFinder::SensitivityFinder(ProjectDocument& document, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &SensitivityFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &SensitivityFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &SensitivityFinder::stateChanged);
    connect(&m_runner, &JobRunner::failed, this, [this](const QString& reason) { m_failure = reason; });
}

bool SensitivityFinder::possible() const { return pairsCanBeAsked(m_document); }

void SensitivityFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened || event.what == What::Results) {
        m_failure.clear();
        m_answer = nullptr;
        m_runner.cancel();
        Q_EMIT stateChanged();
    }
}

void SensitivityFinder::findNow(std::size_t trajectories)
{
    Expected<PairedQuestion> question = pairedQuestion(m_document);
    if (!question || !possible())
        return;
    m_failure.clear();
    SensitivitySettings settings;
    settings.trajectories = trajectories;
    settings.samples = 0;  // the tornado alone; shares of the variance are the command line's, they take thousands of runs
    const DrawsDone done = [this](std::size_t count, std::size_t all) {
        QMetaObject::invokeMethod(
            this, [this, count, all] { Q_EMIT pointsDone(static_cast<int>(count), static_cast<int>(all)); }, Qt::QueuedConnection);
    };
    m_runner.start<Expected<SensitivityResult>>([question = std::make_shared<const PairedQuestion>(std::move(*question)), settings,
                                                 done](JobControl& control) { return answered(*question, settings, control, done); },
                                                this,
                                                [this](Expected<SensitivityResult> answer) {
                                                    if (answer)
                                                        m_answer = std::make_shared<const SensitivityResult>(std::move(*answer));
                                                    else
                                                        m_failure = errorText(answer.error());
                                                });
}

}  // namespace isopolis
