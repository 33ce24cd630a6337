// SPDX-License-Identifier: Apache-2.0
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "app/cli/picture.h"
#include "core/insight/estimate.h"
#include "core/interchange/embedded.h"
#include "core/interchange/svg.h"
#include "core/scene/frame.h"
#include "core/scene/layout.h"

#include <algorithm>
#include <iostream>

namespace catenary::cli {
namespace {

/// `svg`, `png` or `pdf`, asked for or by the end of the file's name; empty if none of them.
std::string formatOf(const ExportOptions& options) {
    if (!options.format.empty()) return options.format;
    for (const char* format : {"svg", "png", "pdf"})
        if (options.output.ends_with(std::string(".") + format)) return format;
    return {};
}

template <class T> void addIds(const design::Parts<T>& parts, std::vector<std::string>& ids) {
    for (const auto& part : parts) ids.push_back(part->id.str());
}

/// The first id of `only` that the design does not have, as an error.
support::Result<void> checkOnly(const std::vector<std::string>& only, const design::Design& design) {
    std::vector<std::string> ids;
    addIds(design.components, ids);
    addIds(design.connections, ids);
    addIds(design.groups, ids);
    addIds(design.notes, ids);
    for (const auto& id : only)
        if (std::find(ids.begin(), ids.end(), id) == ids.end())
            return tl::unexpected(unknown("component, connection, group or note", id, ids));
    return {};
}

} // namespace

Status exportPicture(const ExportOptions& options) {
    const std::string format = formatOf(options);
    if (format.empty()) {
        std::cerr << "catenary-cli: the name of `" << options.output
                  << "` does not say the format: end it in .svg, .png or .pdf, or give --format\n";
        return Status::BadUsage;
    }
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options.design, *catalog);
    if (!input) return input.error();
    if (const auto checked = checkOnly(options.only, input->design); !checked)
        return complainOf(*input, checked.error());

    const auto design = scene::withPlaces(input->design, *catalog);
    if (!design) return complain(design.error());

    scene::ComposeOptions compose;
    compose.theme = scene::themeNamed(options.theme).value_or(scene::ThemeName::Light);
    compose.only = options.only;
    compose.transparent = options.transparent;
    support::Result<insight::Estimate> estimate;
    if (options.with_estimate) {
        estimate = insight::estimate(*design, *catalog);
        if (!estimate) return complainOf(*input, estimate.error());
        compose.estimate = &*estimate;
    }
    const scene::Scene drawn =
        scene::framed(scene::compose(*design, *catalog, scene::arrange(*design, *catalog), compose), *design, *catalog,
                      compose, {options.grid, options.title_block, options.legend});

    const std::string editable = options.editable ? interchange::embeddable(*design, options.only) : std::string();
    const auto content = format == "svg" ? interchange::writeSvg(drawn, {.scale = options.scale, .design = editable})
                                         : picture(drawn, format, editable, options);
    if (!content) return complain(content.error());
    return write(*content, options.output);
}

} // namespace catenary::cli
