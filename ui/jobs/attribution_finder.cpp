#include "ui/jobs/attribution_finder.h"

#include "ui/text/translate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

/// People of a group in every neighbourhood that the assessment has a figure for; the fifth `quintile` (0…4), or everybody.
IdVector<NeighbourhoodId, double> peopleOf(const Study& study, const IndicatorAssessment& assessment, std::optional<std::size_t> quintile)
{
    const auto& places = study.city->neighbourhoods();
    IdVector<NeighbourhoodId, double> people(places.size(), 0.0);
    for (const Score& score : assessment.scores)
        if (score.verdict != Verdict::NoData && places[score.where].population > 0)
            people[score.where] = places[score.where].population * (quintile ? study.report.quintileShares[score.where][*quintile] : 1);
    return people;
}

FigureOfRun meanOver(IdVector<NeighbourhoodId, double> people, Indicator indicator)
{
    return [people = std::move(people), indicator](const Run& run) {
        double all = 0, sum = 0;
        for (NeighbourhoodId id : idsOf(people)) {
            if (!(people[id] > 0))
                continue;
            all += people[id];
            sum += people[id] * valueOf(run, indicator, id);
        }
        return all > 0 ? sum / all : std::numeric_limits<double>::quiet_NaN();
    };
}

Expected<AttributionAnswer> attributed(const Study& study, Indicator indicator, RunControl& control)
{
    const IndicatorAssessment& assessment = study.report.of(indicator);
    std::vector<FigureOfRun> figures;
    std::vector<GroupScore> groups;
    for (std::size_t q = 0; q < assessment.quintiles.size(); ++q) {
        figures.push_back(meanOver(peopleOf(study, assessment, q), indicator));
        groups.push_back(assessment.quintiles[q]);
    }
    figures.push_back(meanOver(peopleOf(study, assessment, std::nullopt), indicator));
    groups.push_back(assessment.everyone);
    const std::vector<Score> places = worstPlaces(assessment);
    for (const Score& place : places)
        figures.push_back([where = place.where, indicator](const Run& run) { return valueOf(run, indicator, where); });
    Expected<std::vector<Expected<Attribution>>> parts = attributeFigures(study, figures, control);
    if (!parts)
        return unexpected(parts.error());
    AttributionAnswer answer{.indicator = indicator};
    for (std::size_t i = 0; i < groups.size(); ++i)
        answer.groups.push_back({groups[i], std::move((*parts)[i])});
    for (std::size_t i = 0; i < places.size(); ++i)
        answer.places.push_back({places[i], std::move((*parts)[groups.size() + i])});
    return answer;
}

}  // namespace

std::vector<Score> worstPlaces(const IndicatorAssessment& assessment)
{
    std::vector<Score> worst;
    for (const Score& score : assessment.scores)
        if (score.verdict == Verdict::Worse)
            worst.push_back(score);
    std::stable_sort(worst.begin(), worst.end(), [](const Score& a, const Score& b) { return std::abs(a.change) > std::abs(b.change); });
    worst.resize(std::min(worst.size(), kWorstPlaces));
    return worst;
}

AttributionFinder::AttributionFinder(ProjectDocument& document, const Explainer& explainer, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_explainer(explainer), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &AttributionFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &AttributionFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &AttributionFinder::stateChanged);
    connect(&m_runner, &JobRunner::progressed, this, [this](Stage, double fraction) { Q_EMIT progressed(fraction); });
    connect(&m_runner, &JobRunner::failed, this, [this](const QString& reason) { m_failure = reason; });
}

bool AttributionFinder::possible() const { return m_document.active() != nullptr && m_document.resultsAreCurrent(); }

void AttributionFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    const bool results = event.what == What::Opened || event.what == What::Results;
    const bool subject = event.what == What::Overlay && m_answer && m_answer->indicator != m_document.overlay().indicator;
    if (!results && !subject && event.what != What::Overlay)
        return;
    if (results || subject) {
        m_answer = nullptr;
        m_failure.clear();
        m_runner.cancel();
    }
    if (!m_answer && !m_runner.running() && possible() && runsNeeded() == 0)
        findNow();
    else
        Q_EMIT stateChanged();
}

void AttributionFinder::findNow()
{
    const Expected<Study> subject = m_explainer.study();
    if (!subject || !possible())
        return;
    m_failure.clear();
    m_runner.start<Expected<AttributionAnswer>>(
        [subject = std::make_shared<const Study>(*subject), indicator = m_document.overlay().indicator](JobControl& control) {
            return attributed(*subject, indicator, control);
        },
        this,
        [this](Expected<AttributionAnswer> answer) {
            if (answer)
                m_answer = std::make_shared<const AttributionAnswer>(std::move(*answer));
            else
                m_failure = errorText(answer.error());
        });
}

}  // namespace isopolis
