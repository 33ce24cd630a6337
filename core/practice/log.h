// SPDX-License-Identifier: Apache-2.0
// The record of a drill while it runs: one JSON object a line, each line handed to the system before the next event is
// taken, so that a killed program loses nothing that happened before. The first line says what is being drilled.
// Between events a beat says that the drill still ran; a beat takes the place of the one before it. Single-threaded.
#pragma once

#include "core/practice/drill.h"

#include <filesystem>

namespace catenary::practice {

/// What the first line says.
struct LogHeader {
    int minutes = 5;
    Mode mode = Mode::Guided;
    std::string title;              ///< of the design
    std::string design;             ///< its text in the file format
    std::int64_t started_at_ms = 0; ///< Unix time
    bool operator==(const LogHeader&) const = default;
};

/// A log being written. Moves, does not copy.
class DrillLog {
public:
    /// Makes a new file; an existing one is an error.
    [[nodiscard]] static support::Result<DrillLog> create(const std::filesystem::path& path, const LogHeader& header);
    /// Goes on with a log that was interrupted; a last line that was cut off is taken away. Error: there is none.
    [[nodiscard]] static support::Result<DrillLog> reopen(const std::filesystem::path& path);
    DrillLog(DrillLog&& other) noexcept;
    DrillLog& operator=(DrillLog&& other) noexcept;
    ~DrillLog();

    support::Result<void> append(const Event& event);
    /// The drill was going on at `t_ms`. Called once a second, a killed program loses at most a second of time.
    support::Result<void> beat(Milliseconds t_ms);
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    DrillLog(std::filesystem::path path, int fd);
    /// At `m_end`, and moves it behind.
    support::Result<void> writeLine(const std::string& line);

    std::filesystem::path m_path;
    int m_fd = -1;
    std::int64_t m_end = 0;   ///< bytes
    std::int64_t m_beat = -1; ///< where the last line begins, if it is a beat
};

struct LoggedDrill {
    LogHeader header;
    std::vector<Event> events;
    Milliseconds last_ms = 0; ///< the latest time known: of the last event or beat
    bool truncated = false;   ///< the last line was cut off and is left out
};

/// Reads a log, whole or cut off anywhere after its first line.
[[nodiscard]] support::Result<LoggedDrill> readLog(const std::filesystem::path& path);

/// Logs in a folder: drills that were interrupted. Sorted by name.
[[nodiscard]] std::vector<std::filesystem::path> interruptedDrills(const std::filesystem::path& folder);

} // namespace catenary::practice
