#pragma once
/// Two renderings of a ReportModel: a tagged PDF, and HTML of the same content for screen readers and the web.
///
///   auto model = buildReport(study, settings, control);
///   writePdfReport(*model, study, "report.pdf");
///
/// The PDF is laid out with cairo and pango (tags, right-to-left scripts, embedded subset fonts) and finished by one qpdf pass
/// (language, alternative texts, table scopes, artifacts, metadata). It follows the machine-checkable rules of PDF/UA-1; it has not
/// been validated with veraPDF. Both need a QGuiApplication for the maps. Nothing is left behind on failure.

#include "simulation/report/report_model.h"

#include <filesystem>

namespace isopolis {

Expected<void> writePdfReport(const ReportModel& model, const Study& study, const std::filesystem::path& path);
Expected<void> writeHtmlReport(const ReportModel& model, const Study& study, const std::filesystem::path& path);

}  // namespace isopolis
