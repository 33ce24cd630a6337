// SPDX-License-Identifier: Apache-2.0
//
// library: what the program remembers between runs, in one SQLite file: drills with the design they were about, recent
// designs, revisions of saved files, settings. The user's designs themselves stay plain files; losing the library loses
// no design. Write-ahead log, foreign keys on, `user_version` counts the layout; each step to a newer layout runs in
// one transaction after a backup beside the file (`library.db.v1.bak`). After a run that did not close, the file is
// checked before it is used. Start at `Library::open`. One thread uses one `Library`; several processes may share the
// file.
#pragma once

#include "core/practice/review.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace catenary::library {

/// Layout this program writes.
inline constexpr int layoutVersion = 2;

struct DrillRecord {
    std::int64_t id = 0;            ///< given by `addDrill`
    std::int64_t started_at_ms = 0; ///< Unix time
    std::string title;              ///< of the design
    std::string design;             ///< its text in the file format, as it was then
    int minutes = 5;
    std::string mode;                                ///< "guided", "exam"
    bool complete = true;                            ///< stopped early: shown, in no statistics
    double total = 0;                                ///< 0…100
    support::Json ratings = support::Json::object(); ///< area -> 1…4, given before the scores were shown
    support::Json review = support::Json::object();  ///< practice::toJson
    bool operator==(const DrillRecord&) const = default;
};

struct RecentDesign {
    std::string path, title;
    std::int64_t opened_at_ms = 0;
    bool operator==(const RecentDesign&) const = default;
};

struct Revision {
    std::int64_t id = 0;
    std::string path;
    std::int64_t saved_at_ms = 0;
    std::string design;
    bool operator==(const Revision&) const = default;
};

class Library {
public:
    /// Opens or makes the file. Errors: it is no library, it is damaged (the hint names the backup), it was written by
    /// a newer program, the system refuses.
    [[nodiscard]] static support::Result<Library> open(const std::filesystem::path& path);
    /// `userDataDirectory()/library.db`.
    [[nodiscard]] static std::filesystem::path usualPath();
    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;
    ~Library();

    /// The id it got.
    support::Result<std::int64_t> addDrill(const DrillRecord& drill);
    /// Newest first.
    [[nodiscard]] support::Result<std::vector<DrillRecord>> drills() const;
    support::Result<void> removeDrill(std::int64_t id);

    /// Puts a design in front of the list.
    support::Result<void> noteRecent(const RecentDesign& design);
    [[nodiscard]] support::Result<std::vector<RecentDesign>> recents(int most = 20) const;
    support::Result<void> forgetRecent(const std::string& path);

    /// Remembers a saved state; nothing if it is the last one of that file. Keeps the newest `keep` of a file.
    support::Result<void> addRevision(const Revision& revision, int keep = 50);
    [[nodiscard]] support::Result<std::vector<Revision>> revisions(const std::string& path) const; ///< newest first

    [[nodiscard]] support::Result<std::optional<std::string>> setting(const std::string& key) const;
    support::Result<void> setSetting(const std::string& key, const std::string& value);

private:
    struct State;
    explicit Library(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Median of the totals of the last five complete drills; `drills` is newest first. Nothing if there are none.
[[nodiscard]] std::optional<double> medianOfLastFive(const std::vector<DrillRecord>& drills);

} // namespace catenary::library
