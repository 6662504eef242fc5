#include "simulation/noise/noise_case.h"

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using Json = nlohmann::ordered_json;

/// A level without energy has no number in JSON.
Json numberOf(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json listOf(const Octaves& values)
{
    Json list = Json::array();
    for (const double v : values)
        list.push_back(numberOf(v));
    return list;
}

Json planeOf(const MeanPlane& p) { return Json::array({p.a, p.b, p.zs, p.zr, p.dp, p.G}); }

}  // namespace

std::string writeNoiseAnswer(const NoiseCase& c, const NoiseAnswer& answer)
{
    Json paths = Json::array();
    for (const AnswerPath& p : answer.paths) {
        Json values = Json::object();
        for (const auto& [name, octaves] : namedTerms(p, answer.airAbsorption_dB_km))
            values[name] = listOf(octaves);
        Json planes = Json::array({planeOf(p.terms.whole)});
        if (p.terms.hasEdge)
            planes = Json::array({planeOf(p.terms.sourceSide), planeOf(p.terms.receiverSide)});
        values["delta_path_difference_m"] = p.terms.homogeneous.pathDifference_m;
        paths.push_back({{"label", p.label}, {"values", std::move(values)}, {"mean_planes", std::move(planes)}});
    }
    Json issues = Json::array();
    for (const Issue& i : c.issues)
        issues.push_back({{"code", i.code}, {"message", i.message}, {"field", i.field}});
    const Json all = {{"id", c.id},
                      {"description", c.description},
                      {"octaves_hz", listOf(kOctaveHz)},
                      {"paths_from", answer.fromScene ? "scene" : "profiles"},
                      {"mean_plane_columns", {"a", "b", "z_s", "z_r", "d_p", "G_path"}},
                      {"paths", std::move(paths)},
                      {"total", {{"L", listOf(answer.level)}, {"LA", listOf(answer.aWeighted)}, {"LA_sum", numberOf(answer.total_dBA)}}},
                      {"issues", std::move(issues)}};
    return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace isopolis
