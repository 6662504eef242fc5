#include "ui/panels/live/correction_page.h"

#include "simulation/project/stored_stations.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace isopolis {

namespace {

constexpr int kSteps = 1000, kDay_h = 24;

QString level(double value) { return std::isfinite(value) ? formatNumber(value, 1) : QStringLiteral("–"); }

}  // namespace

CorrectionPage::CorrectionPage(ProjectDocument& document, PlaceOf place, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_place(std::move(place)), m_job(new JobRunner(mode, this)),
      m_what(named(new ChoiceBox(this), "correctionOf", tr("What is measured"))),
      m_when(named(new ChoiceBox(this), "correctionWhen", tr("Which hours are shown"))),
      m_picture(named(new ChoiceBox(this), "correctionPicture", tr("Which of the maps is shown"))),
      m_ask(named(new QPushButton(tr("&Correct by sensors"), this), "correctionAsk", tr("Correct the modelled air by sensors"))),
      m_progress(new QProgressBar(this)), m_gate(new QLabel(this)), m_words(new QLabel(this)), m_rows(new TableOfRows(this)),
      m_table(named(new QTableView(this), "correctionTable", tr("Stations: modelled, measured and corrected")))
{
    m_rows->setTextColumns(2);
    setObjectName(QStringLiteral("correctionPage"));
    m_what->addItem(tr("Nitrogen dioxide (NO2)"), static_cast<int>(AirQuantity::No2));
    m_what->addItem(tr("Fine particles (PM2.5)"), static_cast<int>(AirQuantity::Pm25));
    m_when->addItem(tr("Mean of all hours"), 0);
    m_when->addItem(tr("Last 24 hours"), kDay_h);
    m_when->addItem(tr("Last hour"), 1);
    m_picture->addItem(tr("Nothing of this"), -1);
    m_picture->addItem(tr("As modelled"), static_cast<int>(CorrectedPicture::Modelled));
    m_picture->addItem(tr("Corrected"), static_cast<int>(CorrectedPicture::Corrected));
    m_picture->addItem(tr("How unsure (σ)"), static_cast<int>(CorrectedPicture::Sigma));
    m_progress->setRange(0, kSteps);
    m_progress->hide();
    for (QLabel* label : {m_gate, m_words}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_gate->setObjectName(QStringLiteral("correctionGate"));
    m_words->setObjectName(QStringLiteral("correctionWords"));
    showReadOnly(*m_table, *m_rows);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    auto* onMap = new QLabel(tr("On the &map:"), this);
    onMap->setBuddy(m_picture);
    auto* row = new FlowRow;
    for (QWidget* each : {static_cast<QWidget*>(m_what), static_cast<QWidget*>(m_when), static_cast<QWidget*>(m_ask)})
        row->addWidget(each);
    row->addPair(onMap, m_picture);
    row->addWidget(m_progress);
    row->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(row);
    layout->addWidget(m_gate);
    layout->addWidget(m_words);
    layout->addWidget(m_table, 1);
    connect(m_ask, &QPushButton::clicked, this, &CorrectionPage::ask);
    connect(m_picture, &QComboBox::currentIndexChanged, this, &CorrectionPage::choose);
    for (QComboBox* each : {m_what, m_when})
        connect(each, &QComboBox::currentIndexChanged, this, &CorrectionPage::clear);
    connect(m_job, &JobRunner::progressed, this, [this](Stage, double part) { m_progress->setValue(static_cast<int>(part * kSteps)); });
    connect(m_job, &JobRunner::finished, m_progress, &QWidget::hide);
    connect(m_job, &JobRunner::failed, m_gate, &QLabel::setText);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results)
            clear();
        // What somebody chooses for the map elsewhere takes the place of ours.
        if (event.what == What::Overlay)
            hidePicture();
    });
    clear();
}

// The job ends before what it reads.
CorrectionPage::~CorrectionPage() { delete m_job; }

void CorrectionPage::hidePicture() { m_picture->setCurrentIndex(0); }

void CorrectionPage::clear()
{
    m_job->cancel();
    m_answer.reset();
    m_rows->setRows({}, {});
    m_gate->clear();
    m_gate->hide();
    m_words->setText(tr("Sensors correct the modelled air only where that helps: each station is predicted from the others, and unless "
                        "the error falls by 5 % or more, the model stays as it is."));
    m_ask->setEnabled(m_document.results().before != nullptr);
    m_picture->setEnabled(false);
    m_picture->setCurrentIndex(0);
}

void CorrectionPage::ask()
{
    const RunPtr base = m_document.results().before;
    if (!base)
        return;
    clear();
    m_gate->show();
    m_gate->setText(tr("Leaving out one station after the other…"));
    m_progress->setValue(0);
    m_progress->show();
    m_job->start<Answer>(
        [base, city = m_document.city(), place = m_place, project = std::filesystem::path(m_document.path().toStdU16String()),
         quantity = static_cast<AirQuantity>(m_what->currentData().toInt()), hours = m_when->currentData().toInt()](JobControl& control) {
            AirCorrectionRequest request{.quantity = quantity, .stations = {}, .from_s = 0, .to_s = 0};
            auto stations = storedStations(project, *city, quantity, [&](double lon_deg, double lat_deg) {
                return place ? place(*city, lon_deg, lat_deg) : std::nullopt;
            });
            if (!stations)
                return std::make_shared<const Expected<CorrectedAirMap>>(unexpected(stations.error()));
            request.stations = std::move(*stations);
            chooseLastHours(request, hours);
            return std::make_shared<const Expected<CorrectedAirMap>>(correctedAirMap(*base, request, control));
        },
        this, [this](const Answer& answer) { show(answer); });
}

void CorrectionPage::show(const Answer& answer)
{
    if (!*answer) {
        m_gate->setText(errorText(answer->error()));
        return;
    }
    m_answer = answer;
    const AirCorrection& c = (*answer)->correction;
    m_gate->setText(text(c.gate.sentence));
    QStringList caveats;
    for (const std::string& caveat : c.caveats)
        caveats << translated("sensing", caveat);
    m_words->setText(caveats.join(u' '));
    QList<QStringList> rows;
    for (const CorrectedStation& s : c.stations)
        rows.append({text(s.name), s.besideStreet ? tr("beside a main road") : tr("away from main roads"), level(s.modelled_ug_m3),
                     level(s.measured_ug_m3), level(s.corrected_ug_m3), level(s.errorBefore_ug_m3), level(s.errorAfter_ug_m3)});
    m_rows->setRows({tr("Station"), tr("Stands"), tr("Modelled, µg/m³"), tr("Measured"), tr("Corrected"), tr("Error if left out: model"),
                     tr("Corrected by the others")},
                    rows);
    m_table->resizeColumnsToContents();
    m_picture->setEnabled(true);
    m_picture->setCurrentIndex(m_picture->findData(static_cast<int>(CorrectedPicture::Corrected)));
}

void CorrectionPage::choose()
{
    const int which = m_picture->currentData().toInt();
    Q_EMIT pictureChosen(
        which < 0 || !m_answer ? nullptr : std::make_shared<const Overlay>((*m_answer)->picture(static_cast<CorrectedPicture>(which))));
}

}  // namespace isopolis
