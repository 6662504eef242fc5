#include "simulation/air/air_kernels_folder.h"

#include "simulation/run/kernel_file.h"

#include <limits>

namespace isopolis {

namespace {

constexpr std::string_view kMagic = "isopolis air kernels 1";
constexpr std::string_view kSuffix = ".air-kernels";
static_assert(std::is_trivially_copyable_v<FarDeposit> && sizeof(FarDeposit) == 8);

void putIssues(KernelWriter& w, const std::vector<Issue>& issues)
{
    w.put(static_cast<std::uint64_t>(issues.size()));
    for (const Issue& issue : issues) {
        w.put(static_cast<std::uint8_t>(issue.severity));
        for (const std::string* text : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
            w.put(std::string_view(*text));
    }
}

std::vector<Issue> getIssues(KernelReader& r)
{
    std::vector<Issue> issues(r.count(1));
    for (Issue& issue : issues) {
        issue.severity = static_cast<Severity>(r.get<std::uint8_t>());
        for (std::string* text : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
            *text = r.text();
    }
    return issues;
}

template <class T>
void putLists(KernelWriter& w, const std::vector<std::vector<T>>& lists)
{
    static_assert(std::is_trivially_copyable_v<T>);
    w.put(static_cast<std::uint64_t>(lists.size()));
    for (const auto& list : lists) {
        w.put(static_cast<std::uint64_t>(list.size()));
        w.raw(list.data(), list.size() * sizeof(T));
    }
}

template <class T>
bool getLists(KernelReader& r, std::vector<std::vector<T>>& lists, std::size_t wanted)
{
    if (r.count(sizeof(std::uint64_t)) != wanted)
        return false;
    lists.assign(wanted, {});
    for (auto& list : lists) {
        list.resize(r.count(sizeof(T)));
        r.raw(list.data(), list.size() * sizeof(T));
    }
    return r.ok();
}

void putCanyon(KernelWriter& w, const CanyonStreet& c)
{
    w.put(c.line);
    for (const double v :
         {c.shape.height_m, c.shape.width_m, c.shape.length1_m, c.shape.length2_m, c.shape.axis_deg, c.leftHeight_m, c.rightHeight_m})
        w.put(v);
    w.put(static_cast<std::uint64_t>(c.shape.sectors.size()));
    for (const HeightSector& s : c.shape.sectors)
        for (const double v : {s.from_deg, s.to_deg, s.height_m})
            w.put(v);
}

CanyonStreet getCanyon(KernelReader& r)
{
    CanyonStreet c;
    c.line = r.get<std::uint32_t>();
    for (double* v : {&c.shape.height_m, &c.shape.width_m, &c.shape.length1_m, &c.shape.length2_m, &c.shape.axis_deg, &c.leftHeight_m,
                      &c.rightHeight_m})
        *v = r.get<double>();
    c.shape.sectors.resize(r.count(3 * sizeof(double)));
    for (HeightSector& s : c.shape.sectors)
        for (double* v : {&s.from_deg, &s.to_deg, &s.height_m})
            *v = r.get<double>();
    return c;
}

}  // namespace

std::string AirKernelFile::pack(const AirKernels& k)
{
    static_assert(std::is_trivially_copyable_v<AirKernels::Unit> && sizeof(AirKernels::Unit) == 8);
    KernelWriter w;
    w.put(kMagic);
    w.raw(k.m_base.bytes.data(), k.m_base.bytes.size());
    w.put(static_cast<std::uint64_t>(k.m_raster.values.size()));
    for (const float v : k.m_raster.values)
        w.put(static_cast<std::uint8_t>(v != v));
    putLists(w, k.m_deposits);
    putLists(w, k.m_units);
    w.put(static_cast<std::uint64_t>(k.m_canyons.size()));
    for (const CanyonStreet& c : k.m_canyons)
        putCanyon(w, c);
    w.put(static_cast<std::uint64_t>(k.m_walled.size()));
    for (const AirKernels::Walled& walled : k.m_walled) {
        w.put(static_cast<std::uint64_t>(walled.place));
        w.put(static_cast<std::uint64_t>(walled.canyon));
        w.put(walled.offset_m);
        w.put(walled.open);
    }
    putIssues(w, k.m_issues);
    return std::move(w.m_bytes);
}

bool AirKernelFile::unpack(std::string_view content, AirKernels& k)
{
    KernelReader r(content);
    Hash base;
    if (r.text() != kMagic)
        return false;
    r.raw(base.bytes.data(), base.bytes.size());
    if (base != k.m_base || r.count(1) != k.m_raster.values.size())
        return false;
    for (float& v : k.m_raster.values)
        v = r.get<std::uint8_t>() != 0 ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
    if (!getLists(r, k.m_deposits, k.m_lines.size()) || !getLists(r, k.m_units, k.cells() + k.points()))
        return false;
    for (const auto& list : k.m_deposits)
        for (const FarDeposit& d : list)
            if (d.node >= k.m_far->nodes())
                return false;
    for (const auto& list : k.m_units)
        for (const AirKernels::Unit& unit : list)
            if (unit.line >= k.m_lines.size())
                return false;
    k.m_canyons.resize(r.count(7 * sizeof(double)));
    for (CanyonStreet& c : k.m_canyons) {
        c = getCanyon(r);
        if (c.line >= k.m_lines.size())
            return false;
    }
    k.m_walled.resize(r.count(4 * sizeof(double)));
    for (AirKernels::Walled& walled : k.m_walled) {
        walled.place = static_cast<std::size_t>(r.get<std::uint64_t>());
        walled.canyon = static_cast<std::size_t>(r.get<std::uint64_t>());
        walled.offset_m = r.get<double>();
        walled.open = r.get<double>();
        if (walled.place >= k.m_units.size() || walled.canyon >= k.m_canyons.size())
            return false;
    }
    k.m_issues = getIssues(r);
    k.m_climate = canyonClimate(k.m_weather->winds());
    return r.ok() && r.atEnd();
}

std::string loadAirKernels(const Hash& key) { return loadKernelFile(key, kSuffix); }

void saveAirKernels(const Hash& key, const std::string& content) { saveKernelFile(key, kSuffix, content); }

}  // namespace isopolis
