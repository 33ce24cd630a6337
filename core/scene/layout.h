// SPDX-License-Identifier: Apache-2.0
// Automatic layout by Graphviz dot. Graphviz is not thread-safe: calls are serialised inside.
#pragma once

#include "core/catalog/catalog.h"
#include "core/scene/scene.h"

namespace catenary::scene {

enum class LayoutDirection { LeftToRight, TopDown };

/// A place for every component (locked ones stay), groups as clusters, and for every note: as far from the nearest card
/// as before, or as near to there as it covers nothing; notes within a group stay in it or beside it. To be applied as
/// one PlaceElements edit.
[[nodiscard]] support::Result<std::vector<std::pair<std::string, Point>>>
layout(const design::Design& design, const catalog::Catalog& catalog,
       LayoutDirection direction = LayoutDirection::LeftToRight);

/// True if any component has no place yet.
[[nodiscard]] bool needsLayout(const design::Design& design);
/// The design with places for the components that have none (all laid out when none has one).
[[nodiscard]] support::Result<design::Design> withPlaces(const design::Design& design, const catalog::Catalog& catalog);

} // namespace catenary::scene
