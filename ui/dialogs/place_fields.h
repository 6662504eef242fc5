#pragma once
/// What a scheme does to places, from lists and numbers: a park in a neighbourhood, a building taken away. Part of the dialog that adds
/// interventions.
///
///   auto* fields = new PlaceFields(*city, dialog);   fields->show(PlaceFields::Kind::Park);
///   if (fields->whatIsMissing().isEmpty()) operations.push_back(fields->operation(name));
///
/// A park is the whole neighbourhood, or a rectangle in its middle. Buildings are listed by neighbourhood, the largest first.

#include "gis/core/city/city.h"
#include "simulation/scenario/operation.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace isopolis {

class PlaceFields : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Park, RemoveBuilding };
    PlaceFields(const City& city, QWidget* parent);
    void show(Kind kind);
    QString whatIsMissing() const;
    QString subject() const;  ///< what the suggested name says: the neighbourhood, and the building's id
    Operation operation(const std::string& name) const;

private:
    QWidget* makePark();
    QWidget* makeRemoval();
    void listBuildings();
    void showEstimate();
    NeighbourhoodId neighbourhood() const;
    BuildingId building() const;

    const City& m_city;
    Kind m_kind = Kind::Park;
    QListWidget *m_neighbourhoods, *m_buildings;
    QStackedWidget* m_pages;
    QLineEdit* m_search;
    QLabel* m_estimate;
    QCheckBox *m_whole, *m_known;
    QDoubleSpinBox *m_width, *m_depth, *m_residents, *m_jobs;
};

}  // namespace isopolis
