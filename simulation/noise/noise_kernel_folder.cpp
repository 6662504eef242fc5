#include "simulation/noise/noise_kernel_folder.h"

#include "simulation/run/kernel_file.h"

namespace isopolis {

namespace {

constexpr std::string_view kMagic = "isopolis noise kernel 2";
constexpr std::string_view kSuffix = ".noise-kernel";
static_assert(std::is_trivially_copyable_v<NoiseTransfer> && sizeof(NoiseTransfer) == 4 + 2 * sizeof(OctavesF));

}  // namespace

/// Reads and writes what a kernel keeps to itself.
class NoiseKernelFile {
public:
    static std::string pack(const NoiseKernel& k)
    {
        KernelWriter w;
        w.put(kMagic);
        w.raw(k.m_base.bytes.data(), k.m_base.bytes.size());
        w.put(static_cast<std::uint64_t>(k.m_lines.size()));
        for (const NoiseLine& line : k.m_lines) {
            for (const LinkId link : line.links)
                w.put(link.value());
            w.put(line.tram.value());
            w.put(static_cast<std::uint64_t>(line.axis.size()));
            for (const Point2 p : line.axis)
                w.put(p);
            w.put(line.bounds);
        }
        w.put(static_cast<std::uint64_t>(k.m_receptors.size()));
        for (const NoiseReceptor& r : k.m_receptors) {
            w.put(r.at);
            w.put(r.ground_m);
            w.put(r.neighbourhood.value());
            w.put(r.people);
            w.put(static_cast<std::uint8_t>(r.atFacade));
        }
        for (const auto& transfers : k.m_transfers) {
            w.put(static_cast<std::uint64_t>(transfers.size()));
            w.raw(transfers.data(), transfers.size() * sizeof(NoiseTransfer));
        }
        w.put(static_cast<std::uint64_t>(k.m_additions.size()));
        for (const Box& box : k.m_additions)
            w.put(box);
        w.put(static_cast<std::uint64_t>(k.m_issues.size()));
        for (const Issue& issue : k.m_issues) {
            w.put(static_cast<std::uint8_t>(issue.severity));
            for (const std::string* text : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
                w.put(std::string_view(*text));
        }
        return std::move(w.m_bytes);
    }

    static NoiseKernelPtr unpack(std::string_view bytes)
    {
        KernelReader r(bytes);
        auto k = std::make_shared<NoiseKernel>();
        if (r.text() != kMagic)
            return nullptr;
        r.raw(k->m_base.bytes.data(), k->m_base.bytes.size());
        k->m_lines.resize(r.count(sizeof(std::uint32_t)));
        for (NoiseLine& line : k->m_lines) {
            for (LinkId& link : line.links)
                link = LinkId(r.get<std::uint32_t>());
            line.tram = TransitLineId(r.get<std::uint32_t>());
            line.axis.resize(r.count(2 * sizeof(double)));
            for (Point2& p : line.axis)
                p = r.point();
            line.bounds = r.box();
        }
        k->m_receptors.resize(r.count(4 * sizeof(double)));
        for (NoiseReceptor& receptor : k->m_receptors) {
            receptor.at = r.point();
            receptor.ground_m = r.get<double>();
            receptor.neighbourhood = NeighbourhoodId(r.get<std::uint32_t>());
            receptor.people = r.get<double>();
            receptor.atFacade = r.get<std::uint8_t>() != 0;
        }
        k->m_transfers.resize(k->m_receptors.size());
        for (auto& transfers : k->m_transfers) {
            transfers.resize(r.count(sizeof(NoiseTransfer)));
            r.raw(transfers.data(), transfers.size() * sizeof(NoiseTransfer));
            for (const NoiseTransfer& t : transfers)
                if (t.line >= k->m_lines.size())
                    return nullptr;
        }
        k->m_additions.resize(r.count(4 * sizeof(double)));
        for (Box& box : k->m_additions)
            box = r.box();
        k->m_issues.resize(r.count(1));
        for (Issue& issue : k->m_issues) {
            issue.severity = static_cast<Severity>(r.get<std::uint8_t>());
            for (std::string* text : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
                *text = r.text();
        }
        return r.ok() && r.atEnd() ? k : nullptr;
    }
};

void setNoiseKernelFolder(const std::filesystem::path& folder) { setKernelFolder(folder); }

NoiseKernelPtr loadNoiseKernel(const Hash& key)
{
    const std::string content = loadKernelFile(key, kSuffix);
    return content.empty() ? nullptr : NoiseKernelFile::unpack(content);
}

void saveNoiseKernel(const Hash& key, const NoiseKernel& kernel)
{
    if (keepsKernelFiles())
        saveKernelFile(key, kSuffix, NoiseKernelFile::pack(kernel));
}

}  // namespace isopolis
