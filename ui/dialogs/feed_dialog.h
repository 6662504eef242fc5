#pragma once
/// Asks for a new source of sensor data, and tries it before it is added: the first values, and what was rejected and why.

#include "ui/dialogs/form_dialog.h"
#include "ui/live/feed_desk.h"

class QCheckBox;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace isopolis {

class TableOfRows;

class FeedDialog : public FormDialog {
    Q_OBJECT
public:
    FeedDialog(FeedDesk& desk, QWidget* parent);
    ~FeedDialog() override;
    FeedDraft draft() const;

private:
    QString problem() const;
    void test();
    void show(const FeedTrial& trial);

    FeedDesk& m_desk;
    QLineEdit *m_name, *m_url, *m_topics, *m_zone, *m_licence, *m_attribution, *m_purpose, *m_basis, *m_secret;
    QComboBox *m_kind, *m_privacy;
    QDoubleSpinBox *m_poll, *m_period;
    QCheckBox *m_store, *m_export;
    QPlainTextEdit* m_profile;
    QPushButton* m_test;
    QLabel* m_answer;
    QTableView* m_values;
    TableOfRows* m_rows;
    bool m_testing = false;
};

}  // namespace isopolis
