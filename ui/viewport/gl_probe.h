#pragma once
/// What OpenGL this session offers, asked once with a throw-away context: whether to make a GL view at all, and how.

#include "ui/scene/shaders.h"

#include <QString>
#include <QSurfaceFormat>

namespace isopolis {

struct GlProbe {
    bool works = false;
    bool software = false;  ///< drawn by the processor: no multisampling
    ShaderDialect dialect = ShaderDialect::Glsl120;
    QString renderer;  ///< e.g. "llvmpipe (LLVM 15.0.6, 256 bits)"; empty if there is none
};

/// Needs a QGuiApplication; on its thread only.
const GlProbe& glProbe();
/// The format of the map's context: OpenGL 2.1, which every platform offers, 24 bits of depth.
QSurfaceFormat glFormat(bool multisampled);

}  // namespace isopolis
