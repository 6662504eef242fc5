#pragma once
/// A guided tour: a card beside one part of the window after another, with a frame around that part. Escape ends it; nothing is blocked.
///
///   auto* tour = new Tour(window);
///   tour->start({{tr("Draw a scheme"), tr("Choose a tool …"), toolBar}, …});

#include <QFrame>
#include <QPointer>
#include <QVector>

class QLabel;
class QPushButton;

namespace isopolis {

struct TourStep {
    QString title, words;
    QPointer<QWidget> target;  ///< what it is about; null or hidden: the card stands in the middle
};

class Tour : public QFrame {
    Q_OBJECT
public:
    explicit Tour(QWidget* window);
    void start(QVector<TourStep> steps);
    int step() const { return m_step; }

Q_SIGNALS:
    void stepShown(int step);  ///< before the card is placed: the part may be brought to the front
    void ended();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void show(int step);
    void place();
    void end();

    QWidget* m_window;
    QWidget* m_frame;
    QLabel *m_title, *m_words, *m_count;
    QPushButton *m_back, *m_next, *m_close;
    QVector<TourStep> m_steps;
    QPointer<QWidget> m_before;  ///< what had the focus
    int m_step = -1;
};

}  // namespace isopolis
