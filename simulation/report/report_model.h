#pragma once
/// The impact report as words, tables and figure requests, without layout: PDF and HTML are two renderings of it.

#include "simulation/explain/explanation.h"

namespace isopolis {

struct EnsembleResult;
struct UncertainIndicator;

/// A text of the report: English source text with arguments, so that `ui/text` can translate and format it.
struct ReportTable {
    std::string caption;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<bool> numeric;  ///< per column: right-aligned
    std::string note = {};
};

struct ReportMap {
    Indicator indicator = Indicator::No2;
    Moment moment = Moment::Change;
    std::string caption, altText;
    std::shared_ptr<const UncertainIndicator> sure = nullptr;  ///< marks changes that are too close to call; null without draws
};

/// Long lists stand on the web page in full, and short on the printed pages.
enum class Medium : std::uint8_t { Both, Pages, Web };

struct ReportBlock {
    enum class Kind : std::uint8_t { Heading1, Heading2, Paragraph, Bullets, Table, Map, QuintileChart };
    Kind kind = Kind::Paragraph;
    std::string text = {};  ///< heading or paragraph; alt text of a chart
    std::vector<std::string> bullets = {};
    ReportTable table = {};
    std::vector<ReportMap> maps = {};      ///< drawn side by side
    Indicator indicator = Indicator::No2;  ///< of a chart
    Medium medium = Medium::Both;
    bool newPage = false;  ///< starts on a page of its own
};

struct ReportModel {
    std::string title, subtitle, city, scenario, language = "en", date;
    std::string runKey;  ///< printed on every page
    bool synthetic = false;
    std::vector<ReportBlock> blocks;
    std::vector<std::string> attributions;
};

struct ReportSettings {
    std::string date;  ///< as printed; the clock belongs to the caller
    std::string language = "en";
    std::vector<Indicator> indicators;  ///< empty: all
    std::size_t worstNeighbourhoods = 10;
    const EnsembleResult* sure = nullptr;  ///< intervals, where an ensemble of these two runs is known; the report says so if not
    std::string program = "Isopolis";      ///< name and version
};

Expected<ReportModel> buildReport(const Study& study, const ReportSettings& settings, RunControl& control);

}  // namespace isopolis
