// SPDX-License-Identifier: Apache-2.0
#include "core/design/autosave.h"

#include "core/support/process.h"

#include <algorithm>
#include <unistd.h>

namespace catenary::design {

namespace fs = std::filesystem;
using support::ErrorCode;
using support::OrderedJson;
using support::Place;
using support::Result;

namespace {

constexpr const char* suffix = ".recovery";
constexpr const char* formatName = "catenary-recovery";

Result<OrderedJson> readEntry(const fs::path& path) {
    const auto text = support::readFile(path);
    if (!text) return tl::unexpected<support::Error>(text.error());
    auto json = support::parseJson(*text, path.string());
    if (!json) return json;
    const bool sound = json->is_object() && json->value("format", std::string()) == formatName &&
                       json->contains("design") && (*json)["design"].is_string();
    if (!sound) return support::fail(ErrorCode::Syntax, "this is not a recovery file", Place{path.string(), {}, 0, 0});
    return json;
}

} // namespace

Autosave::Autosave() : Autosave(support::userStateDirectory() / "recovery") {}

Autosave::Autosave(fs::path folder) : m_folder(std::move(folder)) {}

Result<fs::path> Autosave::pathOf(const std::string& key) const {
    if (!support::isValidId(key)) return support::fail(ErrorCode::Input, "`" + key + "` cannot name a working copy");
    return m_folder / (key + suffix);
}

Result<void> Autosave::write(const std::string& key, const Design& design, const fs::path& original,
                             std::int64_t now_ms) const {
    const auto path = pathOf(key);
    if (!path) return tl::unexpected<support::Error>(path.error());
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (error)
        return support::fail(ErrorCode::Io, "cannot make the folder for working copies: " + error.message(),
                             Place{m_folder.string(), {}, 0, 0});
    fs::permissions(m_folder, fs::perms::owner_all,
                    error); // designs may be private; failing to hide them is no reason to lose them
    const OrderedJson entry{{"format", formatName},          {"version", 1},
                            {"original", original.string()}, {"title", design.title},
                            {"saved_at_ms", now_ms},         {"process", static_cast<std::int64_t>(::getpid())},
                            {"design", encode(design)}};
    return support::writeFileAtomically(*path, entry.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n");
}

std::vector<Recovery> Autosave::list(support::Findings& findings) const {
    std::vector<Recovery> found;
    std::error_code error;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() != suffix) continue;
        const auto json = readEntry(entry->path());
        if (!json) {
            findings.push_back(
                {support::Severity::Warning, entry->path().string(), json.error().message, json.error().hint, 0});
            continue;
        }
        try {
            Recovery recovery;
            recovery.key = entry->path().stem().string();
            recovery.original = json->value("original", std::string());
            recovery.title = json->value("title", std::string());
            recovery.saved_at_ms = json->value("saved_at_ms", std::int64_t{0});
            recovery.process = json->value("process", std::int64_t{0});
            recovery.inUse =
                recovery.process != ::getpid() && support::stillRuns(recovery.process, recovery.saved_at_ms);
            found.push_back(std::move(recovery));
        } catch (const OrderedJson::exception& wrong) {
            findings.push_back({support::Severity::Warning, entry->path().string(), wrong.what(), "", 0});
        }
    }
    std::sort(found.begin(), found.end(), [](const Recovery& a, const Recovery& b) {
        return a.saved_at_ms != b.saved_at_ms ? a.saved_at_ms > b.saved_at_ms : a.key < b.key;
    });
    return found;
}

Result<Design> Autosave::load(const std::string& key) const {
    const auto path = pathOf(key);
    if (!path) return tl::unexpected<support::Error>(path.error());
    const auto json = readEntry(*path);
    if (!json) return tl::unexpected<support::Error>(json.error());
    auto decoded = decode((*json)["design"].get_ref<const std::string&>(), path->string());
    if (!decoded) return tl::unexpected<support::Error>(decoded.error());
    return std::move(decoded->design);
}

Result<void> Autosave::discard(const std::string& key) const {
    const auto path = pathOf(key);
    if (!path) return tl::unexpected<support::Error>(path.error());
    std::error_code error;
    fs::remove(*path, error);
    if (error)
        return support::fail(ErrorCode::Io, "cannot remove the working copy: " + error.message(),
                             Place{path->string(), {}, 0, 0});
    return {};
}

} // namespace catenary::design
