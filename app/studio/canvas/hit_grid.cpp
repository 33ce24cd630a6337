// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/hit_grid.h"

#include "app/studio/canvas/viewport.h"
#include "core/scene/theme.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

qint64 keyOf(int column, int row) {
    return (qint64(column) << 32) ^ qint64(quint32(row));
}

int cellOf(double coordinate, double cell) {
    return static_cast<int>(std::floor(coordinate / cell));
}

double distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF along = b - a;
    const double length2 = QPointF::dotProduct(along, along);
    const double t = length2 > 0 ? std::clamp(QPointF::dotProduct(p - a, along) / length2, 0.0, 1.0) : 0.0;
    const QPointF off = p - (a + along * t);
    return std::hypot(off.x(), off.y());
}

bool selectable(scene::Role role) {
    return role == scene::Role::Component || role == scene::Role::Note || role == scene::Role::Group ||
           role == scene::Role::Connection || role == scene::Role::ConnectionLabel;
}

QRectF boxOf(const scene::Node& node, const scene::Geometry::Boxes& boxes) {
    const auto found = boxes.find(node.id);
    return toQt(found != boxes.end() ? found->second : node.bounds);
}

} // namespace

void HitGrid::setScene(std::shared_ptr<const scene::Scene> scene, const scene::Geometry::Boxes& boxes) {
    if (!m_scene || !adapt(*scene, boxes)) rebuild(*scene, boxes);
    m_scene = std::move(scene); // entries point into it
}

template <class Do> void HitGrid::forCells(const Entry& entry, Do act) {
    const QRectF reach = entry.box.united(toQt(entry.node->bounds)).adjusted(-16, -16, 16, 16);
    for (int column = cellOf(reach.left(), cell); column <= cellOf(reach.right(), cell); ++column)
        for (int row = cellOf(reach.top(), cell); row <= cellOf(reach.bottom(), cell); ++row)
            act(m_cells[keyOf(column, row)]);
}

void HitGrid::rebuild(const scene::Scene& scene, const scene::Geometry::Boxes& boxes) {
    m_entries.clear();
    m_cells.clear();
    m_byId.clear();
    for (const auto& node : scene.nodes) {
        if (!selectable(node->role) || node->id.empty()) continue;
        const std::size_t index = m_entries.size();
        m_entries.push_back({node.get(), boxOf(*node, boxes)});
        if (node->role != scene::Role::ConnectionLabel) m_byId.insert(QByteArray::fromStdString(node->id), index);
        forCells(m_entries.back(), [index](std::vector<std::size_t>& in) { in.push_back(index); });
    }
}

bool HitGrid::adapt(const scene::Scene& scene, const scene::Geometry::Boxes& boxes) {
    std::vector<std::pair<std::size_t, const scene::Node*>> changed;
    std::size_t index = 0;
    for (const auto& node : scene.nodes) {
        if (!selectable(node->role) || node->id.empty()) continue;
        if (index == m_entries.size()) return false;
        const scene::Node& before = *m_entries[index].node;
        if (&before != node.get()) {
            if (before.role != node->role || before.id != node->id) return false;
            changed.emplace_back(index, node.get());
        }
        ++index;
    }
    if (index != m_entries.size()) return false;
    for (const auto& [at, node] : changed) {
        Entry& entry = m_entries[at];
        forCells(entry, [at = at](std::vector<std::size_t>& in) { std::erase(in, at); });
        entry = {node, boxOf(*node, boxes)};
        forCells(entry, [at = at](std::vector<std::size_t>& in) {
            in.insert(std::lower_bound(in.begin(), in.end(), at), at);
        });
    }
    return true;
}

bool HitGrid::hits(const Entry& entry, QPointF at, double tolerance) const {
    switch (entry.node->role) {
    case scene::Role::Connection: {
        const std::vector<scene::Point>& line = entry.node->line;
        for (std::size_t i = 1; i < line.size(); ++i)
            if (distanceToSegment(at, toQt(line[i - 1]), toQt(line[i])) <= tolerance) return true;
        return false;
    }
    case scene::Role::Group: {
        if (!entry.box.adjusted(-tolerance, -tolerance, tolerance, tolerance).contains(at)) return false;
        return at.y() <= entry.box.top() + scene::metrics::groupTitleHeight ||
               !entry.box.adjusted(tolerance, tolerance, -tolerance, -tolerance).contains(at);
    }
    case scene::Role::ConnectionLabel:
        return toQt(entry.node->bounds).contains(at);
    default:
        return entry.box.contains(at);
    }
}

Hit HitGrid::at(QPointF at, double tolerance) const {
    const auto found = m_cells.find(keyOf(cellOf(at.x(), cell), cellOf(at.y(), cell)));
    if (found == m_cells.end()) return {};
    for (auto index = found->rbegin(); index != found->rend(); ++index) {
        const Entry& entry = m_entries[*index];
        if (hits(entry, at, tolerance)) {
            const bool label = entry.node->role == scene::Role::ConnectionLabel;
            return {entry.node->id, label ? scene::Role::Connection : entry.node->role};
        }
    }
    return {};
}

Hit HitGrid::componentNear(QPointF at, double margin) const {
    const auto found = m_cells.find(keyOf(cellOf(at.x(), cell), cellOf(at.y(), cell)));
    if (found == m_cells.end()) return {};
    for (auto index = found->rbegin(); index != found->rend(); ++index) {
        const Entry& entry = m_entries[*index];
        if (entry.node->role == scene::Role::Component &&
            entry.box.adjusted(-margin, -margin, margin, margin).contains(at))
            return {entry.node->id, entry.node->role};
    }
    return {};
}

std::vector<std::string> HitGrid::within(const QRectF& area) const {
    std::vector<std::string> ids;
    for (const Entry& entry : m_entries) {
        const scene::Role role = entry.node->role;
        if (role == scene::Role::ConnectionLabel) continue;
        const bool whole = role == scene::Role::Connection || role == scene::Role::Group;
        if (whole ? area.contains(entry.box) : area.intersects(entry.box)) ids.push_back(entry.node->id);
    }
    return ids;
}

QRectF HitGrid::box(const std::string& id) const {
    const auto found = m_byId.find(QByteArray::fromStdString(id));
    return found == m_byId.end() ? QRectF() : m_entries[*found].box;
}

const scene::Node* HitGrid::node(const std::string& id) const {
    const auto found = m_byId.find(QByteArray::fromStdString(id));
    return found == m_byId.end() ? nullptr : m_entries[*found].node;
}

} // namespace catenary::studio
