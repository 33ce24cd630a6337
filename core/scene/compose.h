// SPDX-License-Identifier: Apache-2.0
// Design (+ Estimate) -> Scene.
#pragma once

#include "core/catalog/catalog.h"
#include "core/insight/estimate.h"
#include "core/scene/scene.h"

#include <map>

namespace catenary::scene {

enum class ThemeName { Light, Dark };
[[nodiscard]] const char* toString(ThemeName theme); ///< "light", "dark"

struct ComposeOptions {
    ThemeName theme = ThemeName::Light;
    const insight::Estimate* estimate = nullptr; ///< draws the overlay where given
    std::vector<std::string> only;               ///< element ids; empty: all
    bool transparent = false;
};

/// Where everything is: boxes of components, notes and groups (with defaults filled in) and routes of connections.
/// Kept between edits so that only what an edit touched is routed anew.
struct Geometry {
    std::map<std::string, Rect> boxes;
    std::map<std::string, std::vector<Point>> routes;
};
[[nodiscard]] Geometry arrange(const design::Design& design, const catalog::Catalog& catalog);
/// The same result as `arrange(design)` up to routes that could stay; reroutes what the change touched.
[[nodiscard]] Geometry rearrange(const Geometry& before, const design::Design& old, const design::Design& design,
                                 const catalog::Catalog& catalog);

[[nodiscard]] Scene compose(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
                            const ComposeOptions& options = {});

} // namespace catenary::scene
