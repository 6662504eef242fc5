// Times the 3D twin on made-up cities of many buildings: making the scene, frames while the camera moves, a new overlay, a pick; and
// frames of the same triangles in a bare OpenSceneGraph scene without anything of ours, as the limit: the triangles that the twin draws
// from there, ribbons at the width they have there, in the twin's order with its depth test and blending, each of one plain colour.
//
//   bench_scene [--size WIDTHxHEIGHT] [BUILDINGS …]        10000 100000 1000000 if none are named; 1280x800 pixels, off screen

#include "ui/scene/city_scene.h"
#include "ui/scene/offscreen_target.h"
#include "ui/scene/picker.h"
#include "ui/scene/scene_renderer.h"
#include "ui/scene/shaders.h"
#include "ui/scene/snapshot.h"

#include <osg/Geometry>
#include <osg/LOD>
#include <osg/NodeVisitor>
#include <osg/Program>
#include <osgViewer/Viewer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <sys/resource.h>

using namespace isopolis;

namespace {

constexpr int kFrames = 12, kRounds = 4;
int g_width = 1280, g_height = 800;
constexpr std::size_t kBlock = 20;  // buildings along a side of a neighbourhood
constexpr double kPitch_m = 24;     // from building to building

using Clock = std::chrono::steady_clock;
double ms(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

double memory_MB()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Square blocks of 400 buildings with four to eight corners, a street around each.
CityPtr gridCity(std::size_t buildings)
{
    CityData data;
    data.name = "Grid";
    data.synthetic = true;
    const auto blocks = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(buildings) / (kBlock * kBlock))));
    const double side_m = static_cast<double>(kBlock) * kPitch_m;
    std::vector<NodeId> nodes;
    for (std::size_t row = 0; row <= blocks; ++row)
        for (std::size_t column = 0; column <= blocks; ++column) {
            const Point2 at{static_cast<double>(column) * side_m, static_cast<double>(row) * side_m};
            nodes.push_back(data.nodes.push(RoadNode{at, "node/" + std::to_string(nodes.size())}));
            data.extent.add(at);
        }
    const auto street = [&](std::size_t a, std::size_t b) {
        RoadWay way;
        way.externalId = "way/" + std::to_string(data.ways.size());
        way.roadClass = RoadClass::Residential;
        const RoadWayId id = data.ways.push(std::move(way));
        RoadLink link;
        link.externalId = "link/" + std::to_string(data.links.size());
        link.from = nodes[a];
        link.to = nodes[b];
        link.way = id;
        link.geometry = {data.nodes[nodes[a]].at, data.nodes[nodes[b]].at};
        link.length_m = side_m;
        link.speed_kmh = 30;
        link.lanes = 1;
        link.modes = ModeSet::all();
        data.links.push(std::move(link));
    };
    std::size_t made = 0;
    for (std::size_t row = 0; row < blocks; ++row)
        for (std::size_t column = 0; column < blocks; ++column) {
            const std::size_t corner = row * (blocks + 1) + column;
            street(corner, corner + 1);
            street(corner, corner + blocks + 1);
            const Point2 at = data.nodes[nodes[corner]].at;
            Neighbourhood zone;
            zone.externalId = "zone/" + std::to_string(data.neighbourhoods.size());
            zone.name = zone.externalId;
            zone.population = 1000;
            zone.outline = {Polygon{.outer = {at, {at.x + side_m, at.y}, {at.x + side_m, at.y + side_m}, {at.x, at.y + side_m}}}};
            data.neighbourhoods.push(std::move(zone));
            for (std::size_t i = 0; i < kBlock * kBlock && made < buildings; ++i, ++made) {
                const Point2 middle{at.x + (static_cast<double>(i % kBlock) + 0.5) * kPitch_m,
                                    at.y + (static_cast<double>(i / kBlock) + 0.5) * kPitch_m};
                const std::size_t corners = 4 + 2 * (made % 3);
                Building building;
                building.externalId = "building/" + std::to_string(made);
                Ring ring;
                for (std::size_t k = 0; k < corners; ++k) {
                    const double turn = 6.283185307179586 * (static_cast<double>(k) + 0.5) / static_cast<double>(corners);
                    ring.push_back({middle.x + 8 * std::cos(turn), middle.y + 8 * std::sin(turn)});
                }
                building.footprint = {Polygon{.outer = std::move(ring)}};
                building.height_m = 6 + static_cast<double>(made * 7919 % 23);
                data.buildings.push(std::move(building));
            }
        }
    auto city = City::create(std::move(data));
    if (!city) {
        std::fprintf(stderr, "%s\n", city.error().text().c_str());
        std::exit(1);
    }
    return *city;
}

Overlay colours(const City& city, unsigned shift)
{
    Overlay overlay;
    overlay.key = "bench";
    std::vector<AreaStyle> styles;
    for (std::size_t i = 0; i < city.neighbourhoods().size(); ++i) {
        const auto level = static_cast<std::uint8_t>((i * 37 + shift) % 256);
        styles.push_back({Colour{level, 120, static_cast<std::uint8_t>(255 - level), 255}, Pattern::None});
    }
    overlay.neighbourhoods = IdVector<NeighbourhoodId, AreaStyle>(std::move(styles));
    return overlay;
}

/// A geometry with what of its state decides which pixels it covers.
struct SeenGeometry {
    osg::Geometry* geometry = nullptr;
    osg::ref_ptr<osg::StateSet> state;  ///< order, depth test, blending and culling; no program
    bool ribbon = false;
    double widen = 1, casing_px = 0;
};

/// What the camera sees: the geometries that levels of detail leave, with their triangles.
class Seen : public osg::NodeVisitor {
public:
    explicit Seen(const osg::Vec3& eye) : osg::NodeVisitor(TRAVERSE_ACTIVE_CHILDREN), m_eye(eye) {}
    float getDistanceToViewPoint(const osg::Vec3& at, bool) const override { return (at - m_eye).length(); }
    void apply(osg::Drawable& drawable) override
    {
        auto* geometry = drawable.asGeometry();
        if (!geometry || geometry->getNumPrimitiveSets() == 0)
            return;
        SeenGeometry seen{.geometry = geometry, .state = new osg::StateSet};
        seen.ribbon = geometry->getVertexAttribArray(kStyleAttribute) != nullptr;
        for (const osg::Node* node : getNodePath())
            if (const osg::StateSet* state = node->getStateSet()) {
                seen.state->merge(*state);
                readNumber(*state, "u_widen", seen.widen);
                readNumber(*state, "u_casing", seen.casing_px);
            }
        seen.state->removeAttribute(osg::StateAttribute::PROGRAM);
        seen.state->getTextureAttributeList().clear();
        seen.state->getUniformList().clear();
        geometries.push_back(std::move(seen));
    }
    std::vector<SeenGeometry> geometries;

private:
    static void readNumber(const osg::StateSet& state, const char* name, double& value)
    {
        float found = 0;
        if (const osg::Uniform* uniform = state.getUniform(name); uniform && uniform->get(found))
            value = static_cast<double>(found);
    }
    osg::Vec3 m_eye;
};

/// The corners of a ribbon where the twin's shader puts them for this view.
osg::ref_ptr<osg::Vec3Array> ribbonCorners(const SeenGeometry& seen, const osg::Matrixd& toClip, double pixel_m)
{
    const auto& centres = static_cast<const osg::Vec3Array&>(*seen.geometry->getVertexArray());
    const auto& sides = static_cast<const osg::Vec4Array&>(*seen.geometry->getVertexAttribArray(kDataAttribute));
    const auto& styles = static_cast<const osg::Vec4Array&>(*seen.geometry->getVertexAttribArray(kStyleAttribute));
    osg::ref_ptr<osg::Vec3Array> corners = new osg::Vec3Array;
    for (std::size_t i = 0; i < centres.size(); ++i) {
        const double w = (osg::Vec4d(osg::Vec3d(centres[i]), 1) * toClip).w();
        const double pixel = pixel_m * std::max(w, 0.0), style = static_cast<double>(styles[i].x());
        const double half = std::max(style * seen.widen, static_cast<double>(styles[i].y()) * pixel) + seen.casing_px * pixel;
        const auto reach = static_cast<float>(std::max(half, 0.5 * pixel) + pixel);
        corners->push_back(centres[i] + osg::Vec3(sides[i].x(), sides[i].y(), sides[i].z()) * reach);
    }
    return corners;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

MapCamera view(const CityScene& scene, double zoom, bool flat)
{
    MapCamera camera;
    camera.setViewport(g_width, g_height);
    camera.fit(scene.focus(), 0);
    camera.setFlat(flat);
    camera.setDistance(camera.distance_m() / zoom);
    return camera;
}

/// A frame's time on the clock, and of all processors together: the second hardly grows when others use the machine.
struct FrameTime {
    double wall_ms = 0, processor_ms = 0;
};

double processor_ms()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& t) { return 1e3 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_usec); };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// Median of frames while the camera turns (or, flat, moves), each drawn to the end.
template <typename Draw>
FrameTime framesOf(MapCamera camera, const OffscreenFramebuffer& buffer, const Draw& draw)
{
    std::vector<double> wall, processor;
    for (int frame = 0; frame < kFrames + 2; ++frame) {
        camera.flat() ? camera.panPixels(3, 2) : camera.orbit(1.5, 0);
        const auto start = Clock::now();
        const double used_ms = processor_ms();
        draw(camera);
        buffer.finish();
        if (frame < 2)  // the first sends the geometry
            continue;
        wall.push_back(ms(start));
        processor.push_back(processor_ms() - used_ms);
    }
    return {median(wall), median(processor)};
}

/// What the twin shows from a place, in one group under one shader of one colour, drawn by OpenSceneGraph's own viewer.
class BareScene {
public:
    BareScene(const CityScene& scene, const MapCamera& camera, unsigned framebuffer) : m_scene(scene)
    {
        const Point3 eye = camera.eye();
        const Point2 origin = scene.origin();
        Seen seen(osg::Vec3(static_cast<float>(eye.x - origin.x), static_cast<float>(eye.y - origin.y), static_cast<float>(eye.z)));
        scene.root()->accept(seen);
        osg::ref_ptr<osg::Group> root = new osg::Group;
        const osg::Matrixd toClip =
            osg::Matrixd(camera.view(origin).data()) * osg::Matrixd(camera.projection(scene.top_m() - camera.centreHeight_m()).data());
        const double mpp = camera.metresPerPixel(), pixel_m = camera.flat() ? mpp : mpp / camera.distance_m();
        for (const SeenGeometry& each : seen.geometries) {
            osg::ref_ptr<osg::Geometry> copy = new osg::Geometry;
            copy->setUseDisplayList(false);
            copy->setUseVertexBufferObjects(true);
            copy->setVertexArray(each.ribbon ? ribbonCorners(each, toClip, pixel_m).get() : each.geometry->getVertexArray());
            copy->setStateSet(each.state);
            for (unsigned i = 0; i < each.geometry->getNumPrimitiveSets(); ++i) {
                copy->addPrimitiveSet(each.geometry->getPrimitiveSet(i));
                m_triangles += each.geometry->getPrimitiveSet(i)->getNumPrimitives();
            }
            root->addChild(copy);
        }
        osg::ref_ptr<osg::Program> program = new osg::Program;
        program->addShader(
            new osg::Shader(osg::Shader::VERTEX, "#version 120\nvoid main() { gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; }"));
        program->addShader(
            new osg::Shader(osg::Shader::FRAGMENT, "#version 120\nvoid main() { gl_FragColor = vec4(0.8, 0.7, 0.6, 1.0); }"));
        root->getOrCreateStateSet()->setAttributeAndModes(program);
        m_viewer->setThreadingModel(osgViewer::ViewerBase::SingleThreaded);
        osg::Camera& eyeOf = *m_viewer->getCamera();
        eyeOf.setGraphicsContext(m_window);
        eyeOf.setViewport(0, 0, g_width, g_height);
        eyeOf.setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
        eyeOf.setCullingMode(osg::CullSettings::VIEW_FRUSTUM_CULLING);
        eyeOf.setDrawBuffer(GL_COLOR_ATTACHMENT0_EXT);
        eyeOf.setReadBuffer(GL_COLOR_ATTACHMENT0_EXT);
        m_window->setDefaultFboId(framebuffer);
        m_viewer->setSceneData(root);
    }
    BareScene(const BareScene&) = delete;
    BareScene& operator=(const BareScene&) = delete;
    ~BareScene() { m_viewer->getSceneData()->releaseGLObjects(m_window->getState()); }

    void draw(const MapCamera& camera)
    {
        osg::Camera& eyeOf = *m_viewer->getCamera();
        eyeOf.setViewMatrix(osg::Matrixd(camera.view(m_scene.origin()).data()));
        eyeOf.setProjectionMatrix(osg::Matrixd(camera.projection(m_scene.top_m() - camera.centreHeight_m()).data()));
        // The twin's frames between these change what this viewer believes to be set.
        osg::State& state = *m_window->getState();
        state.setLastAppliedProgramObject(nullptr);
        state.dirtyAllAttributes();
        state.dirtyAllVertexArrays();
        m_viewer->frame();
        state.disableAllVertexArrays();
        state.unbindVertexBufferObject();
        state.unbindElementBufferObject();
    }
    std::size_t triangles() const { return m_triangles; }

private:
    const CityScene& m_scene;
    osg::ref_ptr<osgViewer::Viewer> m_viewer = new osgViewer::Viewer;
    osg::ref_ptr<osgViewer::GraphicsWindowEmbedded> m_window = new osgViewer::GraphicsWindowEmbedded(0, 0, g_width, g_height);
    std::size_t m_triangles = 0;
};

/// The least of several rounds, the two in turn, so that what else the machine does disturbs both alike.
struct Comparison {
    FrameTime twin{1e30, 1e30}, bare{1e30, 1e30};
    std::size_t triangles = 0;
};

Comparison compared(SceneRenderer& renderer, CityScene& scene, const MapCamera& camera, const OffscreenFramebuffer& buffer)
{
    Comparison all;
    const auto keep = [](FrameTime& least, FrameTime time) {
        least = {std::min(least.wall_ms, time.wall_ms), std::min(least.processor_ms, time.processor_ms)};
    };
    scene.setView(camera);
    BareScene bare(scene, camera, buffer.id());
    all.triangles = bare.triangles();
    for (int round = 0; round < kRounds; ++round) {
        keep(all.twin, framesOf(camera, buffer, [&](const MapCamera& at) { renderer.draw(scene, at, buffer.id(), true); }));
        keep(all.bare, framesOf(camera, buffer, [&](const MapCamera& at) { bare.draw(at); }));
    }
    return all;
}

/// With ISOPOLIS_BENCH_PICTURES=folder each view is kept as a picture (PPM), to be looked at.
void keepPicture(CityScene& scene, const MapCamera& camera, const std::string& name)
{
    const char* folder = std::getenv("ISOPOLIS_BENCH_PICTURES");
    const auto image = folder ? renderSnapshot(scene, camera) : unexpected(Error{});
    if (!image)
        return;
    std::ofstream file(std::string(folder) + "/" + name + ".ppm", std::ios::binary);
    file << "P6 " << image->width << ' ' << image->height << " 255\n";
    for (std::size_t i = 0; i + 3 < image->rgba.size(); i += 4)
        file.write(reinterpret_cast<const char*>(&image->rgba[i]), 3);
}

void measure(std::size_t buildings)
{
    const auto start = Clock::now();
    const CityPtr city = gridCity(buildings);
    const double city_ms = ms(start);
    const double before_MB = memory_MB();
    const auto making = Clock::now();
    CityScene scene(ShaderDialect::Glsl120);
    scene.setCity(city);
    scene.setOverlay(colours(*city, 0));
    const double scene_ms = ms(making);
    const Picker picker(city, nullptr, scene.ground());
    std::printf("\n%zu buildings: city made in %.0f ms, scene in %.0f ms, %.0f MB more; %zu triangles near, %zu drawables\n", buildings,
                city_ms, scene_ms, memory_MB() - before_MB, scene.counts().buildingTriangles, scene.counts().drawables);
    const OffscreenContext context;
    if (!context.current()) {
        std::printf("no OpenGL through EGL here: no frames\n");
        return;
    }
    const OffscreenFramebuffer buffer(g_width, g_height);
    SceneRenderer renderer(ShaderDialect::Glsl120);
    std::printf("  %-18s %9s %9s %7s %12s %12s %7s %12s\n", "view", "twin ms", "bare ms", "ratio", "twin cpu ms", "bare cpu ms", "ratio",
                "triangles");
    struct View {
        const char* name;
        double zoom;
        bool flat;
    };
    for (const View& each : {View{"overview", 1, false}, View{"quarter", 6, false}, View{"street", 30, false},
                             View{"map mode, whole", 1, true}, View{"map mode, street", 30, true}}) {
        scene.setOptions({.flat = each.flat});
        const MapCamera camera = view(scene, each.zoom, each.flat);
        const auto [twin, bare, triangles] = compared(renderer, scene, camera, buffer);
        keepPicture(scene, camera, std::to_string(buildings) + " " + each.name);
        std::printf("  %-18s %9.1f %9.1f %7.2f %12.1f %12.1f %7.2f %12zu\n", each.name, twin.wall_ms, bare.wall_ms,
                    twin.wall_ms / bare.wall_ms, twin.processor_ms, bare.processor_ms, twin.processor_ms / bare.processor_ms, triangles);
    }
    scene.setOptions({});
    const MapCamera camera = view(scene, 6, false);
    renderer.draw(scene, camera, buffer.id(), true);
    buffer.finish();
    std::vector<double> recolour, pick;
    for (unsigned i = 1; i <= 9; ++i) {
        const Overlay overlay = colours(*city, 50 * i);
        const auto from = Clock::now();
        scene.setOverlay(overlay);
        recolour.push_back(ms(from));
    }
    constexpr int kPicks = 400;
    std::size_t hits = 0;
    for (int i = 0; i < kPicks; ++i) {
        const Ray ray = camera.ray({static_cast<double>(i * 131 % g_width), static_cast<double>(g_height / 3 + i * 71 % (g_height / 2))});
        const auto from = Clock::now();
        hits += picker.pick(ray, {.reach_m = 8 * camera.metresPerPixel()}).building.valid() ? 1 : 0;
        pick.push_back(ms(from));
    }
    std::printf(
        "  new overlay %.2f ms (median of 9, without the frame); pick %.3f ms median, %.3f ms at most of %d, %zu of them buildings\n",
        median(recolour), median(pick), *std::max_element(pick.begin(), pick.end()), kPicks, hits);
    renderer.release(scene);
}

}  // namespace

int main(int argc, char** argv)
{
    int first = 1;
    if (argc > 2 && std::string(argv[1]) == "--size") {
        if (std::sscanf(argv[2], "%dx%d", &g_width, &g_height) != 2 || g_width < 64 || g_height < 64 || g_width > 8192 || g_height > 8192) {
            std::fprintf(stderr, "a size is given as in 1920x1080\n");
            return 2;
        }
        first = 3;
    }
    {
        const OffscreenContext context;
        std::printf("%s, %d × %d pixels; least of %d medians of %d frames, twin and bare scene in turn\n",
                    context.current() ? context.renderer().c_str() : "no OpenGL", g_width, g_height, kRounds, kFrames);
    }
    std::vector<std::size_t> sizes;
    for (int i = first; i < argc; ++i)
        sizes.push_back(static_cast<std::size_t>(std::strtoul(argv[i], nullptr, 10)));
    if (sizes.empty())
        sizes = {10'000, 100'000, 1'000'000};
    for (const std::size_t size : sizes)
        measure(size);
    return 0;
}
