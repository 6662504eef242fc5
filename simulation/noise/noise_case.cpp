#include "simulation/noise/noise_case.h"

#include "simulation/noise/diffraction.h"

#include <algorithm>

namespace isopolis {

namespace {

std::string_view labelOf(PathKind kind)
{
    switch (kind) {
    case PathKind::Direct: return "direct";
    case PathKind::LateralRight: return "right lateral";
    case PathKind::LateralLeft: return "left lateral";
    case PathKind::Reflected: return "reflection";
    }
    return "direct";
}

/// The straight and the curved profile of one side are the two conditions of one path.
std::vector<AnswerPath> fromProfiles(const NoiseCase& c, const Medium& medium)
{
    std::vector<AnswerPath> paths;
    for (const GivenProfile& given : c.profiles) {
        const bool side = given.path.kind == PathKind::LateralLeft || given.path.kind == PathKind::LateralRight;
        PathTerms terms = evaluate(given.path, medium);
        if (!side) {
            paths.push_back({std::string(labelOf(given.path.kind)), given.path.kind, terms, {}, {}, {}});
            continue;
        }
        auto same = std::find_if(paths.begin(), paths.end(), [&](const AnswerPath& p) { return p.kind == given.path.kind; });
        if (same == paths.end()) {
            terms.homogeneous.exists = terms.favourable.exists = false;
            paths.push_back({std::string(labelOf(given.path.kind)), given.path.kind, terms, {}, {}, {}});
            same = paths.end() - 1;
        }
        const PathTerms fresh = evaluate(given.path, medium);
        if (given.curved) {
            same->terms.favourable = fresh.favourable;
        } else {
            same->terms = fresh;
            same->terms.favourable.exists = false;
        }
    }
    return paths;
}

std::vector<AnswerPath> fromScene(const NoiseCase& c, const Medium& medium)
{
    std::vector<AnswerPath> paths;
    for (const SoundPath& path : searchPaths(c.scene, c.source, c.receiver, c.search))
        paths.push_back({std::string(labelOf(path.kind)), path.kind, evaluate(path, medium), {}, {}, {}});
    return paths;
}

}  // namespace

Expected<NoiseAnswer> computeNoiseCase(const NoiseCase& c, CaseInput input)
{
    const bool useProfiles = input == CaseInput::Profiles || (input == CaseInput::Auto && !c.profiles.empty());
    if (useProfiles && c.profiles.empty())
        return unexpected(Error{ErrorCode::NotFound, "the case holds no profiles"}
                              .about("profiles")
                              .cure("Give profiles, or let the paths be searched in the scene."));
    if (!useProfiles && !c.hasScene)
        return unexpected(
            Error{ErrorCode::NotFound, "the case holds no scene"}.about("scene").cure("Give a scene with source_xyz and receiver_xyz."));
    const Medium medium(c.air);
    NoiseAnswer answer;
    answer.airAbsorption_dB_km = medium.alpha_dB_km;
    answer.fromScene = !useProfiles;
    answer.paths = useProfiles ? fromProfiles(c, medium) : fromScene(c, medium);
    answer.level.fill(kSilent_dB);
    for (AnswerPath& p : answer.paths)
        for (std::size_t i = 0; i < kOctaveCount; ++i) {
            const auto levelOf = [&](const ConditionTerms& t) { return t.exists ? c.power_dB[i] - t.attenuation[i] : kSilent_dB; };
            p.homogeneous[i] = levelOf(p.terms.homogeneous);
            p.favourable[i] = levelOf(p.terms.favourable);
            p.level[i] = level((1 - c.favourableShare) * energy(p.homogeneous[i]) + c.favourableShare * energy(p.favourable[i]));
            answer.level[i] = sumOfLevels(answer.level[i], p.level[i]);
        }
    for (std::size_t i = 0; i < kOctaveCount; ++i)
        answer.aWeighted[i] = answer.level[i] + kAWeighting_dB[i];
    answer.total_dBA = aWeightedSum(answer.level);
    return answer;
}

std::vector<std::pair<std::string, Octaves>> namedTerms(const AnswerPath& path, const Octaves& airAbsorption_dB_km)
{
    std::vector<std::pair<std::string, Octaves>> all;
    const bool side = path.kind == PathKind::LateralLeft || path.kind == PathKind::LateralRight;
    for (const bool curved : {false, true}) {
        const ConditionTerms& t = curved ? path.terms.favourable : path.terms.homogeneous;
        if (!t.exists)
            continue;
        const std::string end = curved ? "F" : "H";
        const auto put = [&](const char* name, const Octaves& values) { all.emplace_back(name + end, values); };
        const bool anyDiffracts = side || std::any_of(t.diffracts.begin(), t.diffracts.end(), [](bool d) { return d; });
        put("W", t.w);
        put("Cf", t.cf);
        put("AGround", t.ground);
        if (anyDiffracts)
            put("DeltaDiffSR", t.diffractionSR);
        if (anyDiffracts && !side) {
            put("AGroundSO", t.groundSO);
            put("AGroundOR", t.groundOR);
            put("DeltaDiffSPrimeR", t.diffractionImageS);
            put("DeltaDiffSRPrime", t.diffractionImageR);
            put("DeltaGroundSO", t.deltaGroundSO);
            put("DeltaGroundOR", t.deltaGroundOR);
        }
        if (anyDiffracts)
            put("ADiff", t.diffraction);
        put("ABoundary", t.boundary);
        if (path.kind == PathKind::Reflected)
            put("RetroDiff", t.retro);
    }
    all.emplace_back("AlphaAtm", airAbsorption_dB_km);
    all.emplace_back("AAtm", path.terms.airAbsorption);
    Octaves divergence{}, absorption{}, weighted{};
    divergence.fill(path.terms.divergence);
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        absorption[i] = -path.terms.absorption[i];
        weighted[i] = path.level[i] + kAWeighting_dB[i];
    }
    all.emplace_back("ADiv", divergence);
    if (path.kind == PathKind::Reflected) {
        all.emplace_back("DLabs", absorption);
        all.emplace_back("Labs", absorption);
    }
    if (path.terms.homogeneous.exists)
        all.emplace_back("LH", path.homogeneous);
    if (path.terms.favourable.exists)
        all.emplace_back("LF", path.favourable);
    all.emplace_back("L", path.level);
    all.emplace_back("LA", weighted);
    return all;
}

}  // namespace isopolis
