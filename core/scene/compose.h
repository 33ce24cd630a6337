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

/// A scene made before, and what it was made of. What an edit did not touch is taken from it instead of drawn again.
struct Earlier {
    const Scene* scene = nullptr;
    const design::Design* design = nullptr;
    const Geometry* geometry = nullptr;
    const insight::Estimate* estimate = nullptr;
    ThemeName theme = ThemeName::Light;
    /// Labels stay where they are unless their connection, or something where they stand, changed; else all are placed
    /// again as they would be without an earlier scene.
    bool labels_stay = false;
};

struct ComposeOptions {
    ThemeName theme = ThemeName::Light;
    const insight::Estimate* estimate = nullptr; ///< draws the overlay where given
    std::vector<std::string> only;               ///< ids of components, groups, connections, notes; empty: all. A
                                                 ///< connection is drawn when it is named or both its ends are.
    bool transparent = false;
    FallbackWidths fallback;          ///< of characters outside the embedded fonts
    const Earlier* earlier = nullptr; ///< by the same catalog and fallback, and of the whole design
};

/// The picture. Deterministic: the same values give the same scene, whatever was made earlier, unless labels stay.
/// Elements the geometry lacks are not drawn.
[[nodiscard]] Scene compose(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
                            const ComposeOptions& options = {});

/// The scene as text, one item a line, numbers to 2 decimals: for golden tests and for finding what differs.
[[nodiscard]] std::string toText(const Scene& scene);

} // namespace catenary::scene
