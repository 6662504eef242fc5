#include "ui/jobs/uncertainty_finder.h"

#include "simulation/project/stored_draws.h"
#include "ui/jobs/paired_question.h"
#include "ui/text/translate.h"

namespace isopolis {

namespace {

struct Answer {
    std::shared_ptr<const Ensemble> draws;  ///< null: nothing is stored
    std::shared_ptr<const EnsembleResult> result;
};

Answer answerOf(const PairedQuestion& question, Ensemble ensemble)
{
    auto result = std::make_shared<const EnsembleResult>(summarise(*question.city, ensemble, *question.report));
    return {std::make_shared<const Ensemble>(std::move(ensemble)), std::move(result)};
}

Expected<Answer> stored(const PairedQuestion& question)
{
    auto found = storedDraws(question.store, question.city, question.before, question.after);
    if (!found)
        return unexpected(found.error());
    return *found ? answerOf(question, std::move(**found)) : Answer();
}

Expected<Answer> answered(const PairedQuestion& question, const EnsembleSettings& settings, RunControl& control, const DrawsDone& done)
{
    const EnsemblePlan plan = ensemblePlan(question.city, question.before, question.after, settings);
    // Without a place beside the project draws live as long as the search: that is no reason to refuse it.
    Expected<EnsembleStore> store = EnsembleStore::obtain(question.store);
    Expected<Ensemble> ensemble =
        drawEnsemble(plan, chainFigures(question.city, question.before, question.after), store ? &*store : nullptr, control, done);
    if (!ensemble)
        return unexpected(ensemble.error());
    return answerOf(question, std::move(*ensemble));
}

}  // namespace

UncertaintyFinder::UncertaintyFinder(ProjectDocument& document, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &UncertaintyFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &UncertaintyFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &UncertaintyFinder::stateChanged);
    connect(&m_runner, &JobRunner::failed, this, [this](const QString& reason) { m_failure = reason; });
}

bool UncertaintyFinder::possible() const { return pairsCanBeAsked(m_document); }

void UncertaintyFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened || event.what == What::Results) {
        m_failure.clear();
        m_runner.cancel();
        m_draws = nullptr;
        m_document.setUncertainty(nullptr);
        lookUp();
        Q_EMIT stateChanged();
    }
}

void UncertaintyFinder::lookUp()
{
    if (!possible())
        return;
    Expected<PairedQuestion> question = pairedQuestion(m_document);
    if (!question)
        return;
    m_asked = false;
    m_runner.start<Expected<Answer>>(
        [question = std::make_shared<const PairedQuestion>(std::move(*question))](JobControl&) { return stored(*question); }, this,
        [this](Expected<Answer> answer) {
            // A store that cannot be read says so when it is asked for.
            if (!answer || !answer->draws)
                return;
            m_draws = std::move(answer->draws);
            m_document.setUncertainty(std::move(answer->result));
        });
}

void UncertaintyFinder::findNow(std::size_t samples)
{
    Expected<PairedQuestion> question = pairedQuestion(m_document);
    if (!question || !possible())
        return;
    m_failure.clear();
    m_asked = true;
    EnsembleSettings settings;
    settings.samples = samples;
    const DrawsDone done = [this](std::size_t count, std::size_t all) {
        QMetaObject::invokeMethod(
            this, [this, count, all] { Q_EMIT drawsDone(static_cast<int>(count), static_cast<int>(all)); }, Qt::QueuedConnection);
    };
    m_runner.start<Expected<Answer>>([question = std::make_shared<const PairedQuestion>(std::move(*question)), settings,
                                      done](JobControl& control) { return answered(*question, settings, control, done); },
                                     this,
                                     [this](Expected<Answer> answer) {
                                         if (!answer) {
                                             m_failure = errorText(answer.error());
                                             return;
                                         }
                                         m_draws = std::move(answer->draws);
                                         m_document.setUncertainty(std::move(answer->result));
                                     });
}

}  // namespace isopolis
