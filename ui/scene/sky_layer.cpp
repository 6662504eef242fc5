#include "ui/scene/sky_layer.h"

#include <osg/Depth>
#include <osg/Geometry>

#include <array>
#include <cmath>
#include <numbers>

namespace isopolis {
namespace {

/// Rings of the dome: close near the horizon, where the colour changes; the lowest behind the far end of the ground.
constexpr std::array kRings_deg{-4.0, -1.0, 0.0, 1.0, 2.0, 3.5, 5.0, 7.0, 10.0, 14.0, 20.0, 30.0};
constexpr int kAround = 48;
constexpr double kRadians = std::numbers::pi / 180, kBelowHorizon_deg = 4;

osg::Vec4f vec4(Colour c)
{
    return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255, static_cast<float>(c.a) / 255};
}

osg::ref_ptr<osg::Geometry> dome()
{
    osg::ref_ptr<osg::Vec3Array> directions = new osg::Vec3Array;
    for (const double height : kRings_deg)
        for (int i = 0; i < kAround; ++i) {
            const double turn = 2 * std::numbers::pi * i / kAround, flat = std::cos(height * kRadians);
            directions->push_back({static_cast<float>(flat * std::cos(turn)), static_cast<float>(flat * std::sin(turn)),
                                   static_cast<float>(std::sin(height * kRadians))});
        }
    osg::ref_ptr<osg::DrawElementsUShort> triangles = new osg::DrawElementsUShort(GL_TRIANGLES);
    const auto at = [](std::size_t ring, int i) { return static_cast<GLushort>(ring * kAround + static_cast<std::size_t>(i % kAround)); };
    for (std::size_t ring = 0; ring + 1 < kRings_deg.size(); ++ring)
        for (int i = 0; i < kAround; ++i)
            for (const GLushort corner :
                 {at(ring, i), at(ring, i + 1), at(ring + 1, i + 1), at(ring, i), at(ring + 1, i + 1), at(ring + 1, i)})
                triangles->push_back(corner);
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setVertexArray(directions);
    geometry->addPrimitiveSet(triangles);
    geometry->setCullingActive(false);
    return geometry;
}

}  // namespace

SkyLayer makeSky(osg::Program* program)
{
    SkyLayer sky{new osg::Group, new osg::Uniform("u_zenith", osg::Vec3f()), new osg::Uniform("u_glow", osg::Vec4f())};
    sky.node->addChild(dome());
    sky.node->setCullingActive(false);
    osg::StateSet& state = *sky.node->getOrCreateStateSet();
    state.setAttribute(program);
    state.setRenderBinDetails(-2, "RenderBin", osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
    state.setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false), osg::StateAttribute::ON);
    state.setMode(GL_BLEND, osg::StateAttribute::OFF);
    state.setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
    state.addUniform(sky.zenith);
    state.addUniform(sky.glow);
    sky.node->setNodeMask(0);
    return sky;
}

void SkyLayer::setLook(const SkyLook& look)
{
    const osg::Vec4f top = vec4(look.zenith);
    zenith->set(osg::Vec3f(top.x(), top.y(), top.z()));
    glow->set(vec4(look.glow));
}

void SkyLayer::show(const MapCamera& camera)
{
    // At the upper corners of a wide view the ground ends no later than in the middle.
    const bool seen = !camera.flat() && camera.pitch_deg() - MapCamera::kFieldOfView_deg / 2 < kBelowHorizon_deg;
    node->setNodeMask(seen ? ~0U : 0U);
}

}  // namespace isopolis
