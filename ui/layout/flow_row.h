#pragma once
/// A row of widgets that goes on in the next line where it has no room: used like QHBoxLayout, and looks like it where all fits.
///
///   auto* row = new FlowRow;   row->addPair(caption, list);   row->addWidget(button);   row->addStretch();

#include <QLayout>

#include <memory>
#include <vector>

class QLabel;

namespace isopolis {

class FlowRow : public QLayout {
    Q_OBJECT
public:
    explicit FlowRow(QWidget* parent = nullptr);
    ~FlowRow() override;

    /// What has a stretch takes the room that is left over in its line.
    void addWidget(QWidget* widget, int stretch = 0, Qt::Alignment alignment = {});
    void addLayout(QLayout* layout, int stretch = 0);
    /// A caption and its field, which stay in one line.
    void addPair(QLabel* caption, QWidget* field, int stretch = 0);
    void addStretch();
    void addSpacing(int width_px);

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_parts.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;     ///< all in one line
    QSize minimumSize() const override;  ///< of the widest part
    void setGeometry(const QRect& rect) override;

private:
    struct Part {
        std::unique_ptr<QLayoutItem> item;
        int stretch = 0;
    };
    struct Placed {
        std::size_t part = 0;
        int x = 0, width = 0;
    };
    struct Line {
        std::vector<Placed> parts;
        int height = 0;
    };

    bool shown(const Part& part) const;
    int leastWidth(const Part& part) const;
    std::vector<Line> lines(int width) const;
    Line fill(const std::vector<std::size_t>& parts, int width) const;
    std::vector<int> widths(const std::vector<std::size_t>& parts, int room) const;
    QSize marginSize() const;

    std::vector<Part> m_parts;
};

}  // namespace isopolis
