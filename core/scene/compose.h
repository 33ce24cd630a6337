// SPDX-License-Identifier: Apache-2.0
// Design (+ Estimate) -> Scene.
#pragma once

#include "core/catalog/catalog.h"
#include "core/insight/estimate.h"
#include "core/scene/geometry.h"
#include "core/scene/scene.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

namespace catenary::scene {

struct ComposeOptions {
    ThemeName theme = ThemeName::Light;
    const insight::Estimate* estimate = nullptr; ///< draws the overlay where given
    std::vector<std::string> only;               ///< ids of components, groups, connections, notes; empty: all. A
                                                 ///< connection is drawn when it is named or both its ends are.
    bool transparent = false;
    FallbackWidths fallback;         ///< of characters outside the embedded fonts
    const Scene* previous = nullptr; ///< nodes equal to those of this scene are shared with it
};

/// The picture. Deterministic: the same values give the same scene. Elements the geometry lacks are not drawn.
[[nodiscard]] Scene compose(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
                            const ComposeOptions& options = {});

/// The scene as text, one item a line, numbers to 2 decimals: for golden tests and for finding what differs.
[[nodiscard]] std::string toText(const Scene& scene);

} // namespace catenary::scene
