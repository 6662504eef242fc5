#pragma once
/// A small map of where the files of a city-to-be lie: their extents and some of their features, a graticule, and the area in which the
/// city's coordinate system may be used. Nothing of it comes from anywhere but the files and PROJ's database.
///
///   map->setPlacement(placed, names, current);   // the same words as beside it become its description
///
/// Layers are told apart by their number, which stands in the list of files too, and by colour. Where the area of use is much larger than
/// the city, a corner shows it whole, with a cross where the city is.

#include "gis/io/place_check.h"

#include <QIcon>
#include <QStringList>
#include <QWidget>

class QPainter;

namespace isopolis {

class PlaceMap : public QWidget {
    Q_OBJECT
public:
    explicit PlaceMap(QWidget* parent = nullptr);
    /// `current`: the layer that is looked at, drawn last and thicker; −1: none.
    void setPlacement(CityPlacement placed, const QStringList& names, int current);
    void setCurrent(int layer);
    const CityPlacement& placement() const { return m_placed; }
    QSize sizeHint() const override { return {320, 190}; }
    QSize minimumSizeHint() const override { return {220, 140}; }
    /// The number of a layer on its colour, for lists.
    static QIcon badge(int layer);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CityPlacement m_placed;
    int m_current = -1;
};

}  // namespace isopolis
