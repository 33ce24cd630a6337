// SPDX-License-Identifier: Apache-2.0
// What `compose` can take from an earlier scene. Internal to core/scene.
#pragma once

#include "core/scene/compose.h"
#include "core/scene/grid_index.h"

#include <memory>
#include <string_view>
#include <unordered_set>

namespace catenary::scene {

class Reuse {
public:
    Reuse(const design::Design& design, const Geometry& geometry, const ComposeOptions& options);
    ~Reuse();

    /// The earlier node of an element, the `slot`-th of its role, whether it looks as it should or not; null where
    /// there is none.
    [[nodiscard]] std::shared_ptr<const Node> earlier(Role role, std::string_view id, int slot = 0);

    /// True where the earlier node, with theme, estimate, part of the design and place as they were, is the one wanted.
    [[nodiscard]] bool holds(const design::Component& component) const { return holdsElement(component.id.str()); }
    [[nodiscard]] bool holds(const design::Note& note) const { return holdsElement(note.id.str()); }
    /// And its ends and what stands beside it at its source.
    [[nodiscard]] bool holds(const design::Connection& connection) const;
    /// A label of a connection that holds may stay where it is.
    [[nodiscard]] bool labelsStay() const { return m_sameLook && m_options.earlier->labels_stay; }
    /// True where something near `area` looks different now.
    [[nodiscard]] bool isDisturbed(const Rect& area) const { return m_disturbed.meetsAny(area); }

private:
    class Nodes;
    [[nodiscard]] bool holdsElement(const std::string& id) const { return m_sameLook && !m_changed.contains(id); }
    void findChanges(const design::Design& design, const Geometry& geometry);
    void disturb(const std::vector<Point>& line);

    const ComposeOptions& m_options;
    std::unique_ptr<Nodes> m_nodes;
    bool m_sameLook = false;                          ///< theme and estimate are the same
    std::unordered_set<std::string_view> m_changed;   ///< ids of elements
    std::unordered_set<std::string_view> m_otherSide; ///< ids of components whose outgoing connections changed
    GridIndex m_disturbed;
};

} // namespace catenary::scene
