#pragma once
/// Has the driver translate all shaders of the twin, away from the window.
///
/// A renderer in software makes machine code of each shader in each state when it is first drawn, which takes up to a tenth of a second
/// each, and keeps it in the user's cache folder. Done beside the window, its first pictures find it there. Draws a made-up hamlet
/// in all the ways there are, in a context of its own (see OffscreenContext) and the framebuffer format of the window.

#include <functional>

namespace isopolis {

/// For any thread without a current context; `stop` is asked between pictures. False if it was stopped or there is no such context.
bool warmUpShaders(const std::function<bool()>& stop);

}  // namespace isopolis
