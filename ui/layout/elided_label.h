#pragma once
/// A line of text that ends in dots where there is no room for all of it; the tool tip then says it in full.
///
///   statusBar()->addWidget(new ElidedLabel(this), 1);

#include <QLabel>

namespace isopolis {

class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;
    bool event(QEvent* event) override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace isopolis
