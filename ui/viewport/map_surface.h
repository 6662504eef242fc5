#pragma once
/// The widget that the map is drawn in with OpenGL: a framebuffer that keeps its picture until it is drawn anew.
///
///   std::unique_ptr<MapSurface> surface = makeMapSurface(parent, client);   surface->renew();   // client.paintMap() follows
///
/// With a graphics card that is a QOpenGLWidget, whose window is put together by OpenGL too. Where OpenGL is software, that costs more
/// than the map: the whole window is copied twice and drawn again by a renderer that is slow at it. There the map is drawn apart and
/// its pixels are painted like any other picture.

#include <memory>

class QImage;
class QWidget;

namespace isopolis {

class MapSurface {
public:
    /// Who draws; called with the context current.
    class Client {
    public:
        virtual ~Client() = default;
        virtual void contextMade() = 0;  ///< also anew: a window's context goes when the widget is moved to another one
        /// Into framebuffer() after beginPicture(); false: nothing (yet, see inPieces()), the picture stays.
        virtual bool paintMap() = 0;
        virtual void contextGoes() = 0;
    };

    virtual ~MapSurface() = default;
    virtual QWidget& widget() = 0;
    virtual void renew() = 0;  ///< has the map painted anew, soon
    virtual void makeCurrent() = 0;
    virtual void doneCurrent() = 0;
    /// The next picture has `share` of the pixels along a side and is enlarged; in paintMap(), or before the first piece.
    virtual void beginPicture(double share) = 0;
    virtual unsigned framebuffer() const = 0;
    /// Whether a picture may be drawn outside paintMap(), a piece at a time between other events, and shown by finishPicture() with the
    /// context current: where OpenGL is software, what a card would do is done in the window's thread.
    virtual bool inPieces() const { return false; }
    virtual void finishPicture() {}
    virtual QImage shown() = 0;  ///< the picture as it is on the screen, device pixels; null: none yet
};

/// `parent` owns the widget, the caller what is returned: it must go first, while the client still lives.
std::unique_ptr<MapSurface> makeMapSurface(QWidget* parent, MapSurface::Client& client);

}  // namespace isopolis
