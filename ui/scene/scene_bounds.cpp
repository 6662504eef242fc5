#include "ui/scene/scene_bounds.h"

namespace isopolis {

Box sceneBounds(const City& city)
{
    Box box = city.extent();
    if (box.empty())
        box = city.roads().bounds();
    for (const Neighbourhood& neighbourhood : city.neighbourhoods()) {
        if (box.empty())
            box.add(isopolis::bounds(neighbourhood.outline));
    }
    return box.empty() ? Box{-500, -500, 500, 500} : box;
}

Box sceneFocus(const City& city)
{
    Box box;
    for (const Neighbourhood& neighbourhood : city.neighbourhoods())
        box.add(isopolis::bounds(neighbourhood.outline));
    return box.empty() ? sceneBounds(city) : box;
}

}  // namespace isopolis
