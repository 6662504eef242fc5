#include "ui/viewport/gl_probe.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>

namespace isopolis {
namespace {

GlProbe probe()
{
    GlProbe result;
    // QOpenGLWidget is not supported on these platform plugins, whatever a context says.
    const QString platform = QGuiApplication::platformName();
    if (platform == u"offscreen" || platform == u"minimal" || platform == u"vnc" || platform == u"linuxfb")
        return result;
    QOpenGLContext context;
    context.setFormat(glFormat(false));
    if (!context.create())
        return result;
    QOffscreenSurface surface;
    surface.setFormat(context.format());
    surface.create();
    if (!surface.isValid() || !context.makeCurrent(&surface))
        return result;
    const GLubyte* name = context.functions()->glGetString(GL_RENDERER);
    result.renderer = name ? QString::fromLatin1(reinterpret_cast<const char*>(name)) : QString();
    const QString lower = result.renderer.toLower();
    result.software =
        lower.contains(u"llvmpipe") || lower.contains(u"softpipe") || lower.contains(u"swrast") || lower.contains(u"software");
    result.works = !context.isOpenGLES();
    // Drivers may give a core context where none was asked for, and not say so in the format.
    const bool modern = context.format().version() >= std::pair(3, 1);
    const bool compatible =
        context.format().profile() == QSurfaceFormat::CompatibilityProfile || context.hasExtension("GL_ARB_compatibility");
    if (modern && !compatible)
        result.dialect = ShaderDialect::Glsl330;
    context.doneCurrent();
    return result;
}

}  // namespace

const GlProbe& glProbe()
{
    static const GlProbe result = probe();
    return result;
}

QSurfaceFormat glFormat(bool multisampled)
{
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(2, 1);
    format.setProfile(QSurfaceFormat::NoProfile);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(8);
    format.setSamples(multisampled ? 4 : 0);
    return format;
}

}  // namespace isopolis
