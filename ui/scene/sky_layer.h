#pragma once
/// The sky above the horizon: a dome about the eye that is drawn before everything else, only where it is in view.
///
///   SkyLayer sky = makeSky(programs.sky);   root->addChild(sky.node);   sky.show(camera);

#include "ui/scene/map_camera.h"
#include "ui/scene/sun_light.h"

#include <osg/Group>
#include <osg/Program>

namespace isopolis {

struct SkyLayer {
    osg::ref_ptr<osg::Group> node;
    osg::ref_ptr<osg::Uniform> zenith, glow;

    void setLook(const SkyLook& look);
    /// Not drawn where the view ends below the horizon: no time is spent on it then.
    void show(const MapCamera& camera);
};

SkyLayer makeSky(osg::Program* program);

}  // namespace isopolis
