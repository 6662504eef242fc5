#include "ui/panels/equity/inequality_page.h"

#include "ui/charts/chart_widget.h"
#include "ui/jobs/figure_tracer.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kIndexDecimals = 4;

struct Shown {
    const char* key;
    const char* label;
    bool inUnit;  ///< printed in the indicator's unit
};
/// The indices a planner meets; the command line gives all.
constexpr std::array kShown{
    Shown{"mean", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Mean"), true},
    Shown{"sd", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Standard deviation"), true},
    Shown{"gini", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Gini"), false},
    Shown{"absolute_gini", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Absolute Gini"), true},
    Shown{"theil_t", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Theil T"), false},
    Shown{"mld", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Theil L (mean log deviation)"), false},
    Shown{"palma", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Palma ratio (highest-income tenth to lowest 40 %)"), false},
    Shown{"concentration_index", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Concentration index by income"), false},
    Shown{"generalised_concentration_index", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Generalised concentration index"), true},
    Shown{"kolm_pollak_ede", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Equally distributed equivalent (Kolm-Pollak)"), true},
    Shown{"kolm_pollak_cost", QT_TRANSLATE_NOOP("isopolis::InequalityPage", "Cost of inequality (Kolm-Pollak)"), true},
};

QList<QPointF> pointsOf(const std::vector<LorenzPoint>& curve)
{
    QList<QPointF> points;
    for (const LorenzPoint& point : curve)
        points << QPointF(point.people, point.value);
    return points;
}

struct Sample {
    std::vector<double> value, weight, rank;
};
Sample sampleOf(const City& city, const IndicatorAssessment& assessment, Moment moment)
{
    Sample sample;
    for (const Score& score : assessment.scores) {
        const Neighbourhood& place = city.neighbourhoods()[score.where];
        if (score.verdict == Verdict::NoData || !(place.population > 0) || !std::isfinite(place.income))
            continue;
        sample.value.push_back(moment == Moment::Before ? score.before : score.after);
        sample.weight.push_back(place.population);
        sample.rank.push_back(place.income);
    }
    return sample;
}

/// Empty where the index is not defined.
QString indexAddress(const IndicatorAssessment& a, Moment moment, const char* key)
{
    const IndexSet& set = moment == Moment::Before ? a.indicesBefore : moment == Moment::After ? a.indicesAfter : a.indicesOfChange;
    const char* name = moment == Moment::Before ? "indices_before" : moment == Moment::After ? "indices_after" : "indices_of_change";
    if (!set.values.contains(key))
        return {};
    return QStringLiteral("equity/%1/%2/%3").arg(text(indicatorInfo(a.indicator).key), QLatin1String(name), QLatin1String(key));
}

QString figure(const IndexSet& set, const Shown& shown, int decimals)
{
    const auto found = set.values.find(shown.key);
    return found == set.values.end() ? InequalityPage::tr("not defined")
                                     : formatNumber(found->second, shown.inUnit ? decimals : kIndexDecimals);
}

}  // namespace

InequalityPage::InequalityPage(QWidget* parent)
    : QWidget(parent), m_chart(new ChartWidget(QStringLiteral("lorenzChart"), tr("How it is distributed"), this)),
      m_table(named(new QTableView(this), "indexTable", tr("Indices of inequality, before and after"))), m_rows(new TableOfRows(this)),
      m_notes(plainLabel(this, "indexNotes"))
{
    showReadOnly(*m_table, *m_rows);
    m_table->setMinimumHeight(150);
    auto* right = new QVBoxLayout;
    right->addWidget(m_table, 1);
    right->addWidget(m_notes);
    auto* layout = new QHBoxLayout(this);
    layout->setSpacing(24);
    layout->addWidget(m_chart, 1, Qt::AlignTop);
    layout->addLayout(right, 1);
}

void InequalityPage::show(const City& city, const IndicatorAssessment& assessment)
{
    draw(city, assessment);
    fill(assessment);
}

void InequalityPage::draw(const City& city, const IndicatorAssessment& assessment)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    const Sample before = sampleOf(city, assessment, Moment::Before), after = sampleOf(city, assessment, Moment::After);
    m_chart->setTitle(tr("%1: share of the total by share of the people").arg(translated("indicator", info.label)));
    Curves curves;
    curves.xTitle = tr("Share of people, lowest first");
    curves.yTitle = tr("Share of the total");
    curves.equality = tr("Everybody the same");
    const std::vector<LorenzPoint> lorenz = lorenzCurve(after.value, after.weight);
    const auto byIncomeBefore = concentrationCurve(before.value, before.weight, before.rank);
    const auto byIncomeAfter = concentrationCurve(after.value, after.weight, after.rank);
    QList<QStringList> rows;
    if (lorenz.empty() || byIncomeBefore.empty() || byIncomeAfter.empty()) {
        curves.empty =
            tr("Shares of a total are not defined here: some values are below zero, their total is 0, or incomes are not known.");
    } else {
        curves.curves = {{tr("By value, after"), pointsOf(lorenz), Qt::SolidLine, Tone::Neutral},
                         {tr("By income, before"), pointsOf(byIncomeBefore), Qt::DashLine, Tone::Worse},
                         {tr("By income, after"), pointsOf(byIncomeAfter), Qt::DotLine, Tone::Better}};
        for (const Curves::Curve& curve : curves.curves)
            for (const QPointF& point : curve.points)
                rows << QStringList{curve.label, formatNumber(100 * point.x(), 1), formatNumber(100 * point.y(), 1)};
    }
    const auto gini = assessment.indicesAfter.values.find("gini");
    const QString said =
        curves.curves.isEmpty() ? curves.empty
        : gini == assessment.indicesAfter.values.end()
            ? tr("Curves of distribution, before and with the scheme.")
            : tr("Curves of distribution. With the scheme the Gini is %1.").arg(formatNumber(gini->second, kIndexDecimals));
    m_chart->setChart(curves, said, {tr("Curve"), tr("People (%)"), tr("Total (%)")}, rows);
    const QStringList elements{indexAddress(assessment, Moment::After, "gini"),
                               indexAddress(assessment, Moment::Before, "concentration_index"),
                               indexAddress(assessment, Moment::After, "concentration_index")};
    QList<QStringList> traces;
    for (qsizetype i = 0; i < curves.curves.size(); ++i)
        for (qsizetype point = 0; point < curves.curves[i].points.size(); ++point)
            traces << QStringList{elements[i], elements[i], elements[i]};
    m_chart->setTraces(curves.curves.isEmpty() ? QStringList() : elements, traces);
}

void InequalityPage::fill(const IndicatorAssessment& assessment)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    const int decimals = info.decimals + 2;
    QList<QStringList> rows, traces;
    QStringList reasons;
    for (const Shown& shown : kShown) {
        const auto before = assessment.indicesBefore.values.find(shown.key), after = assessment.indicesAfter.values.find(shown.key);
        const bool both = before != assessment.indicesBefore.values.end() && after != assessment.indicesAfter.values.end();
        rows << QStringList{tr(shown.label), figure(assessment.indicesBefore, shown, decimals),
                            figure(assessment.indicesAfter, shown, decimals),
                            both ? formatSigned(after->second - before->second, shown.inUnit ? decimals : kIndexDecimals + 1) : QString(),
                            figure(assessment.indicesOfChange, shown, decimals)};
        const QString from = indexAddress(assessment, Moment::Before, shown.key), to = indexAddress(assessment, Moment::After, shown.key);
        traces << QStringList{
            {}, from, to, both ? differenceAddress(to, from) : QString(), indexAddress(assessment, Moment::Change, shown.key)};
        for (const IndexSet* set : {&assessment.indicesBefore, &assessment.indicesOfChange})
            if (const auto refused = set->refused.find(shown.key); refused != set->refused.end())
                if (const QString reason = tr("%1: %2").arg(tr(shown.label), text(refused->second)); !reasons.contains(reason))
                    reasons << reason;
    }
    m_rows->setRows({tr("Index"), tr("Before"), tr("After"), tr("Difference"), tr("Of changes")}, rows);
    m_rows->setTraces(traces);
    m_table->resizeColumnsToContents();
    QString notes = tr("Weighted by people; in the unit %1 where an index has one.").arg(unitText(info.unit));
    if (unitText(info.unit).isEmpty())
        notes = tr("Weighted by people.");
    const std::size_t empty = assessment.indicesAfter.emptyZones, unranked = assessment.indicesAfter.unrankedZones;
    if (empty > 0)
        notes += QLatin1Char(' ') + tr("%n neighbourhood(s) without people are left out.", "", static_cast<int>(empty));
    if (unranked > 0)
        notes += QLatin1Char(' ') + tr("%n without income are left out where income ranks.", "", static_cast<int>(unranked));
    if (!reasons.isEmpty())
        notes += QStringLiteral("\n") + tr("Not defined:") + QStringLiteral("\n") + reasons.join(QLatin1Char('\n'));
    m_notes->setText(notes);
}

}  // namespace isopolis
