#include "simulation/project/sqlite_connection.h"

#include <cmath>
#include <limits>

#include <sqlite3.h>

namespace isopolis {

namespace {

[[noreturn]] void fail(sqlite3* db, int code) { throw SqliteError(code, db ? sqlite3_errmsg(db) : sqlite3_errstr(code)); }

// Project files come by mail: nothing in them may run code, and no value may exhaust the memory (specs/equity-trust.md §7.2).
void harden(sqlite3* db)
{
    int ignored = 0;
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, &ignored);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &ignored);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, &ignored);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, &ignored);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, &ignored);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, &ignored);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, &ignored);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 500'000'000);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 100'000);
    sqlite3_limit(db, SQLITE_LIMIT_COLUMN, 2000);
    sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 100);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

}  // namespace

bool SqliteError::notADatabase() const { return (m_code & 0xff) == SQLITE_NOTADB || (m_code & 0xff) == SQLITE_CORRUPT; }

void Connection::Closer::operator()(sqlite3* db) const { sqlite3_close_v2(db); }
void Statement::Closer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Connection Connection::open(const std::filesystem::path& path, OpenMode mode)
{
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == OpenMode::Create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.string().c_str(), &raw, flags, nullptr);
    Connection db(raw);
    if (code != SQLITE_OK)
        fail(raw, code);
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, 5000);
    harden(raw);
    return db;
}

void Connection::execute(const std::string& sql)
{
    const int code = sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        fail(m_handle.get(), code);
}

Statement::Statement(const Connection& db, std::string_view sql) : m_db(db.handle())
{
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v2(m_db, sql.data(), static_cast<int>(sql.size()), &raw, nullptr));
    m_statement.reset(raw);
}

void Statement::check(int code) const
{
    if (code != SQLITE_OK)
        fail(m_db, code);
}

Statement& Statement::bind(int index, double value)
{
    check(std::isnan(value) ? sqlite3_bind_null(m_statement.get(), index) : sqlite3_bind_double(m_statement.get(), index, value));
    return *this;
}

Statement& Statement::bind(int index, std::int64_t value)
{
    check(sqlite3_bind_int64(m_statement.get(), index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text)
{
    // A null data pointer would bind NULL where an empty text is meant.
    check(sqlite3_bind_text64(m_statement.get(), index, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int index, std::span<const std::uint8_t> blob)
{
    check(sqlite3_bind_blob64(m_statement.get(), index, blob.empty() ? reinterpret_cast<const std::uint8_t*>("") : blob.data(), blob.size(),
                              SQLITE_TRANSIENT));
    return *this;
}

void Statement::run()
{
    while (next()) {
    }
}

bool Statement::next()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE) {
        sqlite3_reset(m_statement.get());
        fail(m_db, code);
    }
    reset();
    return false;
}

void Statement::reset() { sqlite3_reset(m_statement.get()); }

double Statement::real(int column) const
{
    if (sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL)
        return std::numeric_limits<double>::quiet_NaN();
    return sqlite3_column_double(m_statement.get(), column);
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }

std::string Statement::text(int column) const
{
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))) : std::string();
}

std::span<const std::uint8_t> Statement::blob(int column) const
{
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement.get(), column));
    return {data, data ? static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)) : 0};
}

Transaction::~Transaction()
{
    if (m_open)
        sqlite3_exec(m_db.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit()
{
    m_db.execute("COMMIT");
    m_open = false;
}

std::string sqlName(std::string_view name)
{
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

}  // namespace isopolis
