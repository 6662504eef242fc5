#include "app/import_source_page.h"

#include "ui/layout/choice_box.h"
#include "ui/layout/fitting_area.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace isopolis {

namespace {

QString kindText(SourceKind kind)
{
    switch (kind) {
    case SourceKind::Osm: return ImportSourcePage::tr("Streets and buildings (OpenStreetMap)");
    case SourceKind::Neighbourhoods: return ImportSourcePage::tr("Neighbourhoods with people");
    case SourceKind::ZonePoints: return ImportSourcePage::tr("Centres of neighbourhoods with people");
    case SourceKind::Grid: return ImportSourcePage::tr("Squares");
    case SourceKind::Terrain: return ImportSourcePage::tr("Terrain");
    case SourceKind::Counts: return ImportSourcePage::tr("Traffic counts");
    case SourceKind::Sensors: return ImportSourcePage::tr("Sensors");
    case SourceKind::Places: return ImportSourcePage::tr("Schools, clinics, parks or shops");
    case SourceKind::Areas: return ImportSourcePage::tr("Water, green and other land");
    case SourceKind::Buildings: return ImportSourcePage::tr("3D buildings");
    case SourceKind::Stops: return ImportSourcePage::tr("Stops of public transport");
    case SourceKind::Gtfs: return ImportSourcePage::tr("Timetable of public transport");
    case SourceKind::Weather: return ImportSourcePage::tr("Hourly weather");
    case SourceKind::EmissionFactors: return ImportSourcePage::tr("Emission factors");
    }
    return {};
}

/// Keys of the recipe, and how they are called.
std::vector<std::pair<std::string, QString>> whats(SourceKind kind)
{
    if (kind == SourceKind::Places)
        return {{"school", ImportSourcePage::tr("Schools")},
                {"clinic", ImportSourcePage::tr("Clinics")},
                {"park", ImportSourcePage::tr("Parks")},
                {"shop", ImportSourcePage::tr("Shops")},
                {"other", ImportSourcePage::tr("Other places")}};
    if (kind == SourceKind::Areas)
        return {{"water", ImportSourcePage::tr("Water")},
                {"green", ImportSourcePage::tr("Green")},
                {"residential", ImportSourcePage::tr("Residential land")},
                {"commercial", ImportSourcePage::tr("Commercial land")},
                {"industrial", ImportSourcePage::tr("Industrial land")},
                {"other", ImportSourcePage::tr("Other land")}};
    if (kind == SourceKind::Sensors)
        return {{"traffic", ImportSourcePage::tr("Traffic")},
                {"air", ImportSourcePage::tr("Air")},
                {"noise", ImportSourcePage::tr("Noise")},
                {"weather", ImportSourcePage::tr("Weather")}};
    return {};
}

QString roleText(std::string_view role)
{
    static const std::map<std::string_view, const char*> words = {
        {"id", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Identifier")},
        {"name", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Name")},
        {"population", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Residents")},
        {"income", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Income")},
        {"jobs", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Jobs")},
        {"lon", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Longitude")},
        {"lat", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Latitude")},
        {"schools", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Schools")},
        {"clinics", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Clinics")},
        {"veh_day", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Vehicles a day")},
        {"workday_veh_day", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Vehicles a working day")},
        {"am_peak_veh_h", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Vehicles in the morning's peak hour")},
        {"pm_peak_veh_h", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Vehicles in the evening's peak hour")},
        {"year", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Year")},
        {"direction", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Direction")},
        {"bearing_deg", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Bearing of the traffic, °")},
        {"height_m", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Height, m")},
        {"capacity", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Capacity")},
        {"direction_deg", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Wind direction, °")},
        {"speed_ms", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Wind speed, m/s")},
        {"speed_kmh", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Wind speed, km/h")},
        {"temperature_c", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Temperature, °C")},
        {"time_utc", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Time (UTC)")},
        {"cloud_octas", QT_TRANSLATE_NOOP("isopolis::ImportSourcePage", "Clouds, eighths")}};
    const auto found = words.find(role);
    return found == words.end() ? QString::fromUtf8(role.data(), static_cast<qsizetype>(role.size())) : ImportSourcePage::tr(found->second);
}

}  // namespace

ImportSourcePage::ImportSourcePage(QWidget* parent)
    : QWidget(parent), m_tabs(named(new QTabWidget(this), "importTabs", tr("About the file"))), m_about(new QLabel(this)),
      m_kind(named(new ChoiceBox(this), "importKind", tr("What the file holds"))),
      m_layer(named(new ChoiceBox(this), "importLayer", tr("Layer"))), m_what(named(new ChoiceBox(this), "importWhat", tr("Which kind"))),
      m_whatLabel(new QLabel(tr("Which kind:"), this)), m_layerLabel(new QLabel(tr("Layer:"), this)),
      m_crsLabel(new QLabel(tr("Coordinate s&ystem:"), this)),
      m_crs(named(new QLineEdit(this), "importFileCrs", tr("Coordinate system of the file"))),
      m_rows(named(new QTableWidget(this), "importRows", tr("First rows of the file"))),
      m_licence(named(new QLineEdit(this), "importLicence", tr("Licence"))),
      m_attribution(named(new QLineEdit(this), "importAttribution", tr("Attribution"))),
      m_publisher(named(new QLineEdit(this), "importPublisher", tr("Publisher"))),
      m_purpose(named(new QLineEdit(this), "importPurpose", tr("Purpose"))),
      m_legalBasis(named(new QLineEdit(this), "importLegalBasis", tr("Legal basis"))),
      m_retention(named(new QLineEdit(this), "importRetention", tr("Deleted after"))),
      m_personal(named(new QCheckBox(tr("Holds data on persons"), this), "importPersonal", tr("Holds data on persons"))),
      m_problems(named(new QListWidget(this), "importProblems", tr("Problems found in the file")))
{
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setTabKeyNavigation(false);
    m_rows->verticalHeader()->hide();
    m_rows->setMinimumHeight(fontMetrics().height() * 6);
    m_problems->setWordWrap(true);
    m_tabs->setDocumentMode(true);
    auto* contents = new QWidget;
    auto* top = new QFormLayout;
    top->addRow(tr("It holds:"), m_kind);
    top->addRow(m_layerLabel, m_layer);
    top->addRow(m_whatLabel, m_what);
    top->addRow(m_crsLabel, m_crs);
    m_crsLabel->setBuddy(m_crs);
    m_crs->setToolTip(
        tr("In which the file was made, for example EPSG:2056. Needed where the file does not say, or says a wrong one; the map "
           "below shows whether it fits."));
    auto* fields = new QWidget;
    m_fields = new QFormLayout(fields);
    m_fields->setContentsMargins(0, 0, 0, 0);
    auto* column = new QVBoxLayout(contents);
    column->addWidget(m_about);
    column->addLayout(top);
    column->addWidget(fields);
    column->addWidget(m_rows, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(contents);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_tabs->addTab(scroll, tr("Contents"));
    auto* rights = new QWidget;
    auto* form = new QFormLayout(rights);
    form->addRow(tr("Licence *:"), m_licence);
    form->addRow(tr("Whom to name *:"), m_attribution);
    form->addRow(tr("Publisher:"), m_publisher);
    form->addRow(tr("Purpose:"), m_purpose);
    form->addRow(m_personal);
    form->addRow(tr("Legal basis:"), m_legalBasis);
    form->addRow(tr("Deleted after:"), m_retention);
    m_tabs->addTab(new FittingArea(rights, FittingArea::Use::Panel, m_tabs), tr("Licence"));
    m_tabs->addTab(m_problems, tr("Problems"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this](int row) {
        if (m_filling || row < 0)
            return;
        m_source.kind = static_cast<SourceKind>(m_kind->itemData(row).toInt());
        m_source.fields = likelyFields(m_source.kind, m_look.columns);
        m_source.what.clear();
        fillFields();
        Q_EMIT changed();
    });
    for (QComboBox* box : {m_layer, m_what})
        connect(box, &QComboBox::currentIndexChanged, this, &ImportSourcePage::read);
    for (QLineEdit* line : {m_crs, m_licence, m_attribution, m_publisher, m_purpose, m_legalBasis, m_retention})
        connect(line, &QLineEdit::textChanged, this, &ImportSourcePage::read);
    connect(m_personal, &QCheckBox::toggled, this, &ImportSourcePage::read);
}

void ImportSourcePage::show(const FileLook& look, const SourceDraft& source)
{
    m_filling = true;
    m_look = look;
    m_source = source;
    const QString crs = text(look.check.crs);
    m_about->setText(text(look.check.description) + (crs.isEmpty() ? QString() : QLatin1Char('\n') + tr("Coordinate system: %1").arg(crs)));
    m_kind->clear();
    for (const SourceKind kind : look.kinds)
        m_kind->addItem(kindText(kind), static_cast<int>(kind));
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(static_cast<int>(source.kind))));
    m_layer->clear();
    for (const std::string& layer : look.layers)
        m_layer->addItem(text(layer));
    m_layer->setCurrentIndex(std::max(0, m_layer->findText(text(source.layer))));
    m_layer->setVisible(look.layers.size() > 1);
    m_layerLabel->setVisible(look.layers.size() > 1);
    m_rows->clear();
    m_rows->setColumnCount(static_cast<int>(look.columns.size()));
    m_rows->setRowCount(static_cast<int>(look.rows.size()));
    QStringList headers;
    for (const std::string& name : look.columns)
        headers << text(name);
    m_rows->setHorizontalHeaderLabels(headers);
    for (std::size_t row = 0; row < look.rows.size(); ++row)
        for (std::size_t c = 0; c < look.rows[row].size(); ++c)
            m_rows->setItem(static_cast<int>(row), static_cast<int>(c), new QTableWidgetItem(text(look.rows[row][c])));
    m_rows->resizeColumnsToContents();
    m_rows->setVisible(!look.columns.empty());
    m_crs->setPlaceholderText(look.crsMissing ? tr("the file does not say") : tr("as the file says"));
    const std::pair<QLineEdit*, const std::string*> lines[] = {{m_crs, &source.crs},
                                                               {m_licence, &source.licence},
                                                               {m_attribution, &source.attribution},
                                                               {m_publisher, &source.publisher},
                                                               {m_purpose, &source.purpose},
                                                               {m_legalBasis, &source.legalBasis},
                                                               {m_retention, &source.retention}};
    for (const auto& [line, value] : lines)
        line->setText(text(*value));
    m_personal->setChecked(source.personal);
    fillProblems();
    m_filling = false;
    fillFields();
}

void ImportSourcePage::fillFields()
{
    m_filling = true;
    while (m_fields->rowCount() > 0)
        m_fields->removeRow(0);
    m_roles.clear();
    m_incomeMeaning = nullptr;
    const auto& required = requiredSourceRoles(m_source.kind);
    for (const std::string_view role : sourceRoles(m_source.kind)) {
        // The position of polygons and points of a vector file is their geometry.
        if ((role == "lon" || role == "lat") && m_look.check.kind != "csv")
            continue;
        const QString words = roleText(role);
        const std::string key(role);
        auto* box = named(new ChoiceBox(this), ("importField_" + key).c_str(), tr("Column of: %1").arg(words));
        box->addItem(tr("none"));
        for (const std::string& column : m_look.columns)
            box->addItem(text(column));
        if (const auto found = m_source.fields.find(key); found != m_source.fields.end())
            box->setCurrentIndex(std::max(0, box->findText(text(found->second))));
        const bool must = std::find(required.begin(), required.end(), role) != required.end();
        m_fields->addRow(must ? tr("%1 *:").arg(words) : tr("%1:").arg(words), box);
        connect(box, &QComboBox::currentIndexChanged, this, &ImportSourcePage::read);
        m_roles.emplace_back(key, box);
        if (role == "income") {
            m_incomeMeaning = named(new QLineEdit(text(m_source.incomeMeaning), this), "importIncomeMeaning", tr("Meaning of the income"));
            m_incomeMeaning->setPlaceholderText(tr("e.g. median income per household, EUR a year"));
            m_fields->addRow(tr("Meaning of the income:"), m_incomeMeaning);
            connect(m_incomeMeaning, &QLineEdit::textChanged, this, &ImportSourcePage::read);
        }
    }
    m_what->clear();
    for (const auto& [key, words] : whats(m_source.kind))
        m_what->addItem(words, text(key));
    m_what->setCurrentIndex(m_source.what.empty() ? -1 : m_what->findData(text(m_source.what)));
    m_crs->setVisible(takesCrs(m_source.kind));
    m_crsLabel->setVisible(takesCrs(m_source.kind));
    m_what->setVisible(m_what->count() > 0);
    m_whatLabel->setVisible(m_what->count() > 0);
    m_filling = false;
}

void ImportSourcePage::fillProblems()
{
    m_problems->clear();
    for (const Issue& issue : m_look.check.issues)
        m_problems->addItem(issue.feature.empty() ? text(issue.message) : tr("%1 (%2)").arg(text(issue.message), text(issue.feature)));
    m_tabs->setTabText(2, m_problems->count() == 0 ? tr("Problems") : tr("Problems (%1)").arg(m_problems->count()));
}

void ImportSourcePage::read()
{
    if (m_filling)
        return;
    m_source.layer = m_look.layers.size() > 1 ? utf8(m_layer->currentText()) : std::string();
    m_source.what = utf8(m_what->currentData().toString());
    m_source.fields.clear();
    for (const auto& [role, box] : m_roles)
        if (box->currentIndex() > 0)
            m_source.fields[role] = utf8(box->currentText());
    m_source.incomeMeaning = m_incomeMeaning ? utf8(m_incomeMeaning->text().trimmed()) : std::string();
    const QString crs = m_crs->text().trimmed();
    bool number = false;
    (void)crs.toInt(&number);
    m_source.crs = utf8(number ? QStringLiteral("EPSG:") + crs : crs);
    m_source.licence = utf8(m_licence->text().trimmed());
    m_source.attribution = utf8(m_attribution->text().trimmed());
    m_source.publisher = utf8(m_publisher->text().trimmed());
    m_source.purpose = utf8(m_purpose->text().trimmed());
    m_source.legalBasis = utf8(m_legalBasis->text().trimmed());
    m_source.retention = utf8(m_retention->text().trimmed());
    m_source.personal = m_personal->isChecked();
    Q_EMIT changed();
}

}  // namespace isopolis
