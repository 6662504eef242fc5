#pragma once
/// For tests of panels over a document: their widgets by name, cells of tables, and the scheme calculated on the spot.

#include "simulation/run/model_chain.h"
#include "ui/document/project_document.h"

#include <QTableView>

namespace isopolis::test {

template <class T>
T* find(const QWidget& in, const char* name)
{
    T* found = in.findChild<T*>(QString::fromLatin1(name));
    if (!found)
        qFatal("no widget of the name %s", name);
    return found;
}

inline QString cell(const QTableView& table, int row, int column) { return table.model()->index(row, column).data().toString(); }

inline void calculate(ProjectDocument& document)
{
    const auto wanted = document.wanted();
    QuietControl control(1);
    const auto before = runChain(document.city(), wanted->before, control), after = runChain(document.city(), wanted->after, control);
    if (!before || !after)
        qFatal("the chain failed");
    document.setResults({wanted->scenario, wanted->against, *before, *after,
                         std::make_shared<const EquityReport>(assess(*document.city(), **before, **after, {wanted->after.parameters}))});
}

}  // namespace isopolis::test
