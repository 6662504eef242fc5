#pragma once
/// What a scheme does to public transport, from lists and numbers: a new line through chosen stops, departures, running times, a stop
/// elsewhere, a line withdrawn. Part of the dialog that adds interventions.
///
///   auto* fields = new TransitFields(*city, dialog);   fields->show(TransitFields::Kind::Headway);
///   if (fields->whatIsMissing().isEmpty()) operations.push_back(fields->operation(name));

#include "gis/core/city/city.h"
#include "simulation/scenario/operation.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace isopolis {

class TransitFields : public QWidget {
    Q_OBJECT
public:
    enum class Kind { NewLine, Headway, Speed, MoveStop, Withdraw };
    TransitFields(const City& city, QWidget* parent);
    void show(Kind kind);
    QString whatIsMissing() const;
    QString subject() const;  ///< "Line 7": what the suggested name says
    Operation operation(const std::string& name) const;

private:
    QWidget* makeLines();
    QWidget* makeStops();
    void makeNumbers();
    void filter(QListWidget& list, const QString& words);
    void addStop();
    std::vector<Point2> chosenStops() const;
    const TransitLine* line() const;
    const TransitStop* stop() const;

    const City& m_city;
    Kind m_kind = Kind::Headway;
    QStackedWidget *m_where, *m_numbers;
    QListWidget *m_lines, *m_stops, *m_route;
    QWidget* m_routeBox;
    QComboBox* m_mode;
    QDoubleSpinBox *m_newHeadway, *m_newSpeed, *m_headway, *m_from, *m_to, *m_faster, *m_east, *m_north;
    QCheckBox* m_both;
};

}  // namespace isopolis
