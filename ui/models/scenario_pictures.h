#pragma once
/// Small maps of what scenarios do: the neighbourhoods pale, and what is built, closed or changed upon them.
///
///   ScenarioPictures pictures;   pictures.of(city, flattened);   // a QIcon, kept until forget()
///
/// Drawn from what the operations name, without applying them: a tree of scenarios costs milliseconds.

#include "gis/core/city/city.h"
#include "simulation/scenario/scenario.h"

#include <QIcon>
#include <QPixmap>
#include <QSize>

#include <map>

namespace isopolis {

class ScenarioPictures {
public:
    static constexpr QSize kSize{48, 36};
    QIcon of(const CityPtr& city, const Scenario& flattened);
    void forget() { m_known.clear(); }

private:
    QPixmap ground(const CityPtr& city);

    std::map<std::string, QIcon> m_known;  ///< by name
    CityPtr m_city;
    QPixmap m_ground;
};

}  // namespace isopolis
