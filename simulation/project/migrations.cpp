#include "simulation/project/migrations.h"

#include "simulation/project/project_store.h"

#include <array>
#include <charconv>

namespace isopolis {

namespace {

/// What leads from one schema version to the next.
struct Migration {
    int from;
    const char* sql;
};

// Version 1 is the first that was handed out. Each later version adds its step here, and a test opens a file of every one.
constexpr std::array<Migration, 0> kMigrations = {};

int schemaVersion(const Connection& db)
{
    Statement row(db, "SELECT value FROM isopolis_meta WHERE key = 'schema_version'");
    int version = 0;
    if (row.next()) {
        const std::string text = row.text(0);
        std::from_chars(text.data(), text.data() + text.size(), version);
    }
    return version;
}

}  // namespace

std::optional<Error> migrate(Connection& db, const std::string& file)
{
    int version = schemaVersion(db);
    if (version > kSchemaVersion)
        return Error{ErrorCode::Unsupported, "the project was saved by a newer version of this program (schema " + std::to_string(version) +
                                                 ", this one knows " + std::to_string(kSchemaVersion) + ")"}
            .in(file)
            .cure("Update the program.");
    if (version < 1)
        return Error{ErrorCode::BadFile, "the project does not say which schema version it has"}.in(file).cure("Restore a copy.");
    if (version == kSchemaVersion)
        return std::nullopt;
    Transaction whole(db);
    for (const Migration& step : kMigrations)
        if (step.from == version) {
            db.execute(step.sql);
            ++version;
        }
    Statement set(db, "UPDATE isopolis_meta SET value = ? WHERE key = 'schema_version'");
    set.bind(1, std::to_string(version)).run();
    whole.commit();
    return std::nullopt;
}

}  // namespace isopolis
