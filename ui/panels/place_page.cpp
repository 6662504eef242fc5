#include "ui/panels/place_page.h"

#include "ui/models/table_of_rows.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr int kProgressSteps = 1000;

}  // namespace

PlacePage::PlacePage(ProjectDocument& document, const LevelFinder& levels, const PlaceFinder& places, QWidget* parent)
    : QWidget(parent), m_document(document), m_levels(levels), m_places(places), m_title(plainLabel(this, "placeTitle")),
      m_words(plainLabel(this, "placeWords")), m_method(plainLabel(this, "placeMethod")),
      m_progress(named(new QProgressBar(this), "levelProgress", tr("Progress of the map of levels"))),
      m_table(named(new QTableView(this), "placeTable", tr("Streets that cause the level at this place"))), m_rows(new TableOfRows(this))
{
    setObjectName(QStringLiteral("placePage"));
    m_title->setProperty("role", QStringLiteral("title"));
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_table->setModel(m_rows);
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_words);
    layout->addWidget(m_progress);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_method);
    layout->addStretch(0);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) { chooseStreet(row.isValid() ? row.row() : -1); });
    connect(&levels, &LevelFinder::stateChanged, this, &PlacePage::refresh);
    connect(&levels, &LevelFinder::progressed, this,
            [this](double fraction) { m_progress->setValue(static_cast<int>(kProgressSteps * fraction)); });
    connect(&places, &PlaceFinder::stateChanged, this, &PlacePage::refresh);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Place || event.what == What::Levels || event.what == What::Overlay || event.what == What::Opened ||
            event.what == What::Results)
            refresh();
    });
    refresh();
}

void PlacePage::refresh()
{
    const bool shown = m_document.isOpen() && m_document.overlay().kind == OverlayKind::Levels;
    const PlaceAnswerPtr& answer = m_document.place();
    const bool answered = shown && answer && answer->failure.empty();
    m_progress->setVisible(shown && m_levels.running());
    m_table->setVisible(answered);
    m_method->setVisible(answered);
    m_title->setText(tr("Level at a place"));
    if (!shown) {
        m_words->setText(tr("Choose a map “at the street”, e.g. road noise, then click a façade or a place on the ground."));
        return;
    }
    if (answered) {
        showAnswer(*answer);
        return;
    }
    const LevelAnswerPtr& levels = m_document.levels();
    if (answer)
        m_words->setText(text(answer->failure));
    else if (m_document.placeQuestion() && m_places.running())
        m_words->setText(tr("Looking for the streets that are heard here…"));
    else if (m_levels.running())
        m_words->setText(tr("Calculating the map of levels…"));
    else if (levels && !levels->failure.empty())
        m_words->setText(text(levels->failure));
    else
        m_words->setText(tr("Click a façade or a place on the ground."));
}

void PlacePage::showAnswer(const PlaceAnswer& answer)
{
    const LevelFieldInfo& info = levelFieldInfo(answer.question.field);
    const bool compares = m_document.active() != nullptr;
    m_title->setText(answer.question.building.valid() ? tr("Before this façade") : tr("At this place"));
    const QString what = translated("indicator", info.title);
    constexpr int kDecimals = 1;
    m_words->setText(compares
                         ? tr("%1: before %2, after %3, change %4.")
                               .arg(what, formatValue(answer.before, info.unit, kDecimals), formatValue(answer.after, info.unit, kDecimals),
                                    formatChange(answer.after - answer.before, info.unit, kDecimals))
                         : tr("%1: %2.").arg(what, formatValue(answer.before, info.unit, kDecimals)));
    QList<QStringList> rows;
    for (const PlaceShare& share : answer.shares) {
        QStringList row{share.links.empty() ? translated("place", share.label) : text(share.label),
                        formatNumber(share.before_pct, kDecimals)};
        if (compares)
            row << formatNumber(share.after_pct, kDecimals);
        rows << row;
    }
    QStringList header{tr("Caused by"), compares ? tr("Before, %") : tr("Share, %")};
    if (compares)
        header << tr("After, %");
    m_rows->setRows(header, rows);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_method->setText(translated("place", answer.method));
}

void PlacePage::chooseStreet(int row)
{
    const PlaceAnswerPtr& answer = m_document.place();
    if (!answer || row < 0 || static_cast<std::size_t>(row) >= answer->shares.size())
        return;
    SceneSelection selection = m_document.selection();
    selection.links = answer->shares[static_cast<std::size_t>(row)].links;
    m_document.select(std::move(selection));
}

}  // namespace isopolis
