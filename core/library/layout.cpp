// SPDX-License-Identifier: Apache-2.0
#include "core/library/layout.h"

#include "core/library/library.h"

#include <array>

namespace catenary::library {

using support::ErrorCode;
using support::Place;
using support::Result;

namespace {

/// The step at index v makes layout v + 1 of layout v.
constexpr std::array<const char*, layoutVersion> steps{
    R"(CREATE TABLE drills (
           id INTEGER PRIMARY KEY,
           started_at_ms INTEGER NOT NULL,
           title TEXT NOT NULL,
           design TEXT NOT NULL,
           minutes INTEGER NOT NULL,
           mode TEXT NOT NULL,
           complete INTEGER NOT NULL,
           total REAL NOT NULL,
           review TEXT NOT NULL);
       CREATE TABLE ratings (
           drill INTEGER NOT NULL REFERENCES drills(id) ON DELETE CASCADE,
           area TEXT NOT NULL,
           level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
           PRIMARY KEY (drill, area));
       CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);)",
    R"(CREATE TABLE recents (path TEXT PRIMARY KEY, title TEXT NOT NULL, opened_at_ms INTEGER NOT NULL);
       CREATE TABLE revisions (
           id INTEGER PRIMARY KEY,
           path TEXT NOT NULL,
           saved_at_ms INTEGER NOT NULL,
           design TEXT NOT NULL);
       CREATE INDEX revisions_of_path ON revisions (path, id);)"};

Result<void> makeStep(Database& database, int from) {
    const std::string after = "PRAGMA user_version = " + std::to_string(from + 1);
    const std::string mark = "PRAGMA application_id = " + std::to_string(applicationId);
    auto done = database.run("BEGIN IMMEDIATE");
    if (done) done = database.run(steps[static_cast<std::size_t>(from)]);
    if (done) done = database.run(mark.c_str());
    if (done) done = database.run(after.c_str());
    if (done) return database.run("COMMIT");
    static_cast<void>(database.run("ROLLBACK")); // the first error is the one to tell
    return done;
}

} // namespace

Result<void> bringUpToDate(Database& database, const std::filesystem::path& path) {
    const auto version = database.integer("PRAGMA user_version");
    const auto mark = database.integer("PRAGMA application_id");
    const auto tables = database.integer("SELECT count(*) FROM sqlite_master");
    if (!version) return tl::unexpected<support::Error>(version.error());
    if (!mark || !tables) return tl::unexpected<support::Error>(mark ? tables.error() : mark.error());
    const Place place{path.string(), {}, 0, 0};
    if (*tables > 0 && *mark != applicationId)
        return support::fail(ErrorCode::Version, "this file is a database of another program", place);
    if (*version > layoutVersion)
        return support::fail(ErrorCode::Version,
                             "the library was written by a newer Catenary: it needs layout " + std::to_string(*version),
                             place, "update Catenary; your designs are plain files and open as before");
    for (int from = static_cast<int>(*version); from < layoutVersion; ++from) {
        if (from > 0) {
            const std::filesystem::path copy = path.string() + ".v" + std::to_string(from) + ".bak";
            std::error_code ignored; // a missing old backup is the usual case
            std::filesystem::remove(copy, ignored);
            if (auto saved = database.backup(copy); !saved) return saved;
        }
        if (auto done = makeStep(database, from); !done) return done;
    }
    return {};
}

} // namespace catenary::library
