#include "ui/panels/reach_panel.h"

#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QRadioButton>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

namespace {

/// Where most of a neighbourhood's people live: a reach from its geometric middle could begin in a lake.
Point2 middleOf(const City& city, NeighbourhoodId where)
{
    Point2 sum;
    double people = 0;
    for (const ActivityPoint& point : city.activity())
        if (point.neighbourhood == where) {
            sum.x += point.people * point.at.x;
            sum.y += point.people * point.at.y;
            people += point.people;
        }
    return people > 0 ? Point2{sum.x / people, sum.y / people} : centroid(city.neighbourhoods()[where].outline);
}

}  // namespace

ReachPanel::ReachPanel(ProjectDocument& document, ReachFinder& finder, QWidget* parent)
    : QWidget(parent), m_document(document), m_finder(finder), m_modes(new QButtonGroup(this)),
      m_place(named(new ChoiceBox(this), "reachPlace", tr("Start from a neighbourhood"))), m_words(new QLabel(this)),
      m_table(named(new QTableView(this), "reachTable", tr("What lies within reach"))), m_rows(new TableOfRows(this))
{
    setObjectName(QStringLiteral("reachPanel"));
    auto* top = new FlowRow;
    struct Choice {
        const char* name;
        QString label;
        ReachMode mode;
    };
    for (const Choice& choice :
         {Choice{"reachWalk", tr("On &foot"), ReachMode::Walk}, Choice{"reachCycle", tr("By &cycle"), ReachMode::Cycle},
          Choice{"reachTransit", tr("By public &transport"), ReachMode::Transit}, Choice{"reachCar", tr("By c&ar"), ReachMode::Car}}) {
        QString spoken = choice.label;
        auto* button = named(new QRadioButton(choice.label, this), choice.name, spoken.remove(QLatin1Char('&')));
        m_modes->addButton(button, static_cast<int>(choice.mode));
        top->addWidget(button);
    }
    auto* caption = new QLabel(tr("F&rom:"), this);
    caption->setBuddy(m_place);
    m_place->setMinimumContentsLength(18);
    top->addSpacing(12);
    top->addPair(caption, m_place);
    top->addStretch();
    m_words->setObjectName(QStringLiteral("reachWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    showReadOnly(*m_table, *m_rows);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_words);
    layout->addWidget(m_table, 1);
    connect(m_modes, &QButtonGroup::idClicked, this, &ReachPanel::chooseMode);
    connect(m_place, &QComboBox::activated, this, &ReachPanel::choosePlace);
    connect(&document, &ProjectDocument::changed, this, &ReachPanel::onChanged);
    connect(&finder, &ReachFinder::stateChanged, this, &ReachPanel::refresh);
    fillPlaces();
    refresh();
}

void ReachPanel::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened)
        fillPlaces();
    if (event.what == What::Opened || event.what == What::Reach || event.what == What::Results || event.what == What::Active ||
        event.what == What::Overlay)
        refresh();
}

void ReachPanel::fillPlaces()
{
    m_place->clear();
    m_place->addItem(tr("a point on the map"), -1);
    if (!m_document.isOpen())
        return;
    QMap<QString, int> sorted;
    for (NeighbourhoodId id : idsOf(m_document.city()->neighbourhoods()))
        if (const std::string& name = m_document.city()->neighbourhoods()[id].name; !name.empty())
            sorted.insert(text(name), static_cast<int>(id.index()));
    for (auto place = sorted.cbegin(); place != sorted.cend(); ++place)
        m_place->addItem(place.key(), place.value());
}

void ReachPanel::showOnMap()
{
    OverlayChoice choice = m_document.overlay();
    if (choice.kind == OverlayKind::Reach)
        return;
    choice.kind = OverlayKind::Reach;
    if (choice.moment == Moment::Change)
        choice.moment = Moment::After;
    m_document.setOverlay(choice);
}

void ReachPanel::chooseMode()
{
    ReachQuestion question = m_document.reachQuestion();
    question.mode = static_cast<ReachMode>(m_modes->checkedId());
    m_document.askReach(question);
    showOnMap();
}

void ReachPanel::choosePlace()
{
    const int chosen = m_place->currentData().toInt();
    if (chosen < 0 || !m_document.isOpen())
        return;
    ReachQuestion question = m_document.reachQuestion();
    question.from = middleOf(*m_document.city(), NeighbourhoodId::fromIndex(static_cast<std::size_t>(chosen)));
    m_document.askReach(question);
    showOnMap();
}

void ReachPanel::refresh()
{
    const ReachQuestion& question = m_document.reachQuestion();
    const ReachAnswerPtr& answer = m_document.reach();
    m_modes->button(static_cast<int>(question.mode))->setChecked(true);
    const int chosen = m_place->currentData().toInt();
    if (question.from && chosen >= 0 &&
        !(middleOf(*m_document.city(), NeighbourhoodId::fromIndex(static_cast<std::size_t>(chosen))) == *question.from))
        m_place->setCurrentIndex(0);
    const bool shown = answer && answer->failure.empty();
    m_table->setVisible(shown);
    if (!m_document.isOpen() || !question.from)
        m_words->setText(tr("How far does one get from here? Choose \"Reach from a place\" above the map and click a place, or choose a "
                            "neighbourhood from the list."));
    else if (m_document.results().empty())
        m_words->setText(tr("The calculation of the city is not ready yet."));
    else if (!answer)
        m_words->setText(m_finder.running() ? tr("Looking for ways…") : tr("Choose \"Reach from a place\" above the map."));
    else if (!shown)
        m_words->setText(text(answer->failure));
    else
        m_words->setText(tr("People, jobs and places inside the areas on the map. By car in the modelled rush hour; by public transport "
                            "leaving at 8 in the "
                            "morning."));
    if (!shown)
        return;
    const bool compares = m_document.active() != nullptr;
    QStringList header{tr("Within"), tr("People"), tr("Jobs"), tr("Schools"), tr("Clinics"), tr("Parks"), tr("Shops")};
    if (compares)
        header << tr("People before") << tr("Jobs before");
    QList<QStringList> rows;
    for (std::size_t i = 0; i < answer->after.size(); ++i) {
        const ReachRing& ring = answer->after[i];
        QStringList row{formatValue(ring.minutes, Unit::Minute, 0), formatPeople(ring.people), formatPeople(ring.jobs)};
        for (const std::size_t places : ring.places)
            row << formatPeople(static_cast<double>(places));
        if (compares)
            row << formatPeople(answer->before[i].people) << formatPeople(answer->before[i].jobs);
        rows << row;
    }
    m_rows->setRows(header, rows);
    m_table->resizeColumnsToContents();
}

}  // namespace isopolis
