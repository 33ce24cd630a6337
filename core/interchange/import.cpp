// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/import.h"

#include "core/design/rework.h"
#include "core/interchange/embedded.h"
#include "core/interchange/text_diagram.h"
#include "core/scene/layout.h"

namespace catenary::interchange {

using support::Result;

namespace {

Result<design::Design> designOf(const design::InsertFragment& fragment, const catalog::Catalog& catalog) {
    const auto inserted = design::apply({}, fragment);
    if (!inserted) return tl::unexpected(inserted.error());
    return scene::withPlaces(*inserted, catalog);
}

} // namespace

Result<design::InsertFragment> drawnBy(std::string_view text, const catalog::Catalog& catalog) {
    const auto diagram = readDiagram(text);
    if (!diagram) return tl::unexpected(diagram.error());
    design::InsertFragment fragment = componentsOf(*diagram, catalog);
    const auto placed = designOf(fragment, catalog);
    if (!placed) return tl::unexpected(placed.error());
    for (std::size_t i = 0; i < fragment.components.size(); ++i) fragment.components[i].at = placed->components[i].at;
    return fragment;
}

Result<design::Decoded> importDesign(std::string_view file, const std::string& name, const catalog::Catalog& catalog) {
    const auto named = [&](support::Error error) {
        error.where.file = name;
        return tl::unexpected(std::move(error));
    };
    if (isPicture(file)) {
        const auto text = designInPicture(file);
        if (!text) return named(text.error());
        return design::decode(*text, name);
    }
    const std::size_t begin = file.find_first_not_of(" \t\r\n");
    if (begin != std::string_view::npos && file[begin] == '{') return design::decode(file, name);
    const auto fragment = drawnBy(file, catalog);
    if (!fragment) return named(fragment.error());
    auto placed = designOf(*fragment, catalog);
    if (!placed) return named(placed.error());
    design::Decoded decoded;
    decoded.design = std::move(*placed);
    for (const auto& component : fragment->components) {
        const catalog::Kind* kind = catalog.kind(component.kind);
        auto workload = kind == nullptr ? std::nullopt : design::usualWorkload(decoded.design, component.id, *kind);
        if (workload) decoded.design.workloads.add(std::move(*workload));
    }
    return decoded;
}

} // namespace catenary::interchange
