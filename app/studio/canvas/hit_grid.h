// SPDX-License-Identifier: Apache-2.0
// Finds the element under a point or inside a rectangle: a grid over the scene's nodes.
#pragma once

#include "core/scene/geometry.h"

#include <QHash>
#include <QRectF>

#include <memory>
#include <string>
#include <vector>

namespace catenary::studio {

struct Hit {
    std::string id; ///< empty: nothing there
    scene::Role role = scene::Role::Background;
    explicit operator bool() const { return !id.empty(); }
};

class HitGrid {
public:
    /// Nodes of components, notes, groups and connections; `boxes` gives the box of an element without its shadow.
    /// Costs little where few nodes differ from those of the scene before.
    void setScene(std::shared_ptr<const scene::Scene> scene, const scene::Geometry::Boxes& boxes);

    /// The frontmost element at `at`. A connection is hit within `tolerance` of its line; a group at its title or
    /// within `tolerance` of its edge, so that its inside stays free for the marquee.
    [[nodiscard]] Hit at(QPointF at, double tolerance) const;
    /// The component whose box, grown by `margin`, holds `at`; its border band is where connections begin.
    [[nodiscard]] Hit componentNear(QPointF at, double margin) const;
    /// Elements touched by `area` (components, notes) or wholly inside it (connections, groups), in scene order.
    [[nodiscard]] std::vector<std::string> within(const QRectF& area) const;
    [[nodiscard]] QRectF box(const std::string& id) const; ///< null if there is none
    [[nodiscard]] const scene::Node* node(const std::string& id) const;

private:
    struct Entry {
        const scene::Node* node = nullptr;
        QRectF box;
    };
    void rebuild(const scene::Scene& scene, const scene::Geometry::Boxes& boxes);
    /// False, with nothing lost, where the scene has other elements or another order than the one before.
    [[nodiscard]] bool adapt(const scene::Scene& scene, const scene::Geometry::Boxes& boxes);
    template <class Do> void forCells(const Entry& entry, Do act);
    [[nodiscard]] bool hits(const Entry& entry, QPointF at, double tolerance) const;

    static constexpr double cell = 256;
    std::shared_ptr<const scene::Scene> m_scene;
    std::vector<Entry> m_entries; ///< back to front
    QHash<qint64, std::vector<std::size_t>> m_cells;
    QHash<QByteArray, std::size_t> m_byId;
};

} // namespace catenary::studio
