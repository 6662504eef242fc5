#pragma once
/// A city from one's own files: drop them, see what each is taken for, name columns and licences, and build. Writes the recipe that the
/// same city can be built from again, by the command line too.
///
///   auto* dialog = new ImportDialog(folder, this);   dialog->add(paths);
///   connect(dialog, &ImportDialog::wanted, …);       // the recipe is written: build it
///   dialog->open();

#include "gis/io/place_check.h"
#include "ui/dialogs/dialog_service.h"

#include <QDialog>
#include <QStringList>

#include <deque>
#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QListWidget;
class QMimeData;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace isopolis {

class ImportSourcePage;
class JobRunner;
class PlaceMap;

class ImportDialog : public QDialog {
    Q_OBJECT
public:
    ImportDialog(const QString& folder, QWidget* parent);
    void add(const QStringList& files);
    bool looking() const;
    bool sampling() const;  ///< the map is not yet complete, or of what was chosen before
    const RecipeDraft& draft() const { return m_draft; }

Q_SIGNALS:
    void wanted(const isopolis::RecipeInput& input);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void lookAtNext();
    void took(const QString& file, Expected<FileLook> look);
    void showCurrent();
    void remove();
    void refresh();
    void build();
    void sampleNext();
    void placeFiles();
    QStringList fileNames() const;
    void showPlacement(CityPlacement placed, const QStringList& names);

    QString m_folder;
    RecipeDraft m_draft;
    std::vector<FileLook> m_looks;  ///< one for each source of the draft
    std::deque<QString> m_waiting;
    QStringList m_refused;  ///< what cannot be used, and why
    /// What the map shows of each source, and what it was read from: other columns have other places.
    struct Sampled {
        SourceDraft from;
        std::shared_ptr<const LayerSample> sample = std::make_shared<LayerSample>();  ///< shared with the job that places it
        bool known = false;
    };
    std::vector<Sampled> m_samples;
    /// Layers as they are, or are to be, on the map, and their names.
    struct Places {
        struct Layer {
            std::shared_ptr<const LayerSample> sample;
            std::string crs;
            bool anchor = false;
            bool operator==(const Layer&) const = default;
        };
        std::vector<Layer> layers;
        std::string crs = "auto";
        QStringList names;
        bool operator==(const Places&) const = default;
    };
    std::optional<Places> m_asked = Places{};  ///< that the map shows, or that is being placed; none: it shows less
    JobRunner *m_runner, *m_sampler, *m_placer;
    QListWidget* m_files;
    QStackedWidget* m_right;
    ImportSourcePage* m_page;
    PlaceMap* m_map;
    QPlainTextEdit* m_where;
    QLineEdit *m_name, *m_crs;
    QLabel *m_told, *m_busy;
    QProgressBar* m_progress;
    QPushButton *m_add, *m_remove, *m_build;
};

/// Files that are dropped on a window, none if it is something else.
QStringList droppedFiles(const QMimeData* data);
/// A GeoPackage that is a project of ours, not a source of one.
bool isProjectFile(const QString& path);

}  // namespace isopolis
