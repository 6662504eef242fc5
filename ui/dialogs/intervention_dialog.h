#pragma once
/// Drawing without a map: an intervention chosen from lists and numbers. Streets are found by name, areas by neighbourhood.

#include "simulation/scenario/operation.h"
#include "ui/dialogs/form_dialog.h"
#include "ui/dialogs/street_index.h"

#include "gis/core/city/city.h"

class QFormLayout;
class QListWidget;
class QStackedWidget;

namespace isopolis {

class PlaceFields;
class TransitFields;

class InterventionDialog : public FormDialog {
    Q_OBJECT
public:
    enum class Kind {
        CloseRoad,
        Speed,
        Filter,
        Zone,
        NewBuilding,
        Lanes,
        OneWay,
        CycleLane,
        Surface,
        Barrier,
        Fleet,
        NewLine,
        Headway,
        TransitSpeed,
        MoveStop,
        WithdrawLine,
        Park,
        RemoveBuilding,
        BusLane,
        ChargeArea,
        ChargeStreets
    };
    explicit InterventionDialog(CityPtr city, QWidget* parent);
    Intervention intervention() const;

private:
    void showKind(int kind);
    void filterStreets(const QString& words);
    QString whatIsMissing() const;
    QString suggestedName() const;
    std::vector<RoadTarget> streetTargets() const;
    MultiPolygon chosenAreas() const;
    std::vector<NeighbourhoodId> chosenNeighbourhoods() const;
    std::vector<Operation> operations(const std::string& name) const;
    Operation onStreet(Kind kind, RoadTarget target) const;
    std::vector<Operation> barriers(const std::string& name) const;
    Kind kind() const;
    bool onTransit() const { return kind() >= Kind::NewLine && kind() <= Kind::WithdrawLine; }
    bool onPlace() const { return kind() == Kind::Park || kind() == Kind::RemoveBuilding; }
    bool inAreas() const { return kind() == Kind::Zone || kind() == Kind::NewBuilding || kind() == Kind::ChargeArea; }
    bool charging() const { return kind() == Kind::ChargeArea || kind() == Kind::ChargeStreets; }
    bool roomForBuses(const std::string& way) const;
    QWidget* makeStreetPage();
    QWidget* makeAreaPage();
    QWidget* makeNumbers();
    void makeStreetNumbers();
    QFormLayout* numbersPage();

    CityPtr m_city;
    StreetIndex m_streets;
    QComboBox* m_kind;
    QLineEdit* m_search;
    QListWidget* m_streetList;
    QListWidget* m_areaList;
    QStackedWidget* m_where;
    QStackedWidget* m_numbers;
    TransitFields* m_transit;
    PlaceFields* m_places;
    QDoubleSpinBox *m_limit, *m_compliance, *m_residents, *m_jobs, *m_height, *m_width, *m_depth, *m_lanes, *m_barrierHeight,
        *m_barrierAway, *m_electric, *m_charge;
    QComboBox *m_petrol, *m_diesel, *m_direction, *m_cycleKind, *m_surface, *m_side;
    QLineEdit* m_name;
};

}  // namespace isopolis
