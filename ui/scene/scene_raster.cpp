#include "ui/scene/scene_layers.h"

#include <algorithm>

namespace isopolis {

osg::ref_ptr<osg::Group> makeRasterSheet(const OverlayRaster& raster, const SceneFrame& frame)
{
    const auto cells = static_cast<std::size_t>(std::max(0, raster.columns)) * static_cast<std::size_t>(std::max(0, raster.rows));
    if (cells == 0 || raster.cells.size() != cells || raster.box.empty())
        return nullptr;
    const Box& b = raster.box;
    AreaMesh mesh(frame);
    mesh.add(Polygon{.outer = {{b.minX, b.minY}, {b.maxX, b.minY}, {b.maxX, b.maxY}, {b.minX, b.maxY}}}, 0);
    osg::ref_ptr<osg::Group> sheet = mesh.finish();
    std::vector<Colour> colours;
    colours.reserve(cells);
    for (const std::uint8_t cell : raster.cells) {
        Colour colour{0, 0, 0, 0};
        if (cell > 0 && cell <= raster.styles.size()) {
            const AreaStyle& style = raster.styles[cell - 1U];
            colour = style.colour;
            colour.a = zoneCode(style);
        }
        colours.push_back(colour);
    }
    osg::StateSet& state = *sheet->getOrCreateStateSet();
    if (std::any_of(raster.styles.begin(), raster.styles.end(), hasPattern))
        state.setDefine("PATTERN");
    state.setTextureAttribute(kSlotUnit, makePictureTexture(raster.columns, raster.rows, colours));
    state.addUniform(new osg::Uniform("u_raster", static_cast<int>(kSlotUnit)));
    state.addUniform(
        new osg::Uniform("u_rasterBox", osg::Vec4f(static_cast<float>(b.minX - frame.origin.x), static_cast<float>(b.minY - frame.origin.y),
                                                   static_cast<float>(1 / b.width()), static_cast<float>(1 / b.height()))));
    return sheet;
}

}  // namespace isopolis
