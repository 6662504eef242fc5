#pragma once
/// Draws of ensembles: `NAME.ensembles.db` beside `NAME.gpkg`, a plain SQLite file that may be deleted at any time.
///
///   auto store = EnsembleStore::obtain(ensembleStorePath("town.gpkg"));    // opened, or made if it is not there
///   auto ensemble = drawEnsemble(plan, figures, &*store, control);         // each draw in a transaction of its own
///
/// A row is told by the ensemble's key (city, both scenarios, engine, design of the draws) and the number of the draw, and carries a hash
/// of its figures; rows that do not fit or are damaged count as not drawn. A crash, or kill -9, loses the draws in flight. Files
/// are untrusted: one whose tables are not ours is refused. Calls are serialised; one object per process and file.
///
/// The file does not grow for ever: the first draw of a new ensemble keeps those used last before it, at most `kMostOthers` of them and at
/// most `kMostBytes` together; older ones are dropped as a whole, never the one in use. Loading drops nothing. Files of earlier versions
/// learn the order of use from now on.

#include "simulation/uncertainty/ensemble.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace isopolis {

class EnsembleStore : public DrawStore {
public:
    static constexpr std::size_t kMostOthers = 8;
    static constexpr std::int64_t kMostBytes = 256LL * 1024 * 1024;  ///< figures of the others

    static Expected<EnsembleStore> obtain(const std::filesystem::path& path);
    EnsembleStore(EnsembleStore&&) noexcept;
    EnsembleStore& operator=(EnsembleStore&&) noexcept;
    ~EnsembleStore() override;

    Expected<std::map<std::size_t, DrawFigures>> load(const EnsemblePlan& plan) override;
    Expected<void> save(const EnsemblePlan& plan, std::size_t index, const DrawFigures& figures) override;
    /// Ensembles that the file holds, and the bytes of their figures.
    struct Size {
        std::size_t ensembles = 0;
        std::int64_t bytes = 0;
    };
    Expected<Size> size() const;
    /// Drops all draws but those of this ensemble.
    Expected<void> keepOnly(const Hash& key);

private:
    struct Impl;
    explicit EnsembleStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// `town.gpkg` → `town.ensembles.db`, in the same folder.
std::filesystem::path ensembleStorePath(const std::filesystem::path& project);

/// Bytes of one draw's figures, and back; a null value if they are damaged or hold another number of indicators.
std::vector<std::uint8_t> encodeDraw(const DrawFigures& figures);
std::optional<DrawFigures> decodeDraw(std::span<const std::uint8_t> bytes);
/// Of the numbers and bytes of all draws: equal for equal ensembles, however many threads, processes or sittings they took.
Hash drawsHash(const Ensemble& ensemble);

}  // namespace isopolis
