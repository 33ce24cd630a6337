// SPDX-License-Identifier: Apache-2.0
// The little of SQLite's interface we use, with results for errors. Internal to core/library.
#pragma once

#include "core/support/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace catenary::library {

/// One prepared statement; errors are remembered and come out of `step`.
class Statement {
public:
    Statement(sqlite3* database, const char* sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    Statement& bind(std::int64_t value);
    Statement& bind(double value);
    Statement& bind(const std::string& value);
    /// True: a row is there. False: done.
    support::Result<bool> step();
    /// Runs a statement without rows.
    support::Result<void> run();
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double number(int column) const;
    [[nodiscard]] std::string text(int column) const;

private:
    sqlite3* m_database;
    sqlite3_stmt* m_statement = nullptr;
    int m_bound = 0;
    int m_code = 0;
};

class Database {
public:
    [[nodiscard]] static support::Result<Database> open(const std::filesystem::path& path);
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    ~Database();

    support::Result<void> run(const char* sql);
    [[nodiscard]] support::Result<std::int64_t> integer(const char* sql) const;
    /// "ok", or what is damaged.
    [[nodiscard]] support::Result<std::string> integrity() const;
    /// A consistent copy of the whole database.
    support::Result<void> backup(const std::filesystem::path& to) const;
    [[nodiscard]] std::int64_t lastId() const;
    [[nodiscard]] sqlite3* handle() const { return m_handle; }

private:
    explicit Database(sqlite3* handle) : m_handle(handle) {}
    sqlite3* m_handle;
};

} // namespace catenary::library
