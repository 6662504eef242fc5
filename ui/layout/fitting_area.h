#pragma once
/// What a panel or bar lies in: as if it were not there while there is room, scrolled where there is too little of it.
///
///   dock->setWidget(new FittingArea(panel));
///
/// Unlike a QScrollArea of its own making it gives its content every height down to the least, so that a table gives way before
/// anything is scrolled, and it asks the content how high it must be at the width that there is.

#include <QScrollArea>

namespace isopolis {

class FittingArea : public QScrollArea {
    Q_OBJECT
public:
    enum class Use {
        Panel,  ///< takes the room there is
        Bar     ///< is as high as its content at this width, and lower where it must be
    };
    explicit FittingArea(QWidget* content, Use use = Use::Panel, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    QSize leastSize() const;
    int leastHeight(int width) const;

    Use m_use;
    bool m_scrolls = false;  ///< has done so, up and down
};

}  // namespace isopolis
