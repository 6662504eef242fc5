#pragma once
/// Draws a CityScene into the framebuffer that is current in a current OpenGL context.
///
///   SceneRenderer renderer;  renderer.draw(scene, camera, framebuffer);      // widget: defaultFramebufferObject()
///
/// OpenSceneGraph shares the context with others (QPainter): each draw() puts the state into an order that both understand.
/// The object belongs to one context; `release(scene)` frees its OpenGL objects while that context is still current.

#include "ui/scene/city_scene.h"

namespace isopolis {

/// Part of the picture's width that is drawn, e.g. the right of a divided map; the rest stays as it is.
struct ScreenPart {
    double from = 0, to = 1;
};

class SceneRenderer {
public:
    explicit SceneRenderer(ShaderDialect dialect);
    ~SceneRenderer();
    void draw(CityScene& scene, const MapCamera& camera, unsigned framebuffer, bool colourAttachment = false, ScreenPart part = {});
    void release(CityScene& scene);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
