#include "ui/scene/scene_renderer.h"

#include <osg/GLExtensions>
#include <osgViewer/GraphicsWindow>
#include <osgViewer/Viewer>

#include <cmath>

namespace isopolis {
namespace {

void plainState(osg::State& state)
{
    for (const GLenum mode : {GL_DEPTH_TEST, GL_BLEND, GL_CULL_FACE, GL_SCISSOR_TEST, GL_STENCIL_TEST})
        glDisable(mode);
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    osg::GLExtensions* gl = state.get<osg::GLExtensions>();
    if (gl && gl->glBindBuffer) {
        // First, since a vertex array object would remember the buffers that are unbound next.
        if (gl->isVAOSupported)
            gl->glBindVertexArray(0);
        gl->glBindBuffer(GL_ARRAY_BUFFER_ARB, 0);
        gl->glBindBuffer(GL_ELEMENT_ARRAY_BUFFER_ARB, 0);
        gl->glUseProgram(0);
        gl->glActiveTexture(GL_TEXTURE0);
    }
}

}  // namespace

struct SceneRenderer::Parts {
    osg::ref_ptr<osgViewer::Viewer> viewer = new osgViewer::Viewer;
    osg::ref_ptr<osgViewer::GraphicsWindowEmbedded> window;
    ShaderDialect dialect;
    int width = 0, height = 0;
};

SceneRenderer::SceneRenderer(ShaderDialect dialect) : m_parts(std::make_unique<Parts>())
{
    Parts& p = *m_parts;
    p.dialect = dialect;
    if (dialect == ShaderDialect::Glsl330)
        osg::DisplaySettings::instance()->setVertexBufferHint(osg::DisplaySettings::VERTEX_ARRAY_OBJECT);
    p.viewer->setThreadingModel(osgViewer::ViewerBase::SingleThreaded);
    p.viewer->setKeyEventSetsDone(0);
    p.viewer->setQuitEventSetsDone(false);
    p.viewer->setRunFrameScheme(osgViewer::ViewerBase::ON_DEMAND);
    p.viewer->setLightingMode(osg::View::NO_LIGHT);
    p.window = new osgViewer::GraphicsWindowEmbedded(0, 0, 16, 16);
    osg::Camera& camera = *p.viewer->getCamera();
    camera.setGraphicsContext(p.window);
    camera.setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    camera.setCullingMode(osg::CullSettings::VIEW_FRUSTUM_CULLING);
    camera.setProjectionResizePolicy(osg::Camera::FIXED);
    osg::State& state = *p.window->getState();
    state.setUseModelViewAndProjectionUniforms(true);
    state.setUseVertexAttributeAliasing(true);
    state.setCheckForGLErrors(osg::State::NEVER_CHECK_GL_ERRORS);
}

SceneRenderer::~SceneRenderer() = default;

void SceneRenderer::draw(CityScene& scene, const MapCamera& view, unsigned framebuffer, bool colourAttachment, ScreenPart part)
{
    Parts& p = *m_parts;
    osg::Camera& camera = *p.viewer->getCamera();
    if (p.width != view.width() || p.height != view.height()) {
        p.width = view.width();
        p.height = view.height();
        p.window->resized(0, 0, p.width, p.height);
        p.window->getEventQueue()->windowResize(0, 0, p.width, p.height);
    }
    // The part has a projection of its own, so that nothing outside it is drawn or cleared.
    const auto first = static_cast<int>(std::lround(part.from * p.width)), last = static_cast<int>(std::lround(part.to * p.width));
    if (last <= first)
        return;
    camera.setViewport(first, 0, last - first, p.height);
    if (p.viewer->getSceneData() != scene.root())
        p.viewer->setSceneData(scene.root());
    p.window->setDefaultFboId(framebuffer);
    if (colourAttachment) {
        camera.setDrawBuffer(GL_COLOR_ATTACHMENT0_EXT);
        camera.setReadBuffer(GL_COLOR_ATTACHMENT0_EXT);
    }
    scene.setView(view);
    const Colour background = scene.background();
    camera.setClearColor(
        {static_cast<float>(background.r) / 255, static_cast<float>(background.g) / 255, static_cast<float>(background.b) / 255, 1});
    camera.setViewMatrix(osg::Matrixd(view.view(scene.origin()).data()));
    osg::Matrixd projection(view.projection(scene.top_m() - view.centreHeight_m()).data());
    const double width = p.width, middle = (first + last) / width - 1, share = (last - first) / width;
    projection.postMultTranslate(osg::Vec3d(-middle, 0, 0));
    projection.postMultScale(osg::Vec3d(1 / share, 1, 1));
    camera.setProjectionMatrix(projection);
    osg::State& state = *p.window->getState();
    plainState(state);
    // What OpenSceneGraph believes to be set is no longer so; its modes are left alone, since dirtyAllModes() inverts them.
    state.setLastAppliedProgramObject(nullptr);
    state.dirtyAllAttributes();
    state.dirtyAllVertexArrays();
    p.viewer->frame();
    state.unbindVertexArrayObject();
    state.disableAllVertexArrays();
    state.unbindVertexBufferObject();
    state.unbindElementBufferObject();
    state.setActiveTextureUnit(0);
    plainState(state);
}

void SceneRenderer::release(CityScene& scene)
{
    Parts& p = *m_parts;
    osg::State& state = *p.window->getState();
    scene.root()->releaseGLObjects(&state);
    p.viewer->setSceneData(nullptr);
    p.viewer->getCamera()->releaseGLObjects(&state);
    osg::deleteAllGLObjects(state.getContextID());
    osg::discardAllGLObjects(state.getContextID());
}

}  // namespace isopolis
