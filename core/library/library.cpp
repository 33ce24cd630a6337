// SPDX-License-Identifier: Apache-2.0
#include "core/library/library.h"

#include "core/library/layout.h"
#include "core/support/files.h"

#include <algorithm>

namespace catenary::library {

namespace fs = std::filesystem;
using support::ErrorCode;
using support::Json;
using support::Place;
using support::Result;

struct Library::State {
    Database database;
    fs::path marker; ///< there while the library is open; found at the start, the last run did not close it

    State(Database opened, fs::path mark) : database(std::move(opened)), marker(std::move(mark)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        std::error_code ignored; // at worst the next start checks once more
        fs::remove(marker, ignored);
    }
};

Library::Library(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

fs::path Library::usualPath() {
    return support::userDataDirectory() / "library.db";
}

Result<Library> Library::open(const fs::path& path) {
    const Place place{path.string(), {}, 0, 0};
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) return support::fail(ErrorCode::Io, "cannot make the folder of the library: " + error.message(), place);
    auto database = Database::open(path);
    if (!database) return tl::unexpected<support::Error>(database.error());

    const fs::path marker = path.string() + ".open";
    if (fs::exists(marker, error)) {
        const auto state = database->integrity();
        if (!state || *state != "ok")
            return support::fail(ErrorCode::Io, "the library is damaged: " + (state ? *state : state.error().message),
                                 place,
                                 "move it away to begin a new one, or put a backup (" + path.filename().string() +
                                     ".v*.bak) in its place");
    }
    for (const char* sql : {"PRAGMA journal_mode = WAL", "PRAGMA foreign_keys = ON", "PRAGMA synchronous = NORMAL"})
        if (auto done = database->run(sql); !done) {
            done.error().where = place;
            return tl::unexpected<support::Error>(done.error());
        }
    if (auto done = bringUpToDate(*database, path); !done) return tl::unexpected<support::Error>(done.error());
    if (auto marked = support::writeFileAtomically(marker, ""); !marked)
        return tl::unexpected<support::Error>(marked.error());
    return Library(std::make_unique<State>(std::move(*database), marker));
}

Result<std::int64_t> Library::addDrill(const DrillRecord& drill) {
    Database& database = m_state->database;
    auto done = database.run("BEGIN IMMEDIATE");
    if (!done) return tl::unexpected<support::Error>(done.error());
    const std::string review = drill.review.dump();
    done = Statement(database.handle(), "INSERT INTO drills (started_at_ms, title, design, minutes, mode, complete, "
                                        "total, review) VALUES (?,?,?,?,?,?,?,?)")
               .bind(drill.started_at_ms)
               .bind(drill.title)
               .bind(drill.design)
               .bind(std::int64_t{drill.minutes})
               .bind(drill.mode)
               .bind(std::int64_t{drill.complete ? 1 : 0})
               .bind(drill.total)
               .bind(review)
               .run();
    const std::int64_t id = database.lastId();
    for (const auto& [area, level] : drill.ratings.items()) {
        if (!done) break;
        if (!level.is_number_integer())
            done = support::fail(ErrorCode::Input, "the rating of `" + area + "` is no whole number");
        else
            done = Statement(database.handle(), "INSERT INTO ratings (drill, area, level) VALUES (?,?,?)")
                       .bind(id)
                       .bind(area)
                       .bind(level.get<std::int64_t>())
                       .run();
    }
    if (done) done = database.run("COMMIT");
    if (done) return id;
    static_cast<void>(database.run("ROLLBACK")); // the first error is the one to tell
    return tl::unexpected<support::Error>(done.error());
}

Result<std::vector<DrillRecord>> Library::drills() const {
    std::vector<DrillRecord> found;
    Statement statement(m_state->database.handle(),
                        "SELECT id, started_at_ms, title, design, minutes, mode, complete, total, review FROM drills "
                        "ORDER BY started_at_ms DESC, id DESC");
    for (;;) {
        const auto row = statement.step();
        if (!row) return tl::unexpected<support::Error>(row.error());
        if (!*row) break;
        DrillRecord drill;
        drill.id = statement.integer(0);
        drill.started_at_ms = statement.integer(1);
        drill.title = statement.text(2);
        drill.design = statement.text(3);
        drill.minutes = static_cast<int>(statement.integer(4));
        drill.mode = statement.text(5);
        drill.complete = statement.integer(6) != 0;
        drill.total = statement.number(7);
        drill.review = Json::parse(statement.text(8), nullptr, false);
        if (drill.review.is_discarded())
            return support::fail(ErrorCode::Syntax,
                                 "the review of drill " + std::to_string(drill.id) + " cannot be read");
        found.push_back(std::move(drill));
    }
    Statement ratings(m_state->database.handle(), "SELECT drill, area, level FROM ratings");
    for (;;) {
        const auto row = ratings.step();
        if (!row) return tl::unexpected<support::Error>(row.error());
        if (!*row) return found;
        const auto drill =
            std::find_if(found.begin(), found.end(), [&](const auto& d) { return d.id == ratings.integer(0); });
        if (drill != found.end()) drill->ratings[ratings.text(1)] = ratings.integer(2);
    }
}

Result<void> Library::removeDrill(std::int64_t id) {
    return Statement(m_state->database.handle(), "DELETE FROM drills WHERE id = ?").bind(id).run();
}

Result<void> Library::noteRecent(const RecentDesign& design) {
    return Statement(m_state->database.handle(),
                     "INSERT INTO recents (path, title, opened_at_ms) VALUES (?,?,?) "
                     "ON CONFLICT (path) DO UPDATE SET title = excluded.title, opened_at_ms = excluded.opened_at_ms")
        .bind(design.path)
        .bind(design.title)
        .bind(design.opened_at_ms)
        .run();
}

Result<std::vector<RecentDesign>> Library::recents(int most) const {
    std::vector<RecentDesign> found;
    Statement statement(m_state->database.handle(),
                        "SELECT path, title, opened_at_ms FROM recents ORDER BY opened_at_ms DESC, path LIMIT ?");
    statement.bind(std::int64_t{most});
    for (;;) {
        const auto row = statement.step();
        if (!row) return tl::unexpected<support::Error>(row.error());
        if (!*row) return found;
        found.push_back({statement.text(0), statement.text(1), statement.integer(2)});
    }
}

Result<void> Library::forgetRecent(const std::string& path) {
    return Statement(m_state->database.handle(), "DELETE FROM recents WHERE path = ?").bind(path).run();
}

Result<void> Library::addRevision(const Revision& revision, int keep) {
    sqlite3* handle = m_state->database.handle();
    auto done = Statement(handle, "INSERT INTO revisions (path, saved_at_ms, design) SELECT ?1, ?2, ?3 WHERE ?3 IS NOT "
                                  "(SELECT design FROM revisions WHERE path = ?1 ORDER BY id DESC LIMIT 1)")
                    .bind(revision.path)
                    .bind(revision.saved_at_ms)
                    .bind(revision.design)
                    .run();
    if (!done) return done;
    return Statement(handle, "DELETE FROM revisions WHERE path = ?1 AND id NOT IN "
                             "(SELECT id FROM revisions WHERE path = ?1 ORDER BY id DESC LIMIT ?2)")
        .bind(revision.path)
        .bind(std::int64_t{keep})
        .run();
}

Result<std::vector<Revision>> Library::revisions(const std::string& path) const {
    std::vector<Revision> found;
    Statement statement(m_state->database.handle(),
                        "SELECT id, path, saved_at_ms, design FROM revisions WHERE path = ? ORDER BY id DESC");
    statement.bind(path);
    for (;;) {
        const auto row = statement.step();
        if (!row) return tl::unexpected<support::Error>(row.error());
        if (!*row) return found;
        found.push_back({statement.integer(0), statement.text(1), statement.integer(2), statement.text(3)});
    }
}

Result<std::optional<std::string>> Library::setting(const std::string& key) const {
    Statement statement(m_state->database.handle(), "SELECT value FROM settings WHERE key = ?");
    statement.bind(key);
    const auto row = statement.step();
    if (!row) return tl::unexpected<support::Error>(row.error());
    return *row ? std::optional(statement.text(0)) : std::nullopt;
}

Result<void> Library::setSetting(const std::string& key, const std::string& value) {
    return Statement(m_state->database.handle(), "INSERT INTO settings (key, value) VALUES (?,?) "
                                                 "ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .run();
}

std::optional<double> medianOfLastFive(const std::vector<DrillRecord>& drills) {
    std::vector<double> totals;
    for (const DrillRecord& drill : drills)
        if (drill.complete && totals.size() < 5) totals.push_back(drill.total);
    if (totals.empty()) return std::nullopt;
    std::sort(totals.begin(), totals.end());
    const std::size_t middle = totals.size() / 2;
    return totals.size() % 2 == 1 ? totals[middle] : (totals[middle - 1] + totals[middle]) / 2;
}

} // namespace catenary::library
