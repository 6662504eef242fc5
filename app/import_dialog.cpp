#include "app/import_dialog.h"

#include "app/import_source_page.h"
#include "app/place_map.h"
#include "app/place_words.h"
#include "simulation/project/sqlite_connection.h"
#include "ui/jobs/job_runner.h"
#include "ui/layout/fitting_area.h"
#include "ui/layout/opening_size.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace isopolis {

namespace {

std::filesystem::path toPath(const QString& path) { return std::filesystem::path(path.toStdU16String()); }

/// A file name from a city's name.
QString fileStem(const QString& name)
{
    QString stem;
    for (const QChar c : name.trimmed().toLower())
        stem += c.isLetterOrNumber() ? c : QChar(u'-');
    while (stem.contains(QStringLiteral("--")))
        stem.replace(QStringLiteral("--"), QStringLiteral("-"));
    return stem;
}

}  // namespace

QStringList droppedFiles(const QMimeData* data)
{
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile())
            files << url.toLocalFile();
    return files;
}

bool isProjectFile(const QString& path)
{
    if (QFileInfo(path).suffix().compare(QStringLiteral("gpkg"), Qt::CaseInsensitive) != 0)
        return false;
    try {
        const Connection db = Connection::open(toPath(path), OpenMode::ReadWrite);
        Statement found(db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'isopolis_meta'");
        return found.next() && found.integer(0) > 0;
    } catch (const SqliteError&) {
        return false;  // told when it is looked at as a source
    }
}

ImportDialog::ImportDialog(const QString& folder, QWidget* parent)
    : QDialog(parent), m_folder(folder), m_runner(new JobRunner(JobRunner::Mode::Threaded, this)),
      m_sampler(new JobRunner(JobRunner::Mode::Threaded, this)), m_placer(new JobRunner(JobRunner::Mode::Threaded, this)),
      m_files(named(new QListWidget(this), "importFiles", tr("Files of the city"))), m_right(new QStackedWidget(this)),
      m_page(new ImportSourcePage(this)), m_map(new PlaceMap(this)),
      m_where(named(new QPlainTextEdit(this), "importWhere", tr("Where the files lie"))),
      m_name(named(new QLineEdit(this), "importName", tr("Name of the city"))),
      m_crs(named(new QLineEdit(QStringLiteral("auto"), this), "importCrs", tr("Coordinate system of the city"))), m_told(new QLabel(this)),
      m_busy(new QLabel(this)), m_progress(named(new QProgressBar(this), "importProgress", tr("Progress of reading"))),
      m_add(named(new QPushButton(tr("&Add files…"), this), "importAdd", tr("Add files"))),
      m_remove(named(new QPushButton(tr("&Leave out"), this), "importRemove", tr("Leave the selected file out")))
{
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("New city from files"));
    setAccessibleName(tr("New city from files"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    m_crs->setToolTip(tr("\"auto\" chooses the system of the place; or an EPSG code in metres, for example EPSG:2056"));
    m_told->setObjectName(QStringLiteral("importTold"));
    m_told->setWordWrap(true);
    m_told->setTextFormat(Qt::PlainText);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    for (QPushButton* button : {m_add, m_remove})
        button->setAutoDefault(false);
    auto* nothing = new QLabel(tr("Drop files here, or add them: an OpenStreetMap extract (*.osm.pbf), and what you have of "
                                  "neighbourhoods, terrain, traffic counts, sensors, timetables and 3D buildings."),
                               this);
    nothing->setWordWrap(true);
    nothing->setAlignment(Qt::AlignCenter);
    m_right->addWidget(nothing);
    m_right->addWidget(m_page);
    auto* left = new QWidget(this);
    auto* list = new QVBoxLayout(left);
    list->setContentsMargins(0, 0, 0, 0);
    list->addWidget(m_files, 1);
    list->addWidget(m_add);
    list->addWidget(m_remove);
    list->addWidget(m_busy);
    list->addWidget(m_progress);
    auto* parts = new QSplitter(this);
    parts->addWidget(left);
    parts->addWidget(m_right);
    parts->setStretchFactor(1, 1);
    parts->setChildrenCollapsible(false);
    m_where->setReadOnly(true);
    m_where->setTabChangesFocus(true);
    m_where->setFrameShape(QFrame::NoFrame);
    m_where->viewport()->setAutoFillBackground(false);
    m_where->setMinimumHeight(fontMetrics().height() * 3);
    auto* form = new QFormLayout;
    form->addRow(tr("&Name of the city *:"), m_name);
    form->addRow(tr("&Coordinate system:"), m_crs);
    auto* buttons = new QDialogButtonBox(this);
    m_build = buttons->addButton(tr("Build the city"), QDialogButtonBox::AcceptRole);
    named(m_build, "importBuild", tr("Build the city"));
    QPushButton* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    named(cancel, "importCancel", tr("Cancel"));
    auto* below = new QHBoxLayout;
    auto* beside = new QVBoxLayout;
    beside->addLayout(form);
    beside->addWidget(m_where, 1);
    below->addWidget(m_map);
    below->addLayout(beside, 1);
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(parts, 3);
    column->addLayout(below, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(new FittingArea(body, FittingArea::Use::Panel, this), 1);
    layout->addWidget(m_told);
    layout->addWidget(buttons);
    connect(m_files, &QListWidget::currentRowChanged, this, &ImportDialog::showCurrent);
    connect(m_page, &ImportSourcePage::changed, this, [this] {
        const int row = m_files->currentRow();
        if (row >= 0)
            m_draft.sources[static_cast<std::size_t>(row)] = m_page->source();
        refresh();
        sampleNext();
    });
    connect(m_add, &QPushButton::clicked, this, [this] {
        auto* files = new QFileDialog(this, tr("Add files"), m_folder);
        files->setAttribute(Qt::WA_DeleteOnClose);
        files->setFileMode(QFileDialog::ExistingFiles);
        connect(files, &QFileDialog::filesSelected, this, &ImportDialog::add);
        files->open();
    });
    connect(m_remove, &QPushButton::clicked, this, &ImportDialog::remove);
    connect(m_name, &QLineEdit::textChanged, this, &ImportDialog::refresh);
    connect(m_crs, &QLineEdit::textChanged, this, [this] {
        refresh();
        placeFiles();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &ImportDialog::build);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
    resize(openingSize(*this, {920, 700}));
}

bool ImportDialog::looking() const { return m_runner->running() || !m_waiting.empty(); }

void ImportDialog::add(const QStringList& files)
{
    for (const QString& file : files) {
        const auto known = [&](const FileLook& look) { return look.file == toPath(file); };
        if (std::none_of(m_looks.begin(), m_looks.end(), known))
            m_waiting.push_back(file);
    }
    lookAtNext();
}

void ImportDialog::lookAtNext()
{
    if (!m_runner->running() && !m_waiting.empty()) {
        const QString file = m_waiting.front();
        m_waiting.pop_front();
        m_busy->setText(tr("Reading %1…").arg(QFileInfo(file).fileName()));
        m_runner->start<Expected<FileLook>>([path = toPath(file)](JobControl&) { return lookAt(path); }, this,
                                            [this, file](Expected<FileLook> look) {
                                                took(file, std::move(look));
                                                QMetaObject::invokeMethod(this, &ImportDialog::lookAtNext, Qt::QueuedConnection);
                                            });
    }
    refresh();
}

void ImportDialog::took(const QString& file, Expected<FileLook> look)
{
    if (!look || look->kinds.empty()) {
        const QString why = !look                        ? errorText(look.error())
                            : look->check.issues.empty() ? tr("it holds nothing that is known here")
                                                         : text(look->check.issues.front().message);
        m_refused << tr("%1 cannot be used: %2").arg(QFileInfo(file).fileName(), why);
        refresh();
        return;
    }
    m_draft.sources.push_back(draftOf(*look));
    m_looks.push_back(std::move(*look));
    m_samples.emplace_back();
    m_files->addItem(new QListWidgetItem(PlaceMap::badge(m_files->count()), QFileInfo(file).fileName()));
    m_files->setCurrentRow(m_files->count() - 1);
    if (m_name->text().isEmpty() && m_draft.sources.back().kind == SourceKind::Osm) {
        QString stem = QFileInfo(file).fileName().section(QLatin1Char('.'), 0, 0);
        stem.replace(QLatin1Char('_'), QLatin1Char(' ')).replace(QLatin1Char('-'), QLatin1Char(' '));
        if (!stem.isEmpty())
            m_name->setText(stem.left(1).toUpper() + stem.mid(1));
    }
}

void ImportDialog::showCurrent()
{
    const int row = m_files->currentRow();
    m_right->setCurrentIndex(row >= 0 ? 1 : 0);
    if (row >= 0)
        m_page->show(m_looks[static_cast<std::size_t>(row)], m_draft.sources[static_cast<std::size_t>(row)]);
    refresh();
    sampleNext();
}

void ImportDialog::remove()
{
    const int row = m_files->currentRow();
    if (row < 0)
        return;
    m_draft.sources.erase(m_draft.sources.begin() + row);
    m_looks.erase(m_looks.begin() + row);
    m_samples.erase(m_samples.begin() + row);
    m_sampler->cancel();  // its place in the list may be another's now
    {
        const QSignalBlocker quiet(m_files);  // the row that is current next is shown below, with the lists as long as each other
        delete m_files->takeItem(row);
    }
    for (int i = row; i < m_files->count(); ++i)
        m_files->item(i)->setIcon(PlaceMap::badge(i));
    // What is on the map keeps the numbers of the list, while the rest is placed anew.
    m_asked.reset();
    showPlacement(withoutLayer(m_map->placement(), static_cast<std::size_t>(row)), fileNames());
    showCurrent();
}

void ImportDialog::refresh()
{
    m_draft.name = utf8(m_name->text().trimmed());
    m_draft.crs = utf8(m_crs->text().trimmed());
    const bool busy = looking();
    m_busy->setVisible(busy);
    m_progress->setVisible(busy);
    m_remove->setEnabled(m_files->currentRow() >= 0);
    const std::vector<DraftProblem> problems = problemsOf(m_draft);
    m_build->setEnabled(!busy && problems.empty());
    QStringList lines = m_refused;
    for (const DraftProblem& problem : problems) {
        if (m_draft.sources.empty())
            break;  // nothing is missing before there is anything
        const QString words = translated("import", problem.message) + QLatin1Char(' ') + translated("import", problem.cure);
        lines << (problem.source ? tr("%1: %2").arg(m_files->item(static_cast<int>(*problem.source))->text(), words) : words);
    }
    m_told->setText(lines.join(QLatin1Char('\n')));
}

bool ImportDialog::sampling() const
{
    return m_sampler->running() || m_placer->running() ||
           std::any_of(m_samples.begin(), m_samples.end(), [](const Sampled& s) { return !s.known; });
}

/// Files are read one after the other, again where other columns or another layer are chosen.
void ImportDialog::sampleNext()
{
    const auto column = [](const SourceDraft& source, const char* role) {
        const auto found = source.fields.find(role);
        return found == source.fields.end() ? std::string() : found->second;
    };
    for (std::size_t i = 0; i < m_samples.size() && !m_sampler->running(); ++i) {
        const SourceDraft &now = m_draft.sources[i], &then = m_samples[i].from;
        if (m_samples[i].known && now.kind == then.kind && now.layer == then.layer && column(now, "lon") == column(then, "lon") &&
            column(now, "lat") == column(then, "lat"))
            continue;
        m_sampler->start<Expected<LayerSample>>(
            [now](JobControl&) { return sampleOf(now); }, this,
            [this, now, i](Expected<LayerSample> sample) {
                // What cannot be read is told where the file is looked at.
                m_samples[i] = {now, std::make_shared<LayerSample>(sample ? std::move(*sample) : LayerSample{}), true};
                QMetaObject::invokeMethod(this, &ImportDialog::sampleNext, Qt::QueuedConnection);
            });
    }
    placeFiles();
}

QStringList ImportDialog::fileNames() const
{
    QStringList names;
    for (int i = 0; i < m_files->count(); ++i)
        names << m_files->item(i)->text();
    return names;
}

/// In the background, since PROJ looks into its database; only what was asked last is shown.
void ImportDialog::placeFiles()
{
    m_map->setCurrent(m_files->currentRow());
    Places wanted;
    for (std::size_t i = 0; i < m_samples.size(); ++i) {
        const SourceDraft& source = m_draft.sources[i];
        wanted.layers.push_back({m_samples[i].sample, takesCrs(source.kind) ? source.crs : std::string(), source.kind == SourceKind::Osm});
    }
    wanted.names = fileNames();
    if (const std::string crs = utf8(m_crs->text().trimmed()); !crs.empty())
        wanted.crs = crs;
    if (wanted == m_asked)
        return;
    m_asked = wanted;
    m_placer->start<CityPlacement>(
        [wanted](JobControl& control) {
            std::vector<LayerToPlace> layers;
            for (const Places::Layer& layer : wanted.layers)
                layers.push_back({layer.sample.get(), layer.crs, layer.anchor});
            return placeCity(layers, wanted.crs, [&control] { return control.cancelled(); });
        },
        this, [this, names = wanted.names](CityPlacement placed) { showPlacement(std::move(placed), names); });
}

void ImportDialog::showPlacement(CityPlacement placed, const QStringList& names)
{
    const QString words = placeWords(placed, names).join(QLatin1Char('\n'));
    m_map->setPlacement(std::move(placed), names, m_files->currentRow());
    if (m_where->toPlainText() != words)
        m_where->setPlainText(words);
}

void ImportDialog::build()
{
    const QString stem = fileStem(m_name->text());
    const auto free = [&](const QString& ending) {
        QString path = QStringLiteral("%1/%2.%3").arg(m_folder, stem, ending);
        for (int number = 2; QFileInfo::exists(path); ++number)
            path = QStringLiteral("%1/%2-%3.%4").arg(m_folder, stem, QString::number(number), ending);
        return path;
    };
    const RecipeInput input{free(QStringLiteral("city.json")), free(QStringLiteral("gpkg"))};
    QSaveFile recipe(input.recipe);
    const std::string json = recipeText(m_draft, toPath(m_folder));
    if (!recipe.open(QIODevice::WriteOnly) || recipe.write(json.data(), static_cast<qint64>(json.size())) < 0 || !recipe.commit()) {
        m_told->setText(tr("The recipe could not be written to %1: %2").arg(input.recipe, recipe.errorString()));
        return;
    }
    Q_EMIT wanted(input);
    accept();
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    add(droppedFiles(event->mimeData()));
}

}  // namespace isopolis
