#pragma once
/// What the main window needs from outside: given to it once, so that tests run the same window with other parts.

#include "ui/dialogs/dialog_service.h"
#include "ui/dialogs/feed_questions.h"
#include "ui/jobs/explainer.h"
#include "ui/jobs/run_service.h"
#include "ui/live/live_twin.h"

#include <QString>

#include <functional>

class QWidget;

namespace isopolis {

class Viewport;
struct EnsembleResult;

/// Ways to a project; called on a worker thread.
struct ProjectOpeners {
    std::function<Expected<OpenedProject>(const QString& path)> open;
    std::function<Expected<OpenedProject>(const SampleCityInput&)> makeSample;
    std::function<Expected<OpenedProject>(const RecipeInput&)> buildFromRecipe;
    /// Puts the user's emission factors into a project, or takes them out if `table` is empty; it has to be opened again then.
    std::function<Expected<void>(const QString& path, const QString& table)> useFactors;
};

/// Writes the report of a study; called on a worker thread. `sure`: the intervals on the screen, null if they were not asked for.
using ReportExporter = std::function<Expected<void>(const Study&, const EnsembleResult* sure, const QString& path, RunControl&)>;

struct WindowServices {
    std::function<Viewport*(QWidget* parent)> makeViewport;
    DialogServicePtr dialogs;
    FeedQuestionsPtr feedQuestions;
    ProjectOpeners openers;
    ChainFunction chain;
    ExplainFunction explain;
    ReportExporter exportReport;
    std::function<FeedDesk*(QObject* parent)> makeFeeds;
    LiveTwin::PlaceOf placeOf;  ///< where a sensor's longitude and latitude lie in a city
    QString settingsFile;       ///< empty: the user's own settings
    QString projectFolder;      ///< where new projects are suggested; empty: the documents folder
};

/// The real ones: OpenGL viewport, Qt dialogs, project files, all models.
WindowServices realServices();

}  // namespace isopolis
