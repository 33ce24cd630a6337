// SPDX-License-Identifier: Apache-2.0
#include "core/scene/geometry.h"

#include "core/scene/draw.h"
#include "core/scene/route.h"
#include "core/scene/theme.h"

#include <algorithm>
#include <set>

namespace catenary::scene {
namespace {

/// Boxes of groups from those of their members; a group in itself, or without a member that has a box, has none.
class GroupBoxes {
public:
    GroupBoxes(const design::Design& design, std::map<std::string, Rect>& boxes) : m_boxes(boxes) {
        for (const auto& group : design.groups) m_groups[group->id.str()] = group.get();
    }
    void makeAll() {
        for (const auto& [id, group] : m_groups) make(*group);
    }

private:
    void make(const design::Group& group) {
        const std::string& id = group.id.str();
        if (m_boxes.contains(id) || !m_open.insert(id).second) return;
        Rect box;
        for (const std::string& member : group.members) {
            if (const auto inner = m_groups.find(member); inner != m_groups.end()) make(*inner->second);
            if (const auto found = m_boxes.find(member); found != m_boxes.end()) box = box.united(found->second);
        }
        m_open.erase(id);
        if (box.empty()) return;
        box = box.grown(metrics::groupPadding);
        box.y -= metrics::groupTitleHeight - 8;
        box.height += metrics::groupTitleHeight - 8;
        m_boxes[id] = box;
    }

    std::map<std::string, Rect>& m_boxes;
    std::map<std::string, const design::Group*> m_groups;
    std::set<std::string> m_open;
};

std::map<std::string, Rect> boxesOf(const design::Design& design) {
    std::map<std::string, Rect> boxes;
    Rect all;
    for (const auto& component : design.components) {
        if (!component->at) continue;
        const Size size = componentSize(*component);
        const Rect box{component->at->x, component->at->y, size.width, size.height};
        boxes[component->id.str()] = box;
        all = all.united(box);
    }
    for (const auto& note : design.notes) {
        const Rect box{note->at.x, note->at.y, note->size.width, note->size.height};
        boxes[note->id.str()] = box;
        all = all.united(box);
    }
    double x = all.x;
    for (const auto& component : design.components) {
        if (component->at) continue;
        const Size size = componentSize(*component);
        boxes[component->id.str()] = {x, all.empty() ? 0 : all.bottom() + 2 * metrics::sceneMargin, size.width, size.height};
        x += size.width + 2 * metrics::sceneMargin;
    }
    GroupBoxes(design, boxes).makeAll();
    return boxes;
}

} // namespace

Size componentSize(const design::Component& component) {
    return component.size.value_or(Size{metrics::cardWidth, metrics::cardHeight});
}

Geometry arrange(const design::Design& design, const catalog::Catalog&) {
    Geometry geometry;
    geometry.boxes = boxesOf(design);
    std::vector<Rect> boxes;
    std::map<std::string, std::size_t> index;
    for (const auto& component : design.components) {
        index[component->id.str()] = boxes.size();
        boxes.push_back(geometry.boxes.at(component->id.str()));
    }
    for (const auto& note : design.notes) boxes.push_back(geometry.boxes.at(note->id.str()));
    for (const auto& group : design.groups)
        if (const auto found = geometry.boxes.find(group->id.str()); found != geometry.boxes.end())
            boxes.push_back(groupTitleBox(group->name.empty() ? group->id.str() : group->name, found->second));
    std::vector<Wire> wires;
    std::vector<std::string> ids;
    for (const auto& connection : design.connections) {
        const auto from = index.find(connection->from.str()), to = index.find(connection->to.str());
        if (from == index.end() || to == index.end()) continue;
        wires.push_back({from->second, to->second});
        ids.push_back(connection->id.str());
    }
    std::vector<std::vector<Point>> routes = routeAll(boxes, wires);
    for (std::size_t i = 0; i < ids.size(); ++i) geometry.routes[ids[i]] = std::move(routes[i]);
    return geometry;
}

Geometry rearrange(const Geometry&, const design::Design&, const design::Design& design, const catalog::Catalog& catalog) {
    return arrange(design, catalog);
}

} // namespace catenary::scene
