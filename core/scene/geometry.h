// SPDX-License-Identifier: Apache-2.0
// Where everything is, without what it looks like: boxes and routes.
#pragma once

#include "core/catalog/catalog.h"
#include "core/scene/scene.h"

#include <stop_token>
#include <unordered_map>

namespace catenary::scene {

/// Where everything is: boxes of components, notes and groups (with defaults filled in) and routes of connections.
/// Kept between edits so that only what an edit touched is routed anew.
struct Geometry {
    using Boxes = std::unordered_map<std::string, Rect>;
    using Lines = std::unordered_map<std::string, std::vector<Point>>;
    Boxes boxes;
    Lines routes; ///< from a side of the source's box to one of the target's
    Lines hops;   ///< of the routes that hop over others: where, in the order of their way
    bool operator==(const Geometry&) const = default;
};

/// The boxes of everything, as `arrange` has them.
[[nodiscard]] Geometry::Boxes boxesOf(const design::Design& design);

/// Boxes and routes of everything. A component without a place gets one in a row below the rest; connections whose
/// ends are missing have no route. Once stopped, it returns soon, with routes missing.
[[nodiscard]] Geometry arrange(const design::Design& design, const catalog::Catalog& catalog,
                               const std::stop_token& stop = {});

/// The same boxes as `arrange(design)`; routes of `before` are kept where neither their connection, nor its ends, nor
/// what lies on their way changed, the others are made anew around them.
[[nodiscard]] Geometry rearrange(const Geometry& before, const design::Design& old, const design::Design& design,
                                 const catalog::Catalog& catalog);

/// The box of a component: where it stands and its size or the default one.
[[nodiscard]] Size componentSize(const design::Component& component);

/// How high a note of this width is that shows all of its text.
[[nodiscard]] double noteHeight(const std::string& text, double width);

} // namespace catenary::scene
