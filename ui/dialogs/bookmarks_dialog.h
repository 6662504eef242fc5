#pragma once
/// Named views of a city: a list to go to, rename and delete, and a field that keeps the present one.
///
///   auto* dialog = new BookmarksDialog(known, viewport.mapView(), this);
///   connect(dialog, &BookmarksDialog::changed, …);   connect(dialog, &BookmarksDialog::chosen, …);   dialog->open();

#include "ui/viewport/viewport.h"

#include <QDialog>

#include <vector>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace isopolis {

struct Bookmark {
    QString name;
    MapView view;
    friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

class BookmarksDialog : public QDialog {
    Q_OBJECT
public:
    BookmarksDialog(std::vector<Bookmark> bookmarks, const MapView& present, QWidget* parent);
    const std::vector<Bookmark>& bookmarks() const { return m_bookmarks; }

Q_SIGNALS:
    void changed();
    void chosen(const isopolis::MapView& view);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< the list's Delete key

private:
    void fill(int current);
    void refresh();
    void add();
    void go();
    void remove();
    QString freeName(const QString& wish, int except) const;

    std::vector<Bookmark> m_bookmarks;
    MapView m_present;
    QLineEdit* m_name;
    QListWidget* m_list;
    QPushButton *m_add, *m_go, *m_remove;
    bool m_filling = false;
};

}  // namespace isopolis
