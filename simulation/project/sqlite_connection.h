#pragma once
/// A thin, safe hold on SQLite: one connection, prepared statements, transactions. Errors are thrown as SqliteError inside
/// `project/` and become Expected at its border.
///
///   Connection db = Connection::open(path, OpenMode::ReadWrite);
///   Statement insert(db, "INSERT INTO t VALUES (?, ?)");
///   insert.bind(1, 3.5).bind(2, "x").run();

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace isopolis {

class SqliteError : public std::runtime_error {
public:
    SqliteError(int code, const std::string& message) : std::runtime_error(message), m_code(code) {}
    int code() const { return m_code; }
    bool notADatabase() const;  ///< the file is something else or damaged

private:
    int m_code;
};

enum class OpenMode { ReadWrite, Create };

class Connection {
public:
    static Connection open(const std::filesystem::path& path, OpenMode mode);
    void execute(const std::string& sql);
    sqlite3* handle() const { return m_handle.get(); }

private:
    struct Closer {
        void operator()(sqlite3* db) const;
    };
    explicit Connection(sqlite3* db) : m_handle(db) {}
    std::unique_ptr<sqlite3, Closer> m_handle;
};

class Statement {
public:
    Statement(const Connection& db, std::string_view sql);
    Statement& bind(int index, double value);  ///< NaN becomes NULL
    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
    Statement& bind(int index, std::string_view text);
    Statement& bind(int index, std::span<const std::uint8_t> blob);
    void run();   ///< to its end, then ready for the next values
    bool next();  ///< one more row?
    void reset();

    double real(int column) const;  ///< NULL becomes NaN
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    std::span<const std::uint8_t> blob(int column) const;  ///< valid until the next step

private:
    struct Closer {
        void operator()(sqlite3_stmt* statement) const;
    };
    void check(int code) const;
    std::unique_ptr<sqlite3_stmt, Closer> m_statement;
    sqlite3* m_db;
};

/// Rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Connection& db) : m_db(db) { m_db.execute("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Connection& m_db;
    bool m_open = true;
};

/// `name` in double quotes, inner quotes doubled.
std::string sqlName(std::string_view name);

}  // namespace isopolis
