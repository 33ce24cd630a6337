// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/support/files.h"

#include <iostream>

namespace catenary::cli {
namespace {

constexpr std::string_view folder = "templates/";
constexpr std::string_view extension = ".catenary";

/// The id of a template by its path among the embedded files; empty if the file is no template.
std::string_view templateId(std::string_view path) {
    if (!path.starts_with(folder) || !path.ends_with(extension)) return {};
    path.remove_prefix(folder.size());
    path.remove_suffix(extension.size());
    return path;
}

} // namespace

Status templates(const std::string& id, const std::string& output) {
    std::vector<std::string> ids;
    for (const auto& file : support::embeddedFiles()) {
        const std::string_view found = templateId(file.path);
        if (found.empty()) continue;
        if (found == id) return write(file.content, output);
        ids.emplace_back(found);
    }
    if (!id.empty()) return complain(unknown("template", id, ids));
    for (const auto& known : ids) std::cout << known << '\n';
    return Status::Done;
}

} // namespace catenary::cli
