// SPDX-License-Identifier: Apache-2.0
#include "core/library/database.h"

#include <sqlite3.h>
#include <utility>

namespace catenary::library {

using support::ErrorCode;
using support::Result;

namespace {

tl::unexpected<support::Error> failed(sqlite3* database) {
    return support::fail(ErrorCode::Io, std::string("the library cannot be used: ") + sqlite3_errmsg(database));
}

} // namespace

Statement::Statement(sqlite3* database, const char* sql) : m_database(database) {
    m_code = sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr);
}

Statement::~Statement() {
    sqlite3_finalize(m_statement);
}

Statement& Statement::bind(std::int64_t value) {
    if (m_code == SQLITE_OK) m_code = sqlite3_bind_int64(m_statement, ++m_bound, value);
    return *this;
}

Statement& Statement::bind(double value) {
    if (m_code == SQLITE_OK) m_code = sqlite3_bind_double(m_statement, ++m_bound, value);
    return *this;
}

Statement& Statement::bind(const std::string& value) {
    // A null destructor means the text outlives the statement's run; SQLITE_TRANSIENT would be an old-style cast.
    if (m_code == SQLITE_OK)
        m_code = sqlite3_bind_text64(m_statement, ++m_bound, value.data(), value.size(), nullptr, SQLITE_UTF8);
    return *this;
}

Result<bool> Statement::step() {
    if (m_code == SQLITE_OK || m_code == SQLITE_ROW) m_code = sqlite3_step(m_statement);
    if (m_code == SQLITE_ROW) return true;
    if (m_code == SQLITE_DONE) return false;
    return failed(m_database);
}

Result<void> Statement::run() {
    for (;;) {
        const auto row = step();
        if (!row) return tl::unexpected<support::Error>(row.error());
        if (!*row) return {};
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Statement::number(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return bytes == nullptr ? std::string() : std::string(bytes, size);
}

Result<Database> Database::open(const std::filesystem::path& path) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
    Database database(handle);
    if (code != SQLITE_OK) return failed(handle);
    sqlite3_busy_timeout(handle, 5000);
    return database;
}

Database::Database(Database&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}

Database& Database::operator=(Database&& other) noexcept {
    std::swap(m_handle, other.m_handle);
    return *this;
}

Database::~Database() {
    sqlite3_close(m_handle);
}

Result<void> Database::run(const char* sql) {
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failed(m_handle);
    return {};
}

Result<std::int64_t> Database::integer(const char* sql) const {
    Statement statement(m_handle, sql);
    const auto row = statement.step();
    if (!row) return tl::unexpected<support::Error>(row.error());
    return *row ? statement.integer(0) : 0;
}

Result<std::string> Database::integrity() const {
    Statement statement(m_handle, "PRAGMA integrity_check(1)");
    const auto row = statement.step();
    if (!row) return tl::unexpected<support::Error>(row.error());
    return *row ? statement.text(0) : "ok";
}

Result<void> Database::backup(const std::filesystem::path& to) const {
    auto copy = Database::open(to);
    if (!copy) return tl::unexpected<support::Error>(copy.error());
    sqlite3_backup* work = sqlite3_backup_init(copy->m_handle, "main", m_handle, "main");
    if (work == nullptr) return failed(copy->m_handle);
    sqlite3_backup_step(work, -1);
    if (sqlite3_backup_finish(work) != SQLITE_OK) return failed(copy->m_handle);
    return {};
}

std::int64_t Database::lastId() const {
    return sqlite3_last_insert_rowid(m_handle);
}

} // namespace catenary::library
