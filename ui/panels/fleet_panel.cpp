#include "ui/panels/fleet_panel.h"

#include "simulation/emissions/emission_parameters.h"
#include "simulation/emissions/factor_sheet.h"
#include "simulation/emissions/fleet.h"
#include "simulation/emissions/fleet_table.h"
#include "ui/layout/fitting_area.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/parameter_panel.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QDate>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSaveFile>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QUndoStack>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr qint64 kLargestTable = 1 << 20;

QString percent(double share) { return QLocale().toString(100 * share, 'f', 1); }

/// The parameters of the fleet's weights and of low-emission zones.
QStringList scopeOfFleet()
{
    QStringList beginnings{QStringLiteral("emissions.zone."), QStringLiteral("emissions.own_factors"),
                           QStringLiteral("emissions.service.")};
    for (const FleetGroup& group : fleetGroups())
        for (const ParameterSpec* spec : group.weights)
            beginnings << text(spec->id);
    return beginnings;
}

/// Whose emission factors count.
QString factorsWords(const ProjectDocument& document)
{
    if (!document.isOpen() || document.city()->factors().text.empty())
        return FleetPanel::tr(
            "Emission factors: EMEP/EEA guidebook 2019. Factors of HBEFA, if you have a licence, can be loaded from a table.");
    const Scenario* scenario = document.active();
    const bool used = (scenario ? scenario->parameters : ParameterSet{}).value(kOwnFactors) > 0.5;
    const QString name = text(factorSheetName(document.city()->factors()));
    return used ? FleetPanel::tr("Emission factors: %1; EMEP/EEA guidebook 2019 for what it does not hold.").arg(name)
                : FleetPanel::tr("Emission factors: EMEP/EEA guidebook 2019. The project also holds %1, which this scenario leaves aside.")
                      .arg(name);
}

}  // namespace

FleetPanel::FleetPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent)
    : QWidget(parent), m_document(document), m_dialogs(dialogs), m_words(new QLabel(this)), m_factors(new QLabel(this)),
      m_year(named(new QSpinBox(this), "fleetYear", tr("Year of the fleet"))),
      m_load(named(new QPushButton(tr("&Load a composition…"), this), "fleetLoad", tr("Load the fleet of this year from a table"))),
      m_save(named(new QPushButton(tr("Sa&ve this composition…"), this), "fleetSave", tr("Save the fleet as a table"))),
      m_factorsLoad(named(new QPushButton(tr("Load &emission factors…"), this), "factorsLoad",
                          tr("Load your own HBEFA emission factors from a table"))),
      m_factorsRemove(
          named(new QPushButton(tr("&Take them out"), this), "factorsRemove", tr("Take your own emission factors out of the project"))),
      m_view(named(new QTableView(this), "fleetTable", tr("Shares of vehicle-kilometres by vehicle class"))), m_rows(new TableOfRows(this))
{
    setObjectName(QStringLiteral("fleetPanel"));
    m_words->setObjectName(QStringLiteral("fleetWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_factors->setObjectName(QStringLiteral("fleetFactors"));
    m_factors->setTextFormat(Qt::PlainText);
    m_factors->setWordWrap(true);
    m_year->setRange(1970, 2150);
    m_year->setValue(QDate::currentDate().year());
    showReadOnly(*m_view, *m_rows);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    auto* caption = new QLabel(tr("Fleet of &year:"), this);
    caption->setBuddy(m_year);
    auto* row = new FlowRow;
    row->addPair(caption, m_year);
    row->addWidget(m_load);
    row->addWidget(m_save);
    row->addStretch();
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_words);
    column->addWidget(m_factors);
    auto* factors = new FlowRow;
    factors->addWidget(m_factorsLoad);
    factors->addWidget(m_factorsRemove);
    factors->addStretch();
    column->addLayout(factors);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    auto* weights = new ParameterPanel(document, std::move(dialogs), this, {.kind = QStringLiteral("fleet"), .beginnings = scopeOfFleet()});
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    for (QWidget* side : {left, static_cast<QWidget*>(weights)})
        split->addWidget(new FittingArea(side, FittingArea::Use::Panel, split));
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(split, 1);
    connect(m_load, &QPushButton::clicked, this, [this] { m_dialogs->askOpenTable(this, [this](const QString& path) { load(path); }); });
    connect(m_save, &QPushButton::clicked, this, [this] {
        m_dialogs->askSaveTable(this, tr("fleet-%1.csv").arg(m_year->value()), [this](const QString& path) { save(path); });
    });
    m_factorsLoad->setToolTip(
        tr("Hot emission factors as HBEFA's program exports them. The project then holds licensed figures: hand it on "
           "only as your licence allows."));
    connect(m_factorsLoad, &QPushButton::clicked, this,
            [this] { m_dialogs->askOpenTable(this, [this](const QString& path) { Q_EMIT factorsRequested(path); }); });
    connect(m_factorsRemove, &QPushButton::clicked, this, [this] {
        m_dialogs->confirm(this, tr("Take the emission factors out"),
                           tr("All scenarios of this project are then calculated with the factors of the guidebook."), tr("Take out"),
                           [this] { Q_EMIT factorsRequested({}); });
    });
    connect(&document, &ProjectDocument::changed, this, &FleetPanel::refresh);
    refresh();
}

void FleetPanel::refresh()
{
    const Scenario* scenario = m_document.active();
    const ParameterSet parameters = scenario ? scenario->parameters : ParameterSet{};
    const FleetMix standard = standardFleet({}), here = standardFleet(parameters);
    double electric = 0, diesel = 0;
    QList<QStringList> rows;
    for (const VehicleClass& vehicle : vehicleClasses()) {
        rows.append({translated("vehicle", vehicle.label), percent(standard[vehicle.id]), percent(here[vehicle.id])});
        electric += vehicle.fuel == Fuel::Electric ? here[vehicle.id] : 0;
        diesel += vehicle.fuel == Fuel::Diesel ? here[vehicle.id] : 0;
    }
    m_rows->setRows({tr("Vehicle class"), tr("Standard fleet, %"), tr("Here, %")}, rows);
    m_view->resizeColumnsToContents();
    const QString shares = tr("%1 % of the traffic is electric and %2 % burns diesel.").arg(percent(electric), percent(diesel));
    m_words->setText(scenario
                         ? tr("Fleet of \"%1\", on both sides of the comparison. %2").arg(scenarioTitle(m_document.activeName()), shares)
                         : tr("The standard fleet. %1 Choose or make a scenario to change it.").arg(shares));
    m_factors->setText(factorsWords(m_document));
    m_load->setEnabled(scenario);
    m_save->setEnabled(m_document.isOpen());
    // Without a file there is nowhere to put them.
    const bool stored = m_document.isOpen() && !m_document.path().isEmpty();
    m_factorsLoad->setEnabled(stored);
    m_factorsRemove->setVisible(stored && !m_document.city()->factors().text.empty());
}

void FleetPanel::load(const QString& path)
{
    const QString title = tr("The fleet was not loaded");
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestTable) {
        m_dialogs->tell(this, title,
                        file.isOpen() ? tr("%1 is larger than a table of fleets can be. Choose another file.").arg(path)
                                      : tr("%1: %2. Choose another file.").arg(path, file.errorString()));
        return;
    }
    const QByteArray bytes = file.readAll();
    const auto table = parseFleetTable(utf8(QFileInfo(path).fileName()), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
    const auto weights = table ? fleetOfYear(*table, m_year->value()) : Expected<FleetWeights>(unexpected(table.error()));
    if (!weights) {
        m_dialogs->tell(this, title, errorText(weights.error()));
        return;
    }
    const std::string reason = utf8(tr("fleet of %1 from %2").arg(m_year->value()).arg(QFileInfo(path).fileName()));
    m_document.undoStack().beginMacro(tr("Load the fleet of %1").arg(m_year->value()));
    for (const auto& [spec, value] : *weights)
        if (const auto set = m_document.setParameter(*spec, ParameterOverride{value, reason, {}}); !set)
            m_dialogs->tell(this, title, errorText(set.error()));
    m_document.undoStack().endMacro();
}

void FleetPanel::save(const QString& path)
{
    const Scenario* scenario = m_document.active();
    const QByteArray csv = QByteArray::fromStdString(fleetTableText(scenario ? scenario->parameters : ParameterSet{}, m_year->value()));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit())
        m_dialogs->tell(this, tr("The fleet was not saved"), tr("%1: %2. Choose another folder.").arg(path, file.errorString()));
}

}  // namespace isopolis
