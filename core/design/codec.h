// SPDX-License-Identifier: Apache-2.0
// The `.catenary` file: parse → version gate → migrate → schema check → decode. Encoding writes keys in the schema's
// order, unknown ones last and sorted, one element a line, numbers as the shortest text that reads back the same.
#pragma once

#include "core/design/design.h"
#include "core/support/files.h"

namespace catenary::design {

inline constexpr int formatVersion = 1;

struct Decoded {
    Design design;
    support::Findings findings;       ///< warnings of the codec itself (unknown policy field, …)
    std::map<std::string, int> lines; ///< element id -> line in the text
};

/// Reads a design from text. Errors carry file, line and path. Never crashes on any bytes.
[[nodiscard]] support::Result<Decoded> decode(std::string_view text, const std::string& fileName = {});
[[nodiscard]] std::string encode(const Design& design);

/// decode(readFile) and encode + writeFileAtomically.
[[nodiscard]] support::Result<Decoded> load(const std::filesystem::path& path);
[[nodiscard]] support::Result<void> save(const Design& design, const std::filesystem::path& path);

/// Single elements as JSON: clipboard, PATH edits.
[[nodiscard]] support::OrderedJson encodeComponent(const Component& component);
[[nodiscard]] support::OrderedJson encodeConnection(const Connection& connection);
[[nodiscard]] support::OrderedJson encodeWorkload(const Workload& workload);
[[nodiscard]] support::Result<Component> decodeComponent(const Json& json);
[[nodiscard]] support::Result<Connection> decodeConnection(const Json& json);
[[nodiscard]] support::Result<Workload> decodeWorkload(const Json& json);

/// The names of the file format, both ways ("sync" <-> Mode::Sync …).
[[nodiscard]] const char* toString(Mode mode);
[[nodiscard]] const char* toString(When when);
[[nodiscard]] const char* toString(Process process);
[[nodiscard]] const char* toString(Distance::Kind kind);

} // namespace catenary::design
