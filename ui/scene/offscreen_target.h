#pragma once
/// OpenGL without a window: an EGL context of its own (surfaceless, Linux) and a framebuffer to draw into.
///
///   OffscreenContext context;                       // current while it lives; what was current before comes back
///   if (!context.current()) …                       // no EGL, no driver, or a build without it
///   OffscreenFramebuffer buffer(1280, 800);         // colour and depth
///   renderer.draw(scene, camera, buffer.id(), true);
///
/// The functions need a current context; sizes are pixels.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace isopolis {

class OffscreenContext {
public:
    OffscreenContext();
    OffscreenContext(const OffscreenContext&) = delete;
    OffscreenContext& operator=(const OffscreenContext&) = delete;
    ~OffscreenContext();
    bool current() const;
    int largestSize_px() const;    ///< of a framebuffer
    std::string renderer() const;  ///< the driver's name of itself

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

class OffscreenFramebuffer {
public:
    OffscreenFramebuffer(int width, int height);
    OffscreenFramebuffer(const OffscreenFramebuffer&) = delete;
    OffscreenFramebuffer& operator=(const OffscreenFramebuffer&) = delete;
    ~OffscreenFramebuffer();
    bool complete() const;
    unsigned id() const;
    /// RGBA, rows from the bottom.
    std::vector<std::uint8_t> read() const;
    void finish() const;  ///< returns when everything is drawn

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
