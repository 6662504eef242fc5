#pragma once
/// A small flat map of neighbourhoods in given styles, for maps side by side: two of them show the same places and follow one selection.
///
///   map->setMap(city, styles);   map->setSelected({id});   connect(map, &ZoneMap::chosen, …);
///
/// A click chooses a neighbourhood, so do the arrow keys, in the order of the city; what is said of it stands in the accessible
/// description. Patterns tell the sign as on the large map.

#include "gis/core/city/city.h"
#include "ui/scene/overlay.h"

#include <QPainterPath>
#include <QWidget>

#include <functional>
#include <vector>

namespace isopolis {

class ZoneMap : public QWidget {
    Q_OBJECT
public:
    ZoneMap(const char* name, const QString& title, QWidget* parent = nullptr);
    /// `zoneOf`: neighbourhoods of one zone look like one area; empty: each is an area of its own.
    void setMap(const CityPtr& city, IdVector<NeighbourhoodId, AreaStyle> styles,
                const IdVector<NeighbourhoodId, NeighbourhoodId>& zoneOf = {});
    void setSelected(std::vector<NeighbourhoodId> selected);
    /// What is said of a neighbourhood.
    void setWords(std::function<QString(NeighbourhoodId)> words) { m_words = std::move(words); }
    QSize sizeHint() const override { return {300, 230}; }
    QSize minimumSizeHint() const override { return {180, 150}; }

Q_SIGNALS:
    void chosen(NeighbourhoodId where);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void makePaths();
    NeighbourhoodId placeAt(const QPointF& at) const;

    CityPtr m_city;
    IdVector<NeighbourhoodId, AreaStyle> m_styles;
    IdVector<NeighbourhoodId, QPainterPath> m_paths;
    std::vector<std::vector<NeighbourhoodId>> m_areas;  ///< what is drawn as one
    std::vector<NeighbourhoodId> m_selected;
    std::function<QString(NeighbourhoodId)> m_words;
};

}  // namespace isopolis
