#pragma once
/// Finds a place of the city or a command of the window by a few letters; Enter goes there or does it.
///
///   auto* dialog = new FindDialog(actions, this);
///   connect(dialog, &FindDialog::chosen, …);   // a place; commands are triggered by the dialog itself
///   dialog->setIndex(index);                   // of the city; may come while the dialog is already shown
///   dialog->ask(FindDialog::What::Places);
///
/// Arrow keys move in the list while the line keeps the focus, so that the whole is one tab stop and one announcement.

#include "ui/models/find_index.h"

#include <QDialog>
#include <QList>
#include <QPointer>

#include <memory>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;

namespace isopolis {

class FindDialog : public QDialog {
    Q_OBJECT
public:
    enum class What { Places, Commands };
    /// Actions without a text are left out.
    FindDialog(const QList<QAction*>& actions, QWidget* parent);
    void setIndex(std::shared_ptr<const FindIndex> index);  ///< null: none yet
    void ask(What what);

Q_SIGNALS:
    void chosen(const isopolis::FindItem& item);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void listPlaces();
    void listCommands();
    void accept() override;

    std::shared_ptr<const FindIndex> m_index;
    QList<QPointer<QAction>> m_actions;
    What m_what = What::Places;
    QLineEdit* m_line;
    QListWidget* m_list;
    QLabel* m_told;
};

}  // namespace isopolis
