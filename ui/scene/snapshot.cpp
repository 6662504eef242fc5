#include "ui/scene/snapshot.h"

#include "ui/scene/offscreen_target.h"
#include "ui/scene/scene_renderer.h"

#include <algorithm>

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

namespace {

constexpr int kLargest_px = 8192, kSmallest_px = 16, kSupersampling = 2;

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

}  // namespace

Expected<Snapshot> renderSnapshot(CityScene& scene, const MapCamera& camera)
{
    const int width = camera.width(), height = camera.height();
    if (width < kSmallest_px || height < kSmallest_px || width > kLargest_px || height > kLargest_px)
        return unexpected(Error{ErrorCode::BadValue, "a picture is 16 to 8192 pixels wide and high"});
    OffscreenContext context;
    if (!context.current())
        return unexpected(Error{ErrorCode::Unsupported, "OpenGL could not be started through EGL"}.cure(
            "Install the Mesa drivers (libegl-mesa0, libgl1-mesa-dri)."));
    const int factor = std::max(width, height) * kSupersampling <= context.largestSize_px() ? kSupersampling : 1;
    SceneRenderer renderer(ShaderDialect::Glsl120);
    std::vector<std::uint8_t> pixels;
    {
        const OffscreenFramebuffer buffer(width * factor, height * factor);
        if (!buffer.complete())
            return unexpected(Error{ErrorCode::Unsupported, "OpenGL offers no framebuffer of the size of the picture"});
        MapCamera large = camera;
        large.setViewport(width * factor, height * factor);
        // Lines keep their thickness in pixels of the finished picture.
        scene.setPixelScale(factor);
        renderer.draw(scene, large, buffer.id(), true);
        scene.setPixelScale(1);
        pixels = buffer.read();
    }
    renderer.release(scene);
    return reduced(pixels, width, height, factor);
}

}  // namespace isopolis
