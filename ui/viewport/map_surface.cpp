#include "ui/viewport/map_surface.h"

#include "ui/viewport/gl_probe.h"

#include <QImage>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFramebufferObject>
#include <QOpenGLFunctions>
#include <QOpenGLWidget>
#include <QPaintEvent>
#include <QPainter>
#include <QPointer>

namespace isopolis {
namespace {

constexpr GLenum kBgra = 0x80E1, kBytesOfNumber = 0x8367;  // GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV: QImage's own order
constexpr GLenum kFromTheTop = 0x8758;                     // GL_PACK_INVERT_MESA

void setUp(QWidget& widget)
{
    widget.setObjectName(QStringLiteral("mapSurface"));
    widget.setMouseTracking(true);
    widget.setFocusPolicy(Qt::NoFocus);
}

void fit(std::unique_ptr<QOpenGLFramebufferObject>& buffer, const QSizeF& size)
{
    const QSize pixels = size.toSize().expandedTo({1, 1});
    if (!buffer || buffer->size() != pixels)
        buffer = std::make_unique<QOpenGLFramebufferObject>(pixels, QOpenGLFramebufferObject::CombinedDepthStencil);
}

/// Put together with the window by OpenGL.
class ComposedWidget : public QOpenGLWidget {
public:
    ComposedWidget(QWidget* parent, MapSurface::Client& client) : QOpenGLWidget(parent), m_client(&client)
    {
        setFormat(glFormat(true));
        setUpdateBehavior(QOpenGLWidget::PartialUpdate);
        setUp(*this);
    }
    ~ComposedWidget() override { leave(); }
    void leave()
    {
        disconnect(m_connection);
        release();
        m_client = nullptr;
    }
    void beginPicture(double share)
    {
        m_share = share;
        if (share < 1)
            fit(m_small, QSizeF(size()) * devicePixelRatioF() * share);
    }
    unsigned framebuffer() const { return m_share < 1 ? m_small->handle() : defaultFramebufferObject(); }

protected:
    void initializeGL() override
    {
        if (!m_client)
            return;
        m_client->contextMade();
        m_made = true;
        m_connection = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { release(); });
    }
    void paintGL() override
    {
        m_share = 1;
        if (!m_client || !m_made || !m_client->paintMap() || m_share >= 1)
            return;
        QOpenGLFramebufferObject::blitFramebuffer(nullptr, QRect(QPoint(0, 0), (QSizeF(size()) * devicePixelRatioF()).toSize()),
                                                  m_small.get(), QRect(QPoint(0, 0), m_small->size()), GL_COLOR_BUFFER_BIT, GL_LINEAR);
    }

private:
    void release()
    {
        if (!m_client || !m_made)
            return;
        m_made = false;
        makeCurrent();
        m_client->contextGoes();
        m_small = nullptr;
        doneCurrent();
    }
    MapSurface::Client* m_client;
    std::unique_ptr<QOpenGLFramebufferObject> m_small;
    double m_share = 1;
    bool m_made = false;
    QMetaObject::Connection m_connection;
};

class ComposedSurface : public MapSurface {
public:
    ComposedSurface(QWidget* parent, Client& client) : m_widget(new ComposedWidget(parent, client)) {}
    ComposedSurface(const ComposedSurface&) = delete;
    ComposedSurface& operator=(const ComposedSurface&) = delete;
    ~ComposedSurface() override
    {
        if (m_widget)
            m_widget->leave();
        delete m_widget;
    }
    QWidget& widget() override { return *m_widget; }
    void renew() override { m_widget->update(); }
    void makeCurrent() override { m_widget->makeCurrent(); }
    void doneCurrent() override { m_widget->doneCurrent(); }
    void beginPicture(double share) override { m_widget->beginPicture(share); }
    unsigned framebuffer() const override { return m_widget->framebuffer(); }
    QImage shown() override { return m_widget->isVisible() ? m_widget->grabFramebuffer() : QImage(); }

private:
    QPointer<ComposedWidget> m_widget;
};

/// Drawn apart, its pixels read and painted.
class PaintedSurface : public QWidget, public MapSurface {
public:
    PaintedSurface(QWidget* parent, Client& client) : QWidget(parent), m_client(client)
    {
        setUp(*this);
        setAttribute(Qt::WA_OpaquePaintEvent);
        m_context.setFormat(glFormat(false));
        if (!m_context.create())
            return;
        m_offscreen.setFormat(m_context.format());
        m_offscreen.create();
        if (!m_context.makeCurrent(&m_offscreen))
            return;
        m_fromTheTop = m_context.hasExtension("GL_MESA_pack_invert");
        m_client.contextMade();
        m_made = true;
        m_context.doneCurrent();
    }
    PaintedSurface(const PaintedSurface&) = delete;
    PaintedSurface& operator=(const PaintedSurface&) = delete;
    ~PaintedSurface() override
    {
        if (!m_made)
            return;
        makeCurrent();
        m_client.contextGoes();
        m_buffer = nullptr;
        m_small = nullptr;
        doneCurrent();
    }
    QWidget& widget() override { return *this; }
    void renew() override
    {
        m_stale = true;
        update();
    }
    void makeCurrent() override { m_context.makeCurrent(&m_offscreen); }
    void doneCurrent() override { m_context.doneCurrent(); }
    void beginPicture(double share) override
    {
        m_share = share;
        if (share < 1)
            fit(m_small, QSizeF(m_full) * share);
        current()->bind();
    }
    unsigned framebuffer() const override { return current() ? current()->handle() : 0; }
    bool inPieces() const override { return true; }
    void finishPicture() override
    {
        read();
        update();
    }
    QImage shown() override { return m_picture; }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        const double ratio = devicePixelRatioF();
        const QSize pixels = (QSizeF(size()) * ratio).toSize();
        if (m_made && !pixels.isEmpty() && (m_stale || m_full != pixels))
            draw(pixels);
        QPainter painter(this);
        painter.setClipRegion(event->region());
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, m_picture.size() != pixels);
        if (m_picture.isNull())
            painter.fillRect(rect(), palette().window());  // the first one is not ready
        else
            painter.drawImage(QRectF(rect()), m_picture);
    }

private:
    void draw(QSize pixels)
    {
        m_stale = false;  // first: the client may want the next one already
        makeCurrent();
        m_full = pixels;
        fit(m_buffer, pixels);
        m_buffer->bind();
        if (m_client.paintMap())
            read();
        doneCurrent();
    }
    void read()
    {
        QOpenGLFramebufferObject& buffer = *current();
        buffer.bind();
        if (m_picture.size() != buffer.size())
            m_picture = QImage(buffer.size(), QImage::Format_RGB32);
        QOpenGLFunctions& gl = *m_context.functions();
        gl.glPixelStorei(GL_PACK_ALIGNMENT, 4);
        if (m_fromTheTop)
            gl.glPixelStorei(kFromTheTop, 1);
        gl.glReadPixels(0, 0, buffer.width(), buffer.height(), kBgra, kBytesOfNumber, m_picture.bits());
        if (m_fromTheTop)
            gl.glPixelStorei(kFromTheTop, 0);
        else
            m_picture = std::move(m_picture).mirrored();
    }
    QOpenGLFramebufferObject* current() const { return m_share < 1 ? m_small.get() : m_buffer.get(); }

    Client& m_client;
    QOpenGLContext m_context;
    QOffscreenSurface m_offscreen;
    std::unique_ptr<QOpenGLFramebufferObject> m_buffer, m_small;
    QSize m_full;
    double m_share = 1;  ///< of the picture that is drawn
    QImage m_picture;
    bool m_made = false, m_stale = true, m_fromTheTop = false;
};

}  // namespace

std::unique_ptr<MapSurface> makeMapSurface(QWidget* parent, MapSurface::Client& client)
{
    if (glProbe().software)
        return std::make_unique<PaintedSurface>(parent, client);
    return std::make_unique<ComposedSurface>(parent, client);
}

}  // namespace isopolis
