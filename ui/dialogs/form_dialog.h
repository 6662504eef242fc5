#pragma once
/// A dialog with an introduction, labelled fields, a place for what is wrong, and two buttons. Closes and deletes itself. Fields scroll
/// where the screen is too small for them; what is wrong and the buttons are always seen.
///
///   auto* dialog = new FormDialog("speedDialog", tr("Speed limit"), tr("Set"), parent);
///   QDoubleSpinBox* limit = dialog->addNumber("limit", tr("Speed limit"), 30, 5, 130, 0, tr("km/h"));
///   dialog->askThen([=] { answer({limit->value()}); });

#include "ui/text/named.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QScrollArea;
class QVBoxLayout;

namespace isopolis {

class FormDialog : public QDialog {
    Q_OBJECT
public:
    FormDialog(const char* name, const QString& title, const QString& action, QWidget* parent);

    void setIntroduction(const QString& words);
    QDoubleSpinBox* addNumber(const char* name, const QString& label, double value, double low, double high, int decimals,
                              const QString& unit);
    QLineEdit* addText(const char* name, const QString& label, const QString& value);
    QComboBox* addChoice(const char* name, const QString& label, const QStringList& choices, int current);
    /// A path with a button that opens the file dialog.
    QLineEdit* addPath(const char* name, const QString& label, const QString& value, const QString& filter, bool save);
    void addRow(const QString& label, QWidget* field);
    void addWide(QWidget* widget);
    /// Returns what is wrong and how to mend it, or nothing. Asked before the dialog is accepted.
    void setCheck(std::function<QString()> check) { m_check = std::move(check); }
    void askThen(std::function<void()> accepted);
    /// Grows, or scrolls, until a field can be seen.
    void reveal(QWidget* field);
    QDialogButtonBox* buttons() { return m_buttons; }

    void accept() override;

private:
    QLabel* m_introduction;
    QFormLayout* m_form;
    QVBoxLayout* m_layout;
    QScrollArea* m_area;
    QLabel* m_problem;
    QDialogButtonBox* m_buttons;
    std::function<QString()> m_check;
};

}  // namespace isopolis
