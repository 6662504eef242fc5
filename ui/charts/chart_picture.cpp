// Charts as pictures for other programs: dark on white, with the title above.

#include "ui/charts/chart_widget.h"
#include "ui/text/svg_words.h"

#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace isopolis {

namespace {

constexpr int kMargin_px = 12, kLeastWidth_px = 480;
constexpr double kFiner = 2;

QPalette paper()
{
    QPalette colours;
    colours.setColor(QPalette::Window, Qt::white);
    colours.setColor(QPalette::WindowText, Qt::black);
    return colours;
}

}  // namespace

QSize ChartCanvas::paperSize() const
{
    const int title = QFontMetrics(font()).height() + kMargin_px;
    return {std::max(width(), kLeastWidth_px) + 2 * kMargin_px, sizeHint().height() + title + 2 * kMargin_px};
}

void ChartCanvas::paintOnPaper(QPainter& painter) const
{
    const QSize size = paperSize();
    const int title = QFontMetrics(font()).height();
    painter.fillRect(QRect(QPoint(0, 0), size), Qt::white);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(Qt::black);
    const QRectF inner = QRectF(QPointF(0, 0), size).adjusted(kMargin_px, kMargin_px, -kMargin_px, -kMargin_px);
    painter.drawText(QRectF(inner.topLeft(), QSizeF(inner.width(), title)), Qt::AlignLeft | Qt::AlignVCenter, accessibleName());
    painter.setFont(font());
    paint(painter, inner.adjusted(0, title + kMargin_px, 0, 0), paper());
}

QImage ChartCanvas::image() const
{
    QImage image((QSizeF(paperSize()) * kFiner).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(kFiner);
    QPainter painter(&image);
    paintOnPaper(painter);
    return image;
}

QByteArray ChartCanvas::svg() const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(paperSize());
    generator.setViewBox(QRect(QPoint(0, 0), paperSize()));
    QPainter painter(&generator);
    paintOnPaper(painter);
    painter.end();
    buffer.close();
    return withWords(bytes, accessibleName(), accessibleDescription());
}

std::unique_ptr<QMimeData> ChartCanvas::pictures() const
{
    auto all = std::make_unique<QMimeData>();
    all->setData(QStringLiteral("image/svg+xml"), svg());
    all->setImageData(image());
    all->setText(accessibleName() + QLatin1Char('\n') + accessibleDescription());
    return all;
}

bool ChartCanvas::save(const QString& path) const
{
    if (!path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive))
        return image().save(path, "PNG");
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(svg()) > 0 && file.commit();
}

void ChartCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("chartMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Copy picture"), this, [this] { QGuiApplication::clipboard()->setMimeData(pictures().release()); });
    menu->addAction(tr("&Save picture…"), this, &ChartCanvas::askWhereToSave);
    menu->popup(event->globalPos());
}

void ChartCanvas::askWhereToSave()
{
    auto* files = new QFileDialog(window(), tr("Save the picture of the chart"), QStringLiteral("chart.svg"),
                                  tr("Scalable vector graphics (*.svg);;Portable network graphics (*.png)"));
    files->setObjectName(QStringLiteral("saveChartDialog"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    connect(files, &QFileDialog::fileSelected, this, [this, files](const QString& chosen) {
        const QString ending =
            files->selectedNameFilter().contains(QStringLiteral("svg")) ? QStringLiteral(".svg") : QStringLiteral(".png");
        const QString path = chosen.contains(QLatin1Char('.')) ? chosen : chosen + ending;
        if (save(path))
            return;
        auto* box = new QMessageBox(QMessageBox::Warning, tr("The picture was not saved"),
                                    tr("%1 cannot be written. Choose another folder.").arg(path), QMessageBox::Close, window());
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setTextFormat(Qt::PlainText);
        box->open();
    });
    files->open();
}

}  // namespace isopolis
