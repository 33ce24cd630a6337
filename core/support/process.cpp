// SPDX-License-Identifier: Apache-2.0
#include "core/support/process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <unistd.h>

namespace catenary::support {

namespace {

/// Times of starts are whole seconds of the machine's start and ticks since then.
constexpr std::int64_t startsAreKnownWithin_ms = 2000;

struct Process {
    bool ended = false;          ///< and not waited for yet
    std::int64_t started_ms = 0; ///< Unix time
};

std::int64_t machineStarted_ms() {
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("btime ")) return std::stoll(line.substr(6)) * 1000;
    return 0;
}

/// proc(5), "PID (NAME) STATE …", of which the 22nd field is the start in ticks since the machine's. A name may hold
/// anything, so fields are counted from the last parenthesis. Nothing where the system does not tell.
std::optional<Process> lookAt(std::int64_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    const auto name = line.rfind(')');
    if (name == std::string::npos) return std::nullopt;
    std::istringstream rest(line.substr(name + 1));
    std::string field;
    rest >> field;
    Process found;
    found.ended = field == "Z" || field == "X";
    for (int number = 4; number < 22; ++number) rest >> field;
    std::int64_t ticks = 0;
    if (!(rest >> ticks)) return std::nullopt;
    found.started_ms = machineStarted_ms() + ticks * 1000 / std::max<std::int64_t>(::sysconf(_SC_CLK_TCK), 1);
    return found;
}

} // namespace

bool stillRuns(std::int64_t process, std::int64_t at_ms) {
    if (process <= 0 || process > std::numeric_limits<pid_t>::max()) return false;
    // Signal 0 asks only whether the process exists; EPERM means it does and belongs to someone else.
    if (::kill(static_cast<pid_t>(process), 0) != 0 && errno != EPERM) return false;
    const auto found = lookAt(process);
    return !found || (!found->ended && found->started_ms <= at_ms + startsAreKnownWithin_ms);
}

} // namespace catenary::support
