#pragma once
/// Shown while drawing: what to do next, what speaks against it, and buttons for finish, take back and cancel.

#include <QFrame>

class QAction;
class QCheckBox;
class QLabel;

namespace isopolis {

class DrawCheck;
class DrawController;

class DrawBar : public QFrame {
    Q_OBJECT
public:
    DrawBar(DrawController& controller, DrawCheck& check, const QList<QAction*>& actions, QWidget* parent = nullptr);

private:
    void refresh();
    void warn();
    DrawController& m_controller;
    DrawCheck& m_check;
    QLabel *m_title, *m_instruction, *m_warnings;
    QCheckBox* m_rectangle;
};

}  // namespace isopolis
