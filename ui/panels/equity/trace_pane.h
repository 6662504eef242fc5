#pragma once
/// Where a figure comes from, beside the page that shows it: the tree down to data and assumptions. Rows that are figures of their own lead
/// further, and each assumption offers "What if …".
///
///   pane.trace("equity/no2_ug_m3/by_quintile/q1/change");

#include "ui/jobs/figure_tracer.h"
#include "ui/panels/equity/found_traces.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QTreeView;

namespace isopolis {

class TraceTreeModel;

class TracePane : public QFrame {
    Q_OBJECT
public:
    /// `known`: what has been found besides the pair of runs on the screen, at the time of the question.
    TracePane(FigureTracer& tracer, std::function<Found()> known, QWidget* parent = nullptr);
    void trace(const QString& address);
    void reset();  ///< other results: what is shown is out of date

Q_SIGNALS:
    void whatIfRequested(const QString& parameter);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeButtons();
    void find(const QString& address);
    void shown(const QString& heading);
    void chosen(const QModelIndex& row);
    void close();
    QString asText() const;

    FigureTracer& m_tracer;
    std::function<Found()> m_known;
    QStringList m_path;  ///< addresses that led here
    TraceTreeModel* m_model;
    QLabel *m_heading, *m_detail;
    QTreeView* m_tree;
    QPushButton *m_back, *m_further, *m_whatIf, *m_copy, *m_close;
};

}  // namespace isopolis
