#include "simulation/project/ensemble_store.h"

#include "simulation/project/byte_stream.h"
#include "simulation/project/store_file.h"
#include "simulation/uncertainty/ensemble_health.h"

#include <mutex>

namespace isopolis {

namespace fs = std::filesystem;

struct EnsembleStore::Impl {
    fs::path path;
    Connection db;
    std::mutex mutex;
};

namespace {

constexpr StoreWords kWords{"store of ensembles", "a store of ensembles", "Move it away: its draws can be calculated again."};
constexpr std::int64_t kApplicationId = 0x49534F45;  // "ISOE"
constexpr const char* kTable = "CREATE TABLE draw(ensemble TEXT NOT NULL, number INTEGER NOT NULL, figures BLOB NOT NULL, "
                               "sha256 BLOB NOT NULL, PRIMARY KEY (ensemble, number)) WITHOUT ROWID";
/// In which order ensembles were used: the largest number is the newest.
constexpr const char* kUses = "CREATE TABLE ensemble(key TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID";

std::string_view bytesAsText(std::span<const std::uint8_t> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

bool isOurs(const Connection& db)
{
    Statement id(db, "PRAGMA application_id");
    if (!id.next() || id.integer(0) != kApplicationId)
        return false;
    // A file of an earlier version has no order of use yet. Indices of primary keys have no text.
    Statement schema(db, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY sql = ? DESC");
    schema.bind(1, std::string_view(kTable));
    return schema.next() && schema.text(0) == kTable && (!schema.next() || (schema.text(0) == kUses && !schema.next()));
}

void markUsed(const Connection& db, const std::string& key)
{
    Statement mark(db, "INSERT INTO ensemble(key, used) SELECT ?, COALESCE(MAX(used), 0) + 1 FROM ensemble WHERE true "
                       "ON CONFLICT(key) DO UPDATE SET used = excluded.used");
    mark.bind(1, key).run();
}

/// Has no draws yet.
bool isNew(const Connection& db, const std::string& key)
{
    Statement any(db, "SELECT 1 FROM draw WHERE ensemble = ? LIMIT 1");
    any.bind(1, key);
    return !any.next();
}

/// All ensembles but one that go beyond the limits, newest first.
std::vector<std::string> tooOld(const Connection& db, const std::string& inUse)
{
    std::vector<std::string> drop;
    Statement others(db, "SELECT d.ensemble, SUM(LENGTH(d.figures)), COALESCE(MAX(e.used), 0) AS used FROM draw d "
                         "LEFT JOIN ensemble e ON e.key = d.ensemble WHERE d.ensemble <> ? GROUP BY d.ensemble ORDER BY used DESC, 1");
    others.bind(1, inUse);
    std::size_t kept = 0;
    std::int64_t bytes = 0;
    while (others.next()) {
        bytes += others.integer(1);
        if (kept < EnsembleStore::kMostOthers && bytes <= EnsembleStore::kMostBytes)
            ++kept;
        else
            drop.push_back(others.text(0));
    }
    return drop;
}

void dropAll(const Connection& db, const std::vector<std::string>& keys)
{
    for (const std::string& key : keys)
        for (const char* sql : {"DELETE FROM draw WHERE ensemble = ?", "DELETE FROM ensemble WHERE key = ?"})
            Statement(db, sql).bind(1, key).run();
}

void writeSide(ByteWriter& out, const std::vector<IdVector<NeighbourhoodId, double>>& side)
{
    for (const auto& values : side)
        out.reals(values.raw());
}

}  // namespace

std::vector<std::uint8_t> encodeDraw(const DrawFigures& figures)
{
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(figures.before.size()));
    writeSide(out, figures.before);
    writeSide(out, figures.after);
    return out.take();
}

std::optional<DrawFigures> decodeDraw(std::span<const std::uint8_t> bytes)
{
    try {
        ByteReader in(bytes);
        DrawFigures figures;
        const std::size_t indicators = in.count(2 * sizeof(std::uint64_t));
        if (indicators != figuresOfABranch())
            return std::nullopt;
        std::size_t places = 0;
        for (auto* side : {&figures.before, &figures.after})
            for (std::size_t k = 0; k < indicators; ++k) {
                side->emplace_back(in.reals());
                if (places != 0 && side->back().size() != places)
                    return std::nullopt;
                places = side->back().size();
            }
        if (!in.atEnd())
            return std::nullopt;
        return figures;
    } catch (const SqliteError&) {
        return std::nullopt;
    }
}

Hash drawsHash(const Ensemble& ensemble)
{
    Hasher h;
    h.add("draws").add(ensemble.plan.key);
    for (const auto& [index, draw] : ensemble.draws)
        h.add(static_cast<std::uint64_t>(index)).add(bytesAsText(encodeDraw(draw)));
    return h.finish();
}

EnsembleStore::EnsembleStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
EnsembleStore::EnsembleStore(EnsembleStore&&) noexcept = default;
EnsembleStore& EnsembleStore::operator=(EnsembleStore&&) noexcept = default;
EnsembleStore::~EnsembleStore() = default;

Expected<EnsembleStore> EnsembleStore::obtain(const fs::path& path)
{
    std::error_code ignored;
    if (!fs::exists(path, ignored)) {
        auto made = makeStoreFile(path, kWords, [](const fs::path& part) {
            Connection db = Connection::open(part, OpenMode::Create);
            db.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
            db.execute("PRAGMA auto_vacuum = INCREMENTAL");
            db.execute(kTable);
            db.execute(kUses);
        });
        if (!made)
            return unexpected(made.error());
    }
    return guarded(path, kWords, [&]() -> Expected<EnsembleStore> {
        auto impl = std::unique_ptr<Impl>(new Impl{path, Connection::open(path, OpenMode::ReadWrite), {}});
        if (!isOurs(impl->db))
            return unexpected(Error{ErrorCode::BadFile, "this database is not a store of ensembles of this program"}
                                  .in(path.string())
                                  .cure(kWords.cureIfForeign));
        impl->db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
        impl->db.execute(std::string(kUses).insert(std::string_view("CREATE TABLE ").size(), "IF NOT EXISTS "));
        return EnsembleStore(std::move(impl));
    });
}

Expected<std::map<std::size_t, DrawFigures>> EnsembleStore::load(const EnsemblePlan& plan)
{
    const std::lock_guard lock(m_impl->mutex);
    return guarded(m_impl->path, kWords, [&]() -> Expected<std::map<std::size_t, DrawFigures>> {
        std::map<std::size_t, DrawFigures> draws;
        Statement rows(m_impl->db, "SELECT number, figures, sha256 FROM draw WHERE ensemble = ? AND number >= 0 AND number < ?");
        rows.bind(1, plan.key.hex()).bind(2, static_cast<std::int64_t>(plan.design.samples));
        while (rows.next()) {
            const auto bytes = rows.blob(1), told = rows.blob(2);
            if (bytesAsText(told) != bytesAsText(sha256(bytesAsText(bytes)).bytes))
                continue;
            if (auto figures = decodeDraw(bytes))
                draws.emplace(static_cast<std::size_t>(rows.integer(0)), std::move(*figures));
        }
        // Asking for what is not there is no use of it, and never costs another ensemble its draws.
        if (!draws.empty())
            markUsed(m_impl->db, plan.key.hex());
        return draws;
    });
}

Expected<void> EnsembleStore::save(const EnsemblePlan& plan, std::size_t index, const DrawFigures& figures)
{
    const std::vector<std::uint8_t> bytes = encodeDraw(figures);
    const Hash hash = sha256(bytesAsText(bytes));
    const std::lock_guard lock(m_impl->mutex);
    return guarded(m_impl->path, kWords, [&]() -> Expected<void> {
        const std::string key = plan.key.hex();
        // Where an ensemble begins, others make room; its later draws need none.
        if (isNew(m_impl->db, key)) {
            Transaction tidy(m_impl->db);
            markUsed(m_impl->db, key);
            dropAll(m_impl->db, tooOld(m_impl->db, key));
            tidy.commit();
            m_impl->db.execute("PRAGMA incremental_vacuum");
        }
        Statement insert(m_impl->db, "INSERT OR REPLACE INTO draw VALUES (?, ?, ?, ?)");
        insert.bind(1, key).bind(2, static_cast<std::int64_t>(index)).bind(3, std::span<const std::uint8_t>(bytes));
        insert.bind(4, std::span<const std::uint8_t>(hash.bytes)).run();
        return {};
    });
}

Expected<EnsembleStore::Size> EnsembleStore::size() const
{
    const std::lock_guard lock(m_impl->mutex);
    return guarded(m_impl->path, kWords, [&]() -> Expected<Size> {
        Statement all(m_impl->db, "SELECT COUNT(DISTINCT ensemble), COALESCE(SUM(LENGTH(figures)), 0) FROM draw");
        return all.next() ? Size{static_cast<std::size_t>(all.integer(0)), all.integer(1)} : Size{};
    });
}

Expected<void> EnsembleStore::keepOnly(const Hash& key)
{
    const std::lock_guard lock(m_impl->mutex);
    return guarded(m_impl->path, kWords, [&]() -> Expected<void> {
        Statement drop(m_impl->db, "DELETE FROM draw WHERE ensemble <> ?");
        drop.bind(1, key.hex()).run();
        return {};
    });
}

fs::path ensembleStorePath(const fs::path& project)
{
    fs::path store = project;
    if (store.extension() == ".gpkg")
        store.replace_extension();
    store += ".ensembles.db";
    return store;
}

}  // namespace isopolis
