#pragma once
/// What one sees before a project is open: four ways to begin, and the recent projects.

#include <QStringList>
#include <QWidget>

class QLabel;
class QListWidget;
class QProgressBar;

namespace isopolis {

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    void setRecent(const QStringList& paths);
    void setBusy(const QString& what);  ///< empty: not busy

protected:
    void changeEvent(QEvent* event) override;

Q_SIGNALS:
    void sampleRequested();
    void openRequested();
    void recipeRequested();
    void recentRequested(const QString& path);

private:
    void refreshIcons();
    QWidget* m_choices;
    QListWidget* m_recent;
    QLabel *m_recentTitle, *m_busy;
    QProgressBar* m_progress;
};

}  // namespace isopolis
