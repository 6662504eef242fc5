#include "ui/scene/snapshot.h"

#include "ui/scene/scene_renderer.h"

#ifdef ISOPOLIS_EGL
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <osg/GL>
#include <osg/GLExtensions>
#endif

#include <cstdlib>

namespace isopolis {

std::unique_ptr<CityScene> makeScene(const SceneDescription& description, ShaderDialect dialect)
{
    auto scene = std::make_unique<CityScene>(dialect);
    scene->setOptions(description.options);
    scene->setCity(description.city);
    scene->setApplied(description.applied);
    scene->setOverlay(description.overlay);
    scene->setSelection(description.selection);
    scene->setDraft(description.draft);
    return scene;
}

Expected<Snapshot> renderSnapshot(const SceneDescription& description, const MapCamera& camera)
{
    return renderSnapshot(*makeScene(description, ShaderDialect::Glsl120), camera);
}

#ifdef ISOPOLIS_EGL
namespace {

constexpr int kLargest_px = 8192, kSmallest_px = 16, kSupersampling = 2;

/// An OpenGL context without a surface; current while it lives. The context that was current before becomes current again.
class SurfacelessContext {
public:
    SurfacelessContext() : m_oldContext(eglGetCurrentContext()), m_oldDisplay(eglGetCurrentDisplay())
    {
        m_oldDraw = eglGetCurrentSurface(EGL_DRAW);
        m_oldRead = eglGetCurrentSurface(EGL_READ);
        m_oldApi = eglQueryAPI();
        const auto getDisplay = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
        m_display = getDisplay ? getDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr) : EGL_NO_DISPLAY;
        if (m_display == EGL_NO_DISPLAY || !eglInitialize(m_display, nullptr, nullptr) || !eglBindAPI(EGL_OPENGL_API))
            return;
        const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0, EGL_NONE};
        EGLConfig config = nullptr;
        EGLint found = 0;
        if (!eglChooseConfig(m_display, wanted, &config, 1, &found) || found == 0)
            return;
        m_context = eglCreateContext(m_display, config, EGL_NO_CONTEXT, nullptr);
        m_current = m_context != EGL_NO_CONTEXT && eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, m_context);
    }
    SurfacelessContext(const SurfacelessContext&) = delete;
    SurfacelessContext& operator=(const SurfacelessContext&) = delete;
    ~SurfacelessContext()
    {
        if (m_display == EGL_NO_DISPLAY)
            return;
        eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (m_context != EGL_NO_CONTEXT)
            eglDestroyContext(m_display, m_context);
        if (m_oldContext != EGL_NO_CONTEXT) {
            eglBindAPI(m_oldApi);
            eglMakeCurrent(m_oldDisplay, m_oldDraw, m_oldRead, m_oldContext);
        }
    }
    bool current() const { return m_current; }

private:
    EGLContext m_oldContext;
    EGLDisplay m_oldDisplay;
    EGLSurface m_oldDraw = EGL_NO_SURFACE, m_oldRead = EGL_NO_SURFACE;
    EGLenum m_oldApi = EGL_OPENGL_API;
    EGLDisplay m_display = EGL_NO_DISPLAY;
    EGLContext m_context = EGL_NO_CONTEXT;
    bool m_current = false;
};

/// Means of blocks of factor × factor pixels, turned so that the first row is the top one.
Snapshot reduced(const std::vector<std::uint8_t>& pixels, int width, int height, int factor)
{
    Snapshot out{width, height, std::vector<std::uint8_t>(4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255)};
    const std::size_t row = 4 * static_cast<std::size_t>(width) * static_cast<std::size_t>(factor);
    const int n = factor * factor;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                int sum = n / 2;
                for (int dy = 0; dy < factor; ++dy) {
                    const auto from =
                        static_cast<std::size_t>((height - 1 - y) * factor + dy) * row + 4 * static_cast<std::size_t>(x * factor) + channel;
                    for (int dx = 0; dx < factor; ++dx)
                        sum += pixels[from + 4 * static_cast<std::size_t>(dx)];
                }
                out.rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) + channel] =
                    static_cast<std::uint8_t>(sum / n);
            }
        }
    }
    return out;
}

/// Colour and depth buffers to draw into.
class Framebuffer {
public:
    Framebuffer(osg::GLExtensions& gl, int width, int height) : m_gl(gl)
    {
        gl.glGenFramebuffers(1, &m_id);
        gl.glBindFramebuffer(GL_FRAMEBUFFER_EXT, m_id);
        gl.glGenRenderbuffers(2, m_buffers);
        gl.glBindRenderbuffer(GL_RENDERBUFFER_EXT, m_buffers[0]);
        gl.glRenderbufferStorage(GL_RENDERBUFFER_EXT, GL_RGBA8, width, height);
        gl.glFramebufferRenderbuffer(GL_FRAMEBUFFER_EXT, GL_COLOR_ATTACHMENT0_EXT, GL_RENDERBUFFER_EXT, m_buffers[0]);
        gl.glBindRenderbuffer(GL_RENDERBUFFER_EXT, m_buffers[1]);
        gl.glRenderbufferStorage(GL_RENDERBUFFER_EXT, GL_DEPTH_COMPONENT24, width, height);
        gl.glFramebufferRenderbuffer(GL_FRAMEBUFFER_EXT, GL_DEPTH_ATTACHMENT_EXT, GL_RENDERBUFFER_EXT, m_buffers[1]);
    }
    Framebuffer(const Framebuffer&) = delete;
    Framebuffer& operator=(const Framebuffer&) = delete;
    ~Framebuffer()
    {
        m_gl.glBindFramebuffer(GL_FRAMEBUFFER_EXT, 0);
        m_gl.glDeleteRenderbuffers(2, m_buffers);
        m_gl.glDeleteFramebuffers(1, &m_id);
    }
    bool complete() const { return m_gl.glCheckFramebufferStatus(GL_FRAMEBUFFER_EXT) == GL_FRAMEBUFFER_COMPLETE_EXT; }
    GLuint id() const { return m_id; }

private:
    osg::GLExtensions& m_gl;
    GLuint m_id = 0;
    GLuint m_buffers[2] = {0, 0};
};

}  // namespace

Expected<Snapshot> renderSnapshot(CityScene& scene, const MapCamera& camera)
{
    const int width = camera.width(), height = camera.height();
    if (width < kSmallest_px || height < kSmallest_px || width > kLargest_px || height > kLargest_px)
        return unexpected(Error{ErrorCode::BadValue, "a picture is 16 to 8192 pixels wide and high"});
    SurfacelessContext context;
    if (!context.current())
        return unexpected(Error{ErrorCode::Unsupported, "OpenGL could not be started through EGL"}.cure(
            "Install the Mesa drivers (libegl-mesa0, libgl1-mesa-dri)."));
    GLint largest = 0;
    glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE_EXT, &largest);
    const int factor = std::max(width, height) * kSupersampling <= largest ? kSupersampling : 1;
    SceneRenderer renderer(ShaderDialect::Glsl120);
    osg::ref_ptr<osg::GLExtensions> gl = new osg::GLExtensions(0);
    std::vector<std::uint8_t> pixels(4 * static_cast<std::size_t>(width * factor) * static_cast<std::size_t>(height * factor));
    {
        const Framebuffer buffer(*gl, width * factor, height * factor);
        if (!buffer.complete())
            return unexpected(Error{ErrorCode::Unsupported, "OpenGL offers no framebuffer of the size of the picture"});
        MapCamera large = camera;
        large.setViewport(width * factor, height * factor);
        // Lines keep their thickness in pixels of the finished picture.
        scene.setPixelScale(factor);
        renderer.draw(scene, large, buffer.id(), true);
        scene.setPixelScale(1);
        gl->glBindFramebuffer(GL_FRAMEBUFFER_EXT, buffer.id());
        glReadBuffer(GL_COLOR_ATTACHMENT0_EXT);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, width * factor, height * factor, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    }
    renderer.release(scene);
    return reduced(pixels, width, height, factor);
}

#else

Expected<Snapshot> renderSnapshot(CityScene&, const MapCamera&)
{
    return unexpected(Error{ErrorCode::Unsupported, "this build draws no pictures without a window (EGL was not found)"});
}

#endif

}  // namespace isopolis
