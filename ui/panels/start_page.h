#pragma once
/// What one sees before a project is open: the ways to begin, and the recent projects.

#include <QStringList>
#include <QWidget>

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;

namespace isopolis {

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    void setRecent(const QStringList& paths);
    void setBusy(const QString& what);  ///< empty: not busy
    /// A sentence above the choices, e.g. on a project that was left in a hurry, and a button that opens it; empty: none.
    void setNotice(const QString& words, const QString& project);

protected:
    void changeEvent(QEvent* event) override;

Q_SIGNALS:
    void sampleRequested();
    void openRequested();
    void recipeRequested();
    void importRequested();
    void recentRequested(const QString& path);

private:
    void refreshIcons();
    QWidget* m_choices;
    QListWidget* m_recent;
    QLabel *m_recentTitle, *m_busy, *m_notice;
    QPushButton* m_noticeOpen;
    QString m_noticeProject;
    QProgressBar* m_progress;
};

}  // namespace isopolis
