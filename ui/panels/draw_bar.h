#pragma once
/// Shown while drawing: what to do next, what speaks against it, the next side in figures, and buttons for finish, take back and cancel.

#include <QFrame>

class QAction;
class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace isopolis {

class DrawCheck;
class DrawController;

class DrawBar : public QFrame {
    Q_OBJECT
public:
    DrawBar(DrawController& controller, DrawCheck& check, const QList<QAction*>& actions, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< Enter in a field of figures places the corner

private:
    QWidget* makeSide();
    void refresh();
    void followPointer();
    void placeSide();
    void warn();
    void keepHeight();
    DrawController& m_controller;
    DrawCheck& m_check;
    QLabel *m_title, *m_instruction, *m_warnings;
    QCheckBox* m_rectangle;
    QDoubleSpinBox *m_length = nullptr, *m_direction = nullptr;
    QPushButton* m_place = nullptr;
    QWidget* m_side;  ///< after the fields, which are made for it
    bool m_following = false, m_typedLength = false, m_typedDirection = false;
};

}  // namespace isopolis
