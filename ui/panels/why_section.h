#pragma once
/// "Why?": the sentence, the shares of interventions and streets as bars, and what is not explained.

#include "ui/jobs/explainer.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace isopolis {

class ChartWidget;

class WhySection : public QWidget {
    Q_OBJECT
public:
    WhySection(ProjectDocument& document, Explainer& explainer, QWidget* parent = nullptr);

Q_SIGNALS:
    void cardRequested(const QString& id);  ///< of the model behind the figure

private:
    void refresh();
    void refreshCards();
    void showExplanation(const Explanation& why);
    void showState();

    ProjectDocument& m_document;
    Explainer& m_explainer;
    QLabel *m_heading, *m_sentence, *m_notes;
    QPushButton *m_ask, *m_cancel, *m_cards;
    QProgressBar* m_progress;
    ChartWidget *m_interventions, *m_streets;
};

}  // namespace isopolis
