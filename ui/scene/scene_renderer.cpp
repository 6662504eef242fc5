#include "ui/scene/scene_renderer.h"

#include "ui/scene/gradual_cull.h"

#include <osg/GLExtensions>
#include <osgViewer/GraphicsWindow>
#include <osgViewer/Renderer>
#include <osgViewer/Viewer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <vector>

namespace isopolis {
namespace {

/// What is prepared in one go at most: about two hundredths of a second's worth of copying.
constexpr std::size_t kAtOnce_bytes = 1 << 20;
/// What a corner takes until that is measured, and a drawable beside its corners.
constexpr double kCorner_ms = 1e-4;
constexpr double kLeastShare = 0.3;  ///< of the time of a piece that is put down to its corners
constexpr std::size_t kDrawable_corners = 50;
/// To go through the scene takes time in each piece: no more of them, however slow the machine is.
constexpr std::size_t kMostPieces = 8;

class Stopwatch {
public:
    double ms() const { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

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
    osg::ref_ptr<GradualCull> cull;
    ShaderDialect dialect;
    std::vector<GradualCull::Ready> pieces;  ///< of the picture that is being drawn
    std::size_t drawn = 0;                   ///< of them
    double corners = 0;                      ///< of all
    double cull_ms = 0;                      ///< what it takes to go through the scene
    double corner_ms = kCorner_ms;           ///< what a corner took in the last pieces
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
    p.cull = new GradualCull(state.getContextID());
    // One of the two belongs to the thread that culls while another draws; here it is always the first.
    if (auto* renderer = dynamic_cast<osgViewer::Renderer*>(camera.getRenderer()))
        renderer->getSceneView(0)->setCullVisitor(p.cull);
}

SceneRenderer::~SceneRenderer() = default;

void SceneRenderer::draw(CityScene& scene, const MapCamera& view, unsigned framebuffer, bool colourAttachment, ScreenPart part)
{
    if (colourAttachment) {
        m_parts->viewer->getCamera()->setDrawBuffer(GL_COLOR_ATTACHMENT0_EXT);
        m_parts->viewer->getCamera()->setReadBuffer(GL_COLOR_ATTACHMENT0_EXT);
    }
    m_parts->cull->begin(GradualCull::Show::All);
    frame(scene, view, framebuffer, part, Pass::Picture);
}

bool SceneRenderer::drawReady(CityScene& scene, const MapCamera& view, unsigned framebuffer, ScreenPart part)
{
    m_parts->cull->begin(GradualCull::Show::Ready);
    frame(scene, view, framebuffer, part, Pass::Picture);
    return m_parts->cull->waiting() == 0;
}

bool SceneRenderer::beginPieces(CityScene& scene, const MapCamera& view, unsigned framebuffer, ScreenPart part)
{
    Parts& p = *m_parts;
    const Stopwatch watch;
    p.cull->begin(GradualCull::Show::Nothing);
    frame(scene, view, framebuffer, part, Pass::Preparation);
    p.cull_ms = watch.ms();
    p.pieces = p.cull->takeReady();
    p.drawn = 0;
    p.corners = 0;
    for (const GradualCull::Ready& each : p.pieces)
        p.corners += static_cast<double>(each.work + kDrawable_corners);
    return p.cull->waiting() == 0;
}

bool SceneRenderer::drawPiece(CityScene& scene, const MapCamera& view, unsigned framebuffer, double budget_ms, ScreenPart part)
{
    Parts& p = *m_parts;
    const Stopwatch watch;
    const double wanted = std::max((budget_ms - p.cull_ms) / p.corner_ms, p.corners / static_cast<double>(kMostPieces));
    double corners = 0;
    std::size_t last = p.drawn;
    while (last < p.pieces.size() && corners < wanted)
        corners += static_cast<double>(p.pieces[last++].work + kDrawable_corners);
    p.cull->choose(std::span(p.pieces).subspan(p.drawn, last - p.drawn));
    p.cull->begin(GradualCull::Show::Chosen);
    frame(scene, view, framebuffer, part, p.drawn == 0 ? Pass::Picture : Pass::Piece);
    p.drawn = last;
    if (const double took_ms = watch.ms(); corners > 0)
        p.corner_ms = 0.5 * (p.corner_ms + std::max(took_ms - p.cull_ms, kLeastShare * took_ms) / corners);
    if (p.drawn < p.pieces.size())
        return false;
    p.pieces.clear();
    p.drawn = 0;
    return true;
}

bool SceneRenderer::prepare(CityScene& scene, const MapCamera& view, unsigned framebuffer, double budget_ms, ScreenPart part)
{
    GradualCull& cull = *m_parts->cull;
    const Stopwatch watch;
    cull.begin(GradualCull::Show::Nothing);
    frame(scene, view, framebuffer, part, Pass::Preparation);
    // At least one piece, or a slow machine would never be done.
    for (bool first = true; cull.waiting() > 0 && (first || watch.ms() < budget_ms); first = false) {
        cull.choose(kAtOnce_bytes);
        cull.begin(GradualCull::Show::Chosen);
        frame(scene, view, framebuffer, part, Pass::Preparation);
    }
    return cull.waiting() == 0;
}

void SceneRenderer::frame(CityScene& scene, const MapCamera& view, unsigned framebuffer, ScreenPart part, Pass pass)
{
    Parts& p = *m_parts;
    osg::Camera& camera = *p.viewer->getCamera();
    if (const int right = part.left_px + view.width(); p.width != right || p.height != view.height()) {
        p.width = right;
        p.height = view.height();
        p.window->resized(0, 0, p.width, p.height);
        p.window->getEventQueue()->windowResize(0, 0, p.width, p.height);
    }
    // The part has a projection of its own, so that nothing outside it is drawn or cleared.
    const double width = view.width();
    const auto first = static_cast<int>(std::lround(part.from * width)), last = static_cast<int>(std::lround(part.to * width));
    if (last <= first)
        return;
    // No pixel is reached where only objects are prepared: the framebuffer keeps the picture it has.
    const bool picture = pass != Pass::Preparation;
    camera.setViewport(part.left_px + first, 0, picture ? last - first : 0, picture ? p.height : 0);
    camera.setClearMask(pass == Pass::Picture ? GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT : 0);
    if (p.viewer->getSceneData() != scene.root()) {
        p.viewer->setSceneData(scene.root());
        // Not all of the scene at once before the first picture.
        if (auto* renderer = dynamic_cast<osgViewer::Renderer*>(camera.getRenderer()))
            renderer->setCompileOnNextDraw(false);
    }
    p.window->setDefaultFboId(framebuffer);
    scene.setView(view);
    const Colour background = scene.background();
    camera.setClearColor(
        {static_cast<float>(background.r) / 255, static_cast<float>(background.g) / 255, static_cast<float>(background.b) / 255, 1});
    camera.setViewMatrix(osg::Matrixd(view.view(scene.origin()).data()));
    osg::Matrixd projection(view.projection(scene.top_m() - view.centreHeight_m()).data());
    const double middle = (first + last) / width - 1, share = (last - first) / width;
    projection.postMultTranslate(osg::Vec3d(-middle, 0, 0));
    projection.postMultScale(osg::Vec3d(1 / share, 1, 1));
    camera.setProjectionMatrix(projection);
    osg::State& state = *p.window->getState();
    plainState(state);
    // OpenSceneGraph comes back to it but does not begin with it, and between two pieces others may have drawn elsewhere.
    if (osg::GLExtensions* gl = state.get<osg::GLExtensions>(); gl && gl->glBindFramebuffer)
        gl->glBindFramebuffer(GL_FRAMEBUFFER_EXT, framebuffer);
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

void SceneRenderer::setCoarseness(double factor) { m_parts->viewer->getCamera()->setLODScale(static_cast<float>(factor)); }

void SceneRenderer::release(CityScene& scene)
{
    Parts& p = *m_parts;
    osg::State& state = *p.window->getState();
    scene.root()->releaseGLObjects(&state);
    p.viewer->setSceneData(nullptr);
    p.viewer->getCamera()->releaseGLObjects(&state);
    p.cull->forget();
    p.pieces.clear();
    p.drawn = 0;
    osg::deleteAllGLObjects(state.getContextID());
    osg::discardAllGLObjects(state.getContextID());
}

}  // namespace isopolis
