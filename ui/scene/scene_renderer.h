#pragma once
/// Draws a CityScene into the framebuffer that is current in a current OpenGL context.
///
///   SceneRenderer renderer;  renderer.draw(scene, camera, framebuffer);      // widget: defaultFramebufferObject()
///
/// OpenSceneGraph shares the context with others (QPainter): each draw() puts the state into an order that both understand.
/// The object belongs to one context; `release(scene)` frees its OpenGL objects while that context is still current.

#include "ui/scene/city_scene.h"

#include <cstdint>

namespace isopolis {

/// Part of the framebuffer that is drawn; the rest stays as it is. Of the camera's picture, which begins at `left_px` (the second of two
/// whole pictures side by side), the share from … to of its width (the right of a picture with a divider).
struct ScreenPart {
    double from = 0, to = 1;
    int left_px = 0;
};

class SceneRenderer {
public:
    explicit SceneRenderer(ShaderDialect dialect);
    ~SceneRenderer();
    /// The whole picture, whatever has to be sent to the graphics memory first.
    void draw(CityScene& scene, const MapCamera& camera, unsigned framebuffer, bool colourAttachment = false, ScreenPart part = {});
    /// Without what prepare() has not come to yet; true if that is nothing.
    bool drawReady(CityScene& scene, const MapCamera& camera, unsigned framebuffer, ScreenPart part = {});
    /// The same in pieces, so that others have their turn between: beginPieces(), then drawPiece() with the same view until it is true.
    /// What else the renderer draws meanwhile goes into other framebuffers. True if nothing is lacking.
    bool beginPieces(CityScene& scene, const MapCamera& camera, unsigned framebuffer, ScreenPart part = {});
    /// Draws on for about `budget_ms`; true: that was the last. In the order of the whole, so that the picture is the same.
    bool drawPiece(CityScene& scene, const MapCamera& camera, unsigned framebuffer, double budget_ms, ScreenPart part = {});
    /// Sends what the view needs and was never drawn to the graphics memory, for about `budget_ms`; draws nothing. True if all is there.
    bool prepare(CityScene& scene, const MapCamera& camera, unsigned framebuffer, double budget_ms, ScreenPart part = {});
    /// 2: what is left out or simplified from a distance is so from half of it. For frames that must be quick; default 1.
    void setCoarseness(double factor);
    void release(CityScene& scene);

private:
    struct Parts;
    enum class Pass : std::uint8_t { Picture, Piece, Preparation };  ///< a piece is added to what is there
    void frame(CityScene& scene, const MapCamera& camera, unsigned framebuffer, ScreenPart part, Pass pass);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
