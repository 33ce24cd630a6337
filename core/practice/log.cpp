// SPDX-License-Identifier: Apache-2.0
#include "core/practice/log.h"

#include "core/support/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace catenary::practice {

namespace fs = std::filesystem;
using support::ErrorCode;
using support::Json;
using support::Place;
using support::Result;

namespace {

constexpr const char* formatName = "catenary-drill-log";
constexpr const char* suffix = ".drill";
constexpr const char* beatName = "beat";

Place at(const fs::path& path, int line = 0) {
    return Place{path.string(), {}, line, 0};
}

std::string line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

DrillLog::DrillLog(fs::path path, int fd) : m_path(std::move(path)), m_fd(fd) {}

DrillLog::DrillLog(DrillLog&& other) noexcept
    : m_path(std::move(other.m_path)), m_fd(std::exchange(other.m_fd, -1)), m_end(other.m_end), m_beat(other.m_beat) {}

DrillLog& DrillLog::operator=(DrillLog&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_fd, other.m_fd);
    std::swap(m_end, other.m_end);
    std::swap(m_beat, other.m_beat);
    return *this;
}

DrillLog::~DrillLog() {
    if (m_fd >= 0) ::close(m_fd);
}

Result<DrillLog> DrillLog::create(const fs::path& path, const LogHeader& header) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return support::fail(ErrorCode::Io, std::string("cannot record the drill: ") + std::strerror(errno), at(path));
    DrillLog log(path, fd);
    const Json first{{"format", formatName},
                     {"version", 1},
                     {"minutes", header.minutes},
                     {"mode", toString(header.mode)},
                     {"title", header.title},
                     {"design", header.design},
                     {"started_at_ms", header.started_at_ms}};
    if (auto written = log.writeLine(line(first)); !written) return tl::unexpected<support::Error>(written.error());
    return log;
}

Result<DrillLog> DrillLog::reopen(const fs::path& path) {
    const auto text = support::readFile(path);
    if (!text) return tl::unexpected<support::Error>(text.error());
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return support::fail(ErrorCode::Io, std::string("cannot record the drill: ") + std::strerror(errno), at(path));
    DrillLog log(path, fd);
    const std::size_t last = text->rfind('\n');
    log.m_end = last == std::string::npos ? 0 : static_cast<std::int64_t>(last) + 1;
    if (::ftruncate(fd, log.m_end) != 0)
        return support::fail(ErrorCode::Io, std::string("cannot record the drill: ") + std::strerror(errno), at(path));
    return log;
}

Result<void> DrillLog::append(const Event& event) {
    m_beat = -1;
    Json json = event.data;
    json["t_ms"] = event.t_ms;
    json["type"] = event.type;
    return writeLine(line(json));
}

Result<void> DrillLog::beat(Milliseconds t_ms) {
    char text[48]; // of one length, so that a beat fits over the last one
    std::snprintf(text, sizeof text, "{\"t_ms\":%13lld,\"type\":\"%s\"}\n", static_cast<long long>(t_ms), beatName);
    if (m_beat >= 0)
        m_end = m_beat;
    else
        m_beat = m_end;
    return writeLine(text);
}

Result<void> DrillLog::writeLine(const std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::pwrite(m_fd, rest.data(), rest.size(), m_end);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0)
            return support::fail(ErrorCode::Io, std::string("cannot record the drill: ") + std::strerror(errno),
                                 at(m_path));
        m_end += written;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<LoggedDrill> readLog(const fs::path& path) {
    const auto text = support::readFile(path);
    if (!text) return tl::unexpected<support::Error>(text.error());
    LoggedDrill drill;
    int number = 0;
    for (std::size_t begin = 0; begin < text->size();) {
        const std::size_t end = text->find('\n', begin);
        ++number;
        if (end == std::string::npos) {
            drill.truncated = true;
            break;
        }
        const auto parsed = support::parseJson(std::string_view(*text).substr(begin, end - begin), path.string());
        begin = end + 1;
        if (!parsed || !parsed->is_object())
            return support::fail(ErrorCode::Syntax, "this line is no event", at(path, number));
        try {
            Json json = *parsed;
            if (number == 1) {
                if (json.value("format", std::string()) != formatName || json.value("version", 0) != 1)
                    return support::fail(ErrorCode::Version, "this is not the record of a drill", at(path, 1));
                drill.header = {json.at("minutes"), json.at("mode") == "exam" ? Mode::Exam : Mode::Guided,
                                json.at("title"), json.at("design"), json.at("started_at_ms")};
                continue;
            }
            Event event{json.at("t_ms"), json.at("type"), {}};
            drill.last_ms = std::max(drill.last_ms, event.t_ms);
            if (event.type == beatName) continue;
            json.erase("t_ms");
            json.erase("type");
            event.data = std::move(json);
            drill.events.push_back(std::move(event));
        } catch (const Json::exception&) {
            return support::fail(ErrorCode::Syntax, "this line is no event", at(path, number));
        }
    }
    if (number == 0 || (number == 1 && drill.truncated))
        return support::fail(ErrorCode::Syntax, "the record of the drill has no beginning", at(path));
    return drill;
}

std::vector<fs::path> interruptedDrills(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == suffix) found.push_back(entry->path());
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace catenary::practice
