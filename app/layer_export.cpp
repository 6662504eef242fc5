#include "app/layer_export.h"

#include "simulation/equity/assessment.h"

namespace isopolis {

namespace {

/// Whose data these are: everybody who gets the layer must be able to say so.
std::string aboutOf(const Study& study)
{
    std::string about = std::string(study.city->synthetic() ? "Invented city. " : "") + "Model results of Isopolis for the scenario \"" +
                        study.scenario.name + "\".";
    for (const SourceRecord& source : study.city->sources())
        about += " " + source.attribution + (source.licence.empty() ? "" : " (" + source.licence + ")") + ".";
    return about;
}

std::string text(std::string_view words) { return std::string(words); }

}  // namespace

std::string_view exportedLayerKey(ExportedLayer layer) { return layer == ExportedLayer::Streets ? "streets" : "neighbourhoods"; }

FeatureLayer neighbourhoodLayer(const Study& study)
{
    FeatureLayer layer{text(exportedLayerKey(ExportedLayer::Neighbourhoods)),
                       study.city->frame(),
                       {{"id", FieldKind::Text},
                        {"name", FieldKind::Text},
                        {"scenario", FieldKind::Text},
                        {"residents", FieldKind::Number},
                        {"jobs", FieldKind::Number},
                        {"income", FieldKind::Number},
                        {"income_fifth", FieldKind::Whole}},
                       {},
                       aboutOf(study)};
    for (const IndicatorAssessment& each : study.report.indicators) {
        const std::string key(indicatorInfo(each.indicator).key);
        for (const char* part : {"_before", "_after", "_change"})
            layer.fields.push_back({key + part, FieldKind::Number});
        layer.fields.push_back({key + "_verdict", FieldKind::Text});
    }
    for (const NeighbourhoodId id : idsOf(study.city->neighbourhoods())) {
        const Neighbourhood& n = study.city->neighbourhoods()[id];
        const int fifth = study.report.quintile[id];
        LayerRow row{.polygons = n.outline,
                     .values = {n.externalId, n.name, study.scenario.name, n.population, n.jobs, n.income,
                                fifth > 0 ? static_cast<double>(fifth) : kUnknown}};
        for (const IndicatorAssessment& each : study.report.indicators) {
            const Score& score = each.scores[id];
            for (const double value : {score.before, score.after, score.change})
                row.values.emplace_back(value);
            row.values.emplace_back(text(verdictKey(score.verdict)));
        }
        layer.rows.push_back(std::move(row));
    }
    return layer;
}

FeatureLayer streetLayer(const Study& study)
{
    FeatureLayer layer{text(exportedLayerKey(ExportedLayer::Streets)),
                       study.city->frame(),
                       {{"id", FieldKind::Text},
                        {"name", FieldKind::Text},
                        {"class", FieldKind::Text},
                        {"scenario", FieldKind::Text},
                        {"length_m", FieldKind::Number},
                        {"capacity_veh_h", FieldKind::Number}},
                       {},
                       aboutOf(study)};
    struct Column {
        const char* name;
        double (*of)(const Run&, LinkId);
    };
    const Column columns[] = {{"flow_veh_h", [](const Run& run, LinkId link) { return run.traffic.flow_veh_h[link]; }},
                              {"flow_veh_day", [](const Run& run, LinkId link) { return run.traffic.flow_veh_day[link]; }},
                              {"speed_km_h", [](const Run& run, LinkId link) { return run.traffic.speed_kmh[link]; }},
                              {"nox_g_day", [](const Run& run, LinkId link) { return run.emissions.nox_g_day[link]; }},
                              {"pm25_g_day", [](const Run& run, LinkId link) { return run.emissions.pm25_g_day[link]; }},
                              {"co2_g_day", [](const Run& run, LinkId link) { return run.emissions.co2_g_day[link]; }}};
    for (const Column& column : columns)
        for (const char* part : {"_before", "_after", "_change"})
            layer.fields.push_back({std::string(column.name) + part, FieldKind::Number});
    const Run &before = *study.before, &after = *study.after;
    for (const LinkId link : idsOf(after.applied.links)) {
        const bool both = link.index() < before.applied.linkCount() && !after.applied.isAdded(link);
        const bool drivenBefore = both && before.traffic.speed_kmh[link] > 0, drivenAfter = after.traffic.speed_kmh[link] > 0;
        if (!drivenBefore && !drivenAfter)
            continue;
        LayerRow row{.lines = {after.applied.geometry(link)},
                     .values = {after.applied.externalId(link), after.applied.name(link), text(roadClassKey(after.applied.roadClass(link))),
                                study.scenario.name, after.applied.length_m(link), after.traffic.capacity_veh_h[link]}};
        for (const Column& column : columns) {
            const double was = both ? column.of(before, link) : kUnknown, is = column.of(after, link);
            for (const double value : {was, is, is - was})
                row.values.emplace_back(value);
        }
        layer.rows.push_back(std::move(row));
    }
    return layer;
}

Expected<void> exportLayer(const Study& study, ExportedLayer layer, const std::filesystem::path& path)
{
    return writeLayer(layer == ExportedLayer::Streets ? streetLayer(study) : neighbourhoodLayer(study), path);
}

}  // namespace isopolis
