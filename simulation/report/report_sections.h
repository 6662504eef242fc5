#pragma once
/// The sections of the impact report, each a few blocks; `buildReport` puts them in order.
///
/// Plain words: sentences of at most about twenty words, the same cautious wording everywhere ("people living in the fifth of
/// neighbourhoods with lowest income", never "low-income people": incomes of persons are not known).

#include "simulation/report/report_model.h"

namespace isopolis::report {

ReportBlock heading1(std::string text);
ReportBlock heading2(std::string text);
ReportBlock paragraph(std::string text);
ReportBlock bullets(std::vector<std::string> items);
ReportBlock tableBlock(ReportTable table);
/// A figure as the report prints it, with its unit if asked.
std::string figureText(double value, const IndicatorInfo& info, bool unit = false);
std::string changeFigure(double change, const IndicatorInfo& info, bool unit = false);

using Blocks = std::vector<ReportBlock>;
using Indicators = std::vector<Indicator>;

/// What the scheme does, and who gains and loses by each indicator.
Blocks summarySection(const Study& study, const Indicators& indicators, const EnsembleResult* sure);
/// Tables T1 to T5: people and coverage, change with intervals, appraisal matrix, better and worse off, limits crossed; how sure it is.
Blocks winnersSection(const Study& study, const Indicators& indicators, const EnsembleResult* sure);
/// T6: the neighbourhoods with the largest changes, losses first, each with its explanation; asks for runs of parts of the scheme.
Expected<Blocks> worstSection(const Study& study, const Indicators& indicators, std::size_t most, RunControl& control);
/// Maps, table per quintile and chart of one indicator.
Blocks indicatorSection(const Study& study, Indicator indicator, const EnsembleResult* sure);
/// Whether anybody sees a change that counts.
bool anybodyNotices(const Study& study, Indicator indicator);
/// Indicators in which nobody sees a change that counts: one table instead of pages of equal maps. Empty without any.
Blocks unchangedSection(const Study& study, const Indicators& indicators);
/// People above limit values, attributable deaths, annoyance and sleep; how far they hold, and what is not offered.
Blocks healthSection(const Study& study);
/// The models' cards, short.
Blocks modelSection();
Blocks inequalitySection(const Study& study, const Indicators& indicators);
/// In full what was changed and what decides verdicts; the rest short on pages, in full on the web page.
Blocks parameterSection(const Study& study, const Indicators& indicators);
Blocks sourceSection(const City& city);
/// T7 and the limits of knowledge.
Blocks methodSection(const Study& study, const Indicators& indicators, const EnsembleResult* sure);
/// A page of its own: versions, hashes, data sets, and how to check them.
Expected<Blocks> reproducibilitySection(const Study& study, const std::string& program);

/// A parameter's value: as many digits as it needs, no more.
std::string plainNumber(double value);
std::string thresholdText(const IndicatorAssessment& assessment, const IndicatorInfo& info);

}  // namespace isopolis::report
