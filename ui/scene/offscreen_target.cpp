#include "ui/scene/offscreen_target.h"

#include <osg/FrameBufferObject>
#include <osg/GL>
#include <osg/GLExtensions>
#include <osg/ref_ptr>

#ifdef ISOPOLIS_EGL
#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>
#include <vector>
#endif

namespace isopolis {

#ifdef ISOPOLIS_EGL

namespace {

/// Displays without a window, the likeliest to work first: Mesa's surfaceless platform, then each graphics card of drivers that lack it.
std::vector<EGLDisplay> windowlessDisplays()
{
    std::vector<EGLDisplay> displays;
    const auto getDisplay = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    const auto queryDevices = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    if (!getDisplay)
        return displays;
    displays.push_back(getDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint found = 0;
    if (queryDevices && queryDevices(static_cast<EGLint>(devices.size()), devices.data(), &found))
        for (EGLint i = 0; i < found; ++i)
            displays.push_back(getDisplay(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr));
    return displays;
}

}  // namespace

struct OffscreenContext::Parts {
    EGLContext oldContext = eglGetCurrentContext();
    EGLDisplay oldDisplay = eglGetCurrentDisplay();
    EGLSurface oldDraw = eglGetCurrentSurface(EGL_DRAW), oldRead = eglGetCurrentSurface(EGL_READ);
    EGLenum oldApi = eglQueryAPI();
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    bool current = false;
};

OffscreenContext::OffscreenContext() : m_parts(std::make_unique<Parts>())
{
    Parts& p = *m_parts;
    const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0, EGL_NONE};
    for (EGLDisplay display : windowlessDisplays()) {
        EGLConfig config = nullptr;
        EGLint found = 0;
        if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr) || !eglBindAPI(EGL_OPENGL_API) ||
            !eglChooseConfig(display, wanted, &config, 1, &found) || found == 0)
            continue;
        EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, nullptr);
        if (context == EGL_NO_CONTEXT)
            continue;
        p.display = display;
        p.context = context;
        p.current = eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context);
        if (p.current)
            return;
        eglDestroyContext(display, context);
        p.context = EGL_NO_CONTEXT;
        p.display = EGL_NO_DISPLAY;
    }
}

OffscreenContext::~OffscreenContext()
{
    const Parts& p = *m_parts;
    if (p.display == EGL_NO_DISPLAY)
        return;
    eglMakeCurrent(p.display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (p.context != EGL_NO_CONTEXT)
        eglDestroyContext(p.display, p.context);
    if (p.oldContext != EGL_NO_CONTEXT) {
        eglBindAPI(p.oldApi);
        eglMakeCurrent(p.oldDisplay, p.oldDraw, p.oldRead, p.oldContext);
    }
}

bool OffscreenContext::current() const { return m_parts->current; }

#else

struct OffscreenContext::Parts {};
OffscreenContext::OffscreenContext() = default;
OffscreenContext::~OffscreenContext() = default;
bool OffscreenContext::current() const { return false; }

#endif

int OffscreenContext::largestSize_px() const
{
    GLint largest = 0;
    glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE_EXT, &largest);
    return largest;
}

std::string OffscreenContext::renderer() const
{
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    return name ? name : "unknown";
}

struct OffscreenFramebuffer::Parts {
    osg::ref_ptr<osg::GLExtensions> gl = new osg::GLExtensions(0);
    int width = 0, height = 0;
    GLuint id = 0;
    GLuint buffers[2] = {0, 0};
};

OffscreenFramebuffer::OffscreenFramebuffer(int width, int height) : m_parts(std::make_unique<Parts>())
{
    Parts& p = *m_parts;
    osg::GLExtensions& gl = *p.gl;
    p.width = width;
    p.height = height;
    gl.glGenFramebuffers(1, &p.id);
    gl.glBindFramebuffer(GL_FRAMEBUFFER_EXT, p.id);
    gl.glGenRenderbuffers(2, p.buffers);
    gl.glBindRenderbuffer(GL_RENDERBUFFER_EXT, p.buffers[0]);
    gl.glRenderbufferStorage(GL_RENDERBUFFER_EXT, GL_RGBA8, width, height);
    gl.glFramebufferRenderbuffer(GL_FRAMEBUFFER_EXT, GL_COLOR_ATTACHMENT0_EXT, GL_RENDERBUFFER_EXT, p.buffers[0]);
    gl.glBindRenderbuffer(GL_RENDERBUFFER_EXT, p.buffers[1]);
    // As the window's framebuffer is: drivers in software make code for each format.
    gl.glRenderbufferStorage(GL_RENDERBUFFER_EXT, GL_DEPTH24_STENCIL8_EXT, width, height);
    gl.glFramebufferRenderbuffer(GL_FRAMEBUFFER_EXT, GL_DEPTH_ATTACHMENT_EXT, GL_RENDERBUFFER_EXT, p.buffers[1]);
    gl.glFramebufferRenderbuffer(GL_FRAMEBUFFER_EXT, GL_STENCIL_ATTACHMENT_EXT, GL_RENDERBUFFER_EXT, p.buffers[1]);
}

OffscreenFramebuffer::~OffscreenFramebuffer()
{
    Parts& p = *m_parts;
    p.gl->glBindFramebuffer(GL_FRAMEBUFFER_EXT, 0);
    p.gl->glDeleteRenderbuffers(2, p.buffers);
    p.gl->glDeleteFramebuffers(1, &p.id);
}

bool OffscreenFramebuffer::complete() const
{
    return m_parts->gl->glCheckFramebufferStatus(GL_FRAMEBUFFER_EXT) == GL_FRAMEBUFFER_COMPLETE_EXT;
}
unsigned OffscreenFramebuffer::id() const { return m_parts->id; }

std::vector<std::uint8_t> OffscreenFramebuffer::read() const
{
    const Parts& p = *m_parts;
    std::vector<std::uint8_t> pixels(4 * static_cast<std::size_t>(p.width) * static_cast<std::size_t>(p.height));
    p.gl->glBindFramebuffer(GL_FRAMEBUFFER_EXT, p.id);
    glReadBuffer(GL_COLOR_ATTACHMENT0_EXT);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, p.width, p.height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    return pixels;
}

void OffscreenFramebuffer::finish() const { glFinish(); }

}  // namespace isopolis
