// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"

#include "core/design/elements.h"
#include "core/design/fields.h"
#include "core/design/migrations/migrations.h"
#include "core/design/schema_check.h"

namespace catenary::design {

using support::ErrorCode;
using support::Place;

namespace {

constexpr const char* formatName = "catenary-design";

/// The version of a parsed file, if it is one this program can read.
support::Result<int> gate(const OrderedJson& json, std::string_view text, const std::string& fileName) {
    const auto at = [&](Steps steps) {
        Place place = locate(text, steps);
        place.file = fileName;
        place.path = pathOf(json, steps);
        return place;
    };
    const std::string hint =
        "a design begins with {\"format\": \"catenary-design\", \"version\": " + std::to_string(formatVersion) + ", …}";
    if (!json.is_object()) return support::fail(ErrorCode::Version, "this is not a Catenary design", at({}), hint);
    const auto format = json.find("format");
    if (format == json.end())
        return support::fail(ErrorCode::Version, "this is not a Catenary design: it has no `format`", at({}), hint);
    if (!format->is_string() || *format != formatName)
        return support::fail(ErrorCode::Version,
                             "this is not a Catenary design: its format is " +
                                 format->dump(-1, ' ', false, OrderedJson::error_handler_t::replace),
                             at({std::string("format")}), hint);
    const auto version = json.find("version");
    if (version == json.end()) return support::fail(ErrorCode::Version, "the field `version` is missing", at({}), hint);
    if (!version->is_number_integer())
        return support::fail(ErrorCode::Version, "`version` must be a whole number", at({std::string("version")}),
                             hint);
    const auto number = version->is_number_unsigned() && version->get<std::uint64_t>() > 1'000'000
                            ? std::int64_t{1'000'000}
                            : version->get<std::int64_t>();
    if (number > formatVersion)
        return support::fail(ErrorCode::Version,
                             "this design was made by a newer Catenary: reading it needs format version " +
                                 version->dump() + ", and this program reads up to " + std::to_string(formatVersion),
                             at({std::string("version")}), "Update Catenary to open it.");
    if (number < migrations::oldestVersion)
        return support::fail(ErrorCode::Version, "there is no format version " + version->dump(),
                             at({std::string("version")}), hint);
    return static_cast<int>(number);
}

Design readDesign(const OrderedJson& json, Failure& failure) {
    Design design;
    const Where root;
    Reader reader(json, root, failure);
    reader.take("format");
    reader.take("version");
    design.title = reader.text("title");
    design.summary = reader.text("summary");
    const auto parts = [&](const char* key, auto& into, auto read) {
        reader.list(key, [&](const OrderedJson& value, const Where& where) { into.add(read(value, where, failure)); });
    };
    const auto values = [&](const char* key, auto& into, auto read) {
        reader.list(key,
                    [&](const OrderedJson& value, const Where& where) { into.push_back(read(value, where, failure)); });
    };
    parts("components", design.components, readComponent);
    parts("connections", design.connections, readConnection);
    parts("groups", design.groups, readGroup);
    parts("notes", design.notes, readNote);
    parts("workloads", design.workloads, readWorkload);
    values("objectives", design.objectives, readObjective);
    design.assumptions = reader.texts("assumptions");
    values("sources", design.sources, readSource);
    if (const OrderedJson* teaching = reader.takeValue("teaching"))
        design.teaching = readTeaching(*teaching, Where{&root, "teaching", 0}, failure);
    values("variants", design.variants, readVariant);
    design.extra = reader.rest();
    return design;
}

template <class Read> auto readAlone(const Json& json, Read read)
    -> support::Result<decltype(read({}, {}, std::declval<Failure&>()))> {
    try {
        const OrderedJson input = json;
        Failure failure;
        auto element = read(input, Where{}, failure);
        if (!failure.failed) return element;
        support::Error error = failure.error(input, {}, {});
        error.where.line = error.where.column = 0; // there is no text
        return tl::unexpected<support::Error>(std::move(error));
    } catch (const std::exception& error) {
        return support::fail(ErrorCode::Input, error.what());
    }
}

} // namespace

support::Result<Decoded> decode(std::string_view text, const std::string& fileName) {
    auto json = support::parseJson(text, fileName);
    if (!json) return tl::unexpected<support::Error>(std::move(json.error()));
    const auto version = gate(*json, text, fileName);
    if (!version) return tl::unexpected<support::Error>(version.error());
    try {
        auto current = migrations::migrate(std::move(*json), *version);
        if (!current) {
            current.error().where.file = fileName;
            return tl::unexpected<support::Error>(std::move(current.error()));
        }
        Failure failure;
        Decoded decoded;
        decoded.design = readDesign(*current, failure);
        // Where reading stumbles it says what is wrong in better words, and the schema need not be asked.
        if (!failure.failed) checkSchema(*current, failure);
        if (failure.failed) return tl::unexpected<support::Error>(failure.error(*current, text, fileName));
        decoded.lines = support::linesOfIds(text);
        if (*version < formatVersion)
            decoded.findings.push_back({support::Severity::Info, "",
                                        "the file is of format version " + std::to_string(*version) +
                                            "; it is saved as version " + std::to_string(formatVersion),
                                        "", 0});
        return decoded;
    } catch (const std::exception& error) {
        return support::fail(ErrorCode::Input, std::string("the file cannot be read: ") + error.what(),
                             Place{fileName, {}, 0, 0});
    }
}

support::Result<Decoded> load(const std::filesystem::path& path) {
    const auto text = support::readFile(path);
    if (!text) return tl::unexpected<support::Error>(text.error());
    auto decoded = decode(*text, path.string());
    if (decoded) decoded->design.origin.directory = path.parent_path().string();
    return decoded;
}

support::Result<void> save(const Design& design, const std::filesystem::path& path) {
    return support::writeFileAtomically(path, encode(design));
}

support::Result<Component> decodeComponent(const Json& json) {
    return readAlone(json, readComponent);
}
support::Result<Connection> decodeConnection(const Json& json) {
    return readAlone(json, readConnection);
}
support::Result<Workload> decodeWorkload(const Json& json) {
    return readAlone(json, readWorkload);
}

} // namespace catenary::design
