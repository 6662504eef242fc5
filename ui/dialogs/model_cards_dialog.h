#pragma once
/// The models' cards: a list that can be searched, and the text of the chosen card.
///
///   auto* dialog = new ModelCardsDialog(parent);  dialog->choose("air");  dialog->open();
///
/// A search keeps the cards that have all its words in title or text. The texts are our own, in English.

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace isopolis {

class ModelCardsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ModelCardsDialog(QWidget* parent = nullptr);
    void choose(const QString& id);  ///< nothing happens if there is no such card

private:
    void search(const QString& words);
    void show(int row);

    QLineEdit* m_search;
    QListWidget* m_list;
    QTextBrowser* m_text;
    QLabel* m_found;
};

}  // namespace isopolis
