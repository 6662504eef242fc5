#include "ui/scene/shaders.h"

#include <osg/Shader>

#include <string>

namespace isopolis {
namespace embedded {
extern const char *const kCommonGlsl, *const kSlotGlsl, *const kHazedGlsl, *const kPatternGlsl;
extern const char *const kAreaVert, *const kAreaFrag, *const kZoneVert, *const kZoneFrag, *const kRasterVert, *const kRasterFrag;
extern const char *const kRibbonVert, *const kRibbonFrag, *const kBuildingVert, *const kBuildingFrag, *const kSkyVert, *const kSkyFrag;
}  // namespace embedded
namespace {

std::string preamble(ShaderDialect dialect, osg::Shader::Type type)
{
    const bool vertex = type == osg::Shader::VERTEX;
    // CONSTANT: one value for the whole triangle, that of its last corner, where the language knows that (then FACETED).
    if (dialect == ShaderDialect::Glsl120)
        return std::string("#version 120\n#ifdef GL_EXT_gpu_shader4\n#extension GL_EXT_gpu_shader4 : enable\n#define CONSTANT "
                           "flat\n#define FACETED\n"
                           "#else\n#define CONSTANT\n#endif\n") +
               (vertex ? "" : "#define fragColor gl_FragColor\n");
    return vertex ? "#version 330 core\n#define CONSTANT flat\n#define FACETED\n#define attribute in\n#define varying out\n#define "
                    "texture2DLod textureLod\n"
                  : "#version 330 core\n#define CONSTANT flat\n#define FACETED\n#define varying in\n#define texture2D texture\nout vec4 "
                    "fragColor;\n";
}

osg::ref_ptr<osg::Program> makeProgram(ShaderDialect dialect, const char* name, const char* vertex, const char* fragment)
{
    osg::ref_ptr<osg::Program> program = new osg::Program;
    program->setName(name);
    const std::string common = embedded::kCommonGlsl, slot = embedded::kSlotGlsl,
                      ofFragments = std::string(embedded::kHazedGlsl) + embedded::kPatternGlsl;
    program->addShader(new osg::Shader(osg::Shader::VERTEX, preamble(dialect, osg::Shader::VERTEX) + common + slot + vertex));
    program->addShader(new osg::Shader(osg::Shader::FRAGMENT, preamble(dialect, osg::Shader::FRAGMENT) + common + ofFragments + fragment));
    program->addBindAttribLocation("osg_Vertex", 0);
    program->addBindAttribLocation("a_data", kDataAttribute);
    program->addBindAttribLocation("a_side", kDataAttribute);
    program->addBindAttribLocation("a_style", kStyleAttribute);
    return program;
}

}  // namespace

ScenePrograms makePrograms(ShaderDialect dialect)
{
    using namespace embedded;
    return {makeProgram(dialect, "area", kAreaVert, kAreaFrag),       makeProgram(dialect, "zone", kZoneVert, kZoneFrag),
            makeProgram(dialect, "ribbon", kRibbonVert, kRibbonFrag), makeProgram(dialect, "building", kBuildingVert, kBuildingFrag),
            makeProgram(dialect, "raster", kRasterVert, kRasterFrag), makeProgram(dialect, "sky", kSkyVert, kSkyFrag)};
}

}  // namespace isopolis
