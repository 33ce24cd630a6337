// SPDX-License-Identifier: Apache-2.0
#include "core/scene/geometry.h"

#include "core/scene/draw.h"
#include "core/scene/route.h"
#include "core/scene/theme.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

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

} // namespace

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
        boxes[component->id.str()] = {x, all.empty() ? 0 : all.bottom() + 2 * metrics::sceneMargin, size.width,
                                      size.height};
        x += size.width + 2 * metrics::sceneMargin;
    }
    GroupBoxes(design, boxes).makeAll();
    return boxes;
}

Size componentSize(const design::Component& component) {
    return component.size.value_or(Size{metrics::cardWidth, metrics::cardHeight});
}

namespace {

/// A design as the router sees it: components first, then what else is to be kept clear of.
struct Routing {
    std::vector<Rect> boxes;
    std::vector<Wire> wires;
    std::vector<const design::Connection*> connections; ///< of each wire
};

Routing routingOf(const design::Design& design, const std::map<std::string, Rect>& boxes) {
    Routing routing;
    std::map<std::string, std::size_t> index;
    for (const auto& component : design.components) {
        index[component->id.str()] = routing.boxes.size();
        routing.boxes.push_back(boxes.at(component->id.str()));
    }
    for (const auto& note : design.notes) routing.boxes.push_back(boxes.at(note->id.str()));
    for (const auto& group : design.groups)
        if (const auto found = boxes.find(group->id.str()); found != boxes.end())
            routing.boxes.push_back(groupTitleBox(group->name.empty() ? group->id.str() : group->name, found->second));
    for (const auto& connection : design.connections) {
        const auto from = index.find(connection->from.str()), to = index.find(connection->to.str());
        if (from == index.end() || to == index.end()) continue;
        routing.wires.push_back({from->second, to->second});
        routing.connections.push_back(connection.get());
    }
    return routing;
}

Geometry routed(std::map<std::string, Rect> boxes, const Routing& routing, const Routes& kept) {
    Geometry geometry;
    geometry.boxes = std::move(boxes);
    Routes routes = routeAll(routing.boxes, routing.wires, kept);
    for (std::size_t i = 0; i < routes.size(); ++i)
        geometry.routes[routing.connections[i]->id.str()] = std::move(routes[i]);
    return geometry;
}

bool meets(const std::vector<Point>& line, const Rect& box) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Rect segment{std::min(line[i].x, line[i + 1].x), std::min(line[i].y, line[i + 1].y),
                           std::abs(line[i].x - line[i + 1].x), std::abs(line[i].y - line[i + 1].y)};
        if (segment.grown(0.01).intersects(box)) return true;
    }
    return false;
}

} // namespace

Geometry arrange(const design::Design& design, const catalog::Catalog&) {
    std::map<std::string, Rect> boxes = boxesOf(design);
    const Routing routing = routingOf(design, boxes);
    return routed(std::move(boxes), routing, {});
}

Geometry rearrange(const Geometry& before, const design::Design& old, const design::Design& design,
                   const catalog::Catalog&) {
    std::map<std::string, Rect> boxes = boxesOf(design);
    const Routing routing = routingOf(design, boxes);
    const Routing earlier = routingOf(old, boxesOf(old));

    // What came or moved, the ends of wires apart: a route on whose way it lies is made anew.
    const auto less = [](const Rect& a, const Rect& b) {
        return std::tie(a.x, a.y, a.width, a.height) < std::tie(b.x, b.y, b.width, b.height);
    };
    std::set<Rect, decltype(less)> known(less);
    known.insert(earlier.boxes.begin(), earlier.boxes.end());
    std::vector<Rect> arrived;
    for (const Rect& box : routing.boxes)
        if (!known.contains(box)) arrived.push_back(box);

    std::map<std::string, std::size_t> earlierWires;
    for (std::size_t w = 0; w < earlier.wires.size(); ++w) earlierWires[earlier.connections[w]->id.str()] = w;
    Routes kept(routing.wires.size());
    std::vector<bool> disturbed(routing.boxes.size(), false);
    for (std::size_t w = 0; w < routing.wires.size(); ++w) {
        const Wire& wire = routing.wires[w];
        const auto was = earlierWires.find(routing.connections[w]->id.str());
        const auto route = before.routes.find(routing.connections[w]->id.str());
        bool stays = was != earlierWires.end() && route != before.routes.end();
        if (stays) {
            const Wire& earlierWire = earlier.wires[was->second];
            stays = routing.connections[w]->from == earlier.connections[was->second]->from &&
                    routing.connections[w]->to == earlier.connections[was->second]->to &&
                    routing.boxes[wire.from] == earlier.boxes[earlierWire.from] &&
                    routing.boxes[wire.to] == earlier.boxes[earlierWire.to] &&
                    std::none_of(arrived.begin(), arrived.end(),
                                 [&](const Rect& box) { return meets(route->second, box.grown(2)); });
        }
        if (stays)
            kept[w] = route->second;
        else
            disturbed[wire.from] = disturbed[wire.to] = true;
    }
    // Wires that share a box with one made anew make room for it.
    for (std::size_t w = 0; w < routing.wires.size(); ++w)
        if (disturbed[routing.wires[w].from] || disturbed[routing.wires[w].to]) kept[w].clear();
    return routed(std::move(boxes), routing, kept);
}

} // namespace catenary::scene
