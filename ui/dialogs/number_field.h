#pragma once
/// A whole number with its unit as a row of a form: numberField("jobs", tr("Jobs"), 0, kPeopleRange, {}, form).

#include "simulation/scenario/operation_limits.h"
#include "ui/text/named.h"

#include <QDoubleSpinBox>
#include <QFormLayout>

namespace isopolis {

inline QDoubleSpinBox* numberField(const char* name, const QString& label, double value, ValueRange range, const QString& unit,
                                   QFormLayout* form)
{
    auto* box = named(new QDoubleSpinBox, name, label);
    box->setDecimals(0);
    box->setRange(range.low, range.high);
    box->setValue(value);
    if (!unit.isEmpty())
        box->setSuffix(QChar(0x00A0) + unit);
    form->addRow(label, box);
    return box;
}

}  // namespace isopolis
