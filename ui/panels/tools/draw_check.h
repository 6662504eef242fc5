#pragma once
/// Looks at what is being drawn before it is finished: bus lines that it would cut, streets that cars could no longer reach, roads that
/// join nothing. In the background, a moment after the last click.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

#include <QStringList>
#include <QTimer>

namespace isopolis {

class DrawController;

class DrawCheck : public QObject {
    Q_OBJECT
public:
    DrawCheck(ProjectDocument& document, DrawController& drawing, JobRunner::Mode mode, QObject* parent);
    ~DrawCheck() override;
    const QStringList& warnings() const { return m_warnings; }  ///< sentences, the gravest first; empty while unknown

Q_SIGNALS:
    void changed();

private:
    void onDrawn();
    void look();
    void tell(const QStringList& warnings);

    ProjectDocument& m_document;
    DrawController& m_drawing;
    JobRunner m_runner;
    QTimer m_wait;
    std::optional<Intervention> m_looked;
    QStringList m_warnings;
};

}  // namespace isopolis
