#pragma once
/// Shown while drawing: what to do next, and buttons for finish, take back and cancel.

#include <QFrame>

class QAction;
class QCheckBox;
class QLabel;

namespace isopolis {

class DrawController;

class DrawBar : public QFrame {
    Q_OBJECT
public:
    DrawBar(DrawController& controller, const QList<QAction*>& actions, QWidget* parent = nullptr);

private:
    void refresh();
    DrawController& m_controller;
    QLabel *m_title, *m_instruction;
    QCheckBox* m_rectangle;
};

}  // namespace isopolis
