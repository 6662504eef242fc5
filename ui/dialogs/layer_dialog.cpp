#include "ui/dialogs/layer_dialog.h"

#include "ui/dialogs/form_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileInfo>
#include <QLineEdit>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class LayerWords {
    Q_DECLARE_TR_FUNCTIONS(layerDialog)
};

const QStringList& endings()
{
    static const QStringList all{QStringLiteral("gpkg"), QStringLiteral("geojson"), QStringLiteral("csv")};
    return all;
}

/// The path with this ending instead of one of ours.
QString withEnding(const QString& path, const QString& ending)
{
    const QString trimmed = path.trimmed(), present = QFileInfo(trimmed).suffix().toLower();
    const QString stem = endings().contains(present) ? trimmed.chopped(present.size() + 1) : trimmed;
    return stem + QLatin1Char('.') + ending;
}

}  // namespace

void askLayer(QWidget* parent, const QStringList& layers, const QString& suggested, std::function<void(LayerInput)> answer)
{
    auto* dialog = new FormDialog("layerDialog", LayerWords::tr("Export a layer"), LayerWords::tr("Export"), parent);
    dialog->setIntroduction(
        LayerWords::tr("The results that are shown, before, after and as change, for a GIS or a spreadsheet. Sources and licences of the "
                       "city's data hold for the layer too."));
    QComboBox* layer = dialog->addChoice("layer", LayerWords::tr("Layer"), layers, 0);
    QComboBox* format = dialog->addChoice(
        "format", LayerWords::tr("Format"),
        {LayerWords::tr("GeoPackage (*.gpkg)"), LayerWords::tr("GeoJSON (*.geojson)"), LayerWords::tr("Table without geometry (*.csv)")},
        0);
    QLineEdit* path = dialog->addPath("path", LayerWords::tr("File"), withEnding(suggested, endings().front()),
                                      LayerWords::tr("Layers (*.gpkg *.geojson *.csv)"), true);
    QObject::connect(format, &QComboBox::currentIndexChanged, path,
                     [path](int row) { path->setText(withEnding(path->text(), endings().value(row))); });
    dialog->setCheck([path] {
        if (path->text().trimmed().isEmpty())
            return LayerWords::tr("No file is named. Type a name or choose Browse.");
        const QFileInfo folder(QFileInfo(path->text()).absolutePath());
        if (!folder.isDir() || !folder.isWritable())
            return LayerWords::tr("The folder %1 cannot be written to. Choose another one.").arg(folder.filePath());
        return QString();
    });
    dialog->askThen([=] { answer({layer->currentIndex(), withEnding(path->text(), endings().value(format->currentIndex()))}); });
}

}  // namespace isopolis
