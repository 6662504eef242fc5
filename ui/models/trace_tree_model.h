#pragma once
/// A figure and where it comes from, as a tree: formula, inputs, parameters, data, caveats. Rows know their address and parameter
/// (trace_roles.h).

#include <QAbstractItemModel>

#include <memory>

namespace isopolis {

struct FigureNode;
struct TraceNode;

class TraceTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { What, Value, Detail, ColumnCount };
    explicit TraceTreeModel(QObject* parent = nullptr);
    ~TraceTreeModel() override;
    void setTrace(const TraceNode& trace);
    void setFigure(const FigureNode& figure);
    void clear();

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    const Node* nodeOf(const QModelIndex& index) const;
    void append(Node& under, const TraceNode& trace) const;
    void append(Node& under, const FigureNode& figure) const;
    template <class Traced>
    void appendOrigin(Node& node, const Traced& traced, bool root) const;
    std::unique_ptr<Node> m_root;
};

}  // namespace isopolis
