// SPDX-License-Identifier: Apache-2.0
#include "core/scene/geometry.h"

#include "core/scene/draw.h"
#include "core/scene/grid_index.h"
#include "core/scene/in_order.h"
#include "core/scene/route_hops.h"
#include "core/scene/theme.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace catenary::scene {
namespace {

/// Boxes of groups from those of their members; a group in itself, or without a member that has a box, has none.
class GroupBoxes {
public:
    GroupBoxes(const design::Design& design, Geometry::Boxes& boxes) : m_boxes(boxes) {
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

    Geometry::Boxes& m_boxes;
    std::map<std::string, const design::Group*> m_groups;
    std::set<std::string> m_open;
};

} // namespace

Geometry::Boxes boxesOf(const design::Design& design) {
    Geometry::Boxes boxes;
    boxes.reserve(design.components.size() + design.notes.size() + design.groups.size());
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
    std::vector<std::size_t> connections; ///< of each wire, its place in the design
};

Routing routingOf(const design::Design& design, const Geometry::Boxes& boxes) {
    Routing routing;
    std::unordered_map<std::string_view, std::size_t> index;
    index.reserve(design.components.size());
    for (const auto& component : design.components) {
        index.emplace(component->id.str(), routing.boxes.size());
        routing.boxes.push_back(boxes.at(component->id.str()));
    }
    for (const auto& note : design.notes) routing.boxes.push_back(boxes.at(note->id.str()));
    for (const auto& group : design.groups)
        if (const auto found = boxes.find(group->id.str()); found != boxes.end())
            routing.boxes.push_back(groupTitleBox(group->name.empty() ? group->id.str() : group->name, found->second));
    for (std::size_t i = 0; i < design.connections.size(); ++i) {
        const design::Connection& connection = design.connections[i];
        const auto from = index.find(connection.from.str()), to = index.find(connection.to.str());
        if (from == index.end() || to == index.end()) continue;
        routing.wires.push_back({from->second, to->second, connection.route, connection.waypoints, connection.from_side,
                                 connection.to_side});
        routing.connections.push_back(i);
    }
    return routing;
}

Geometry routed(Geometry::Boxes boxes, const design::Design& design, const Routing& routing, const Routes& kept,
                const std::stop_token& stop) {
    Geometry geometry;
    geometry.boxes = std::move(boxes);
    Routes routes = routeAll(routing.boxes, routing.wires, kept, stop);
    std::vector<std::vector<Point>> hops = hopsOf(routes);
    geometry.routes.reserve(routes.size());
    for (std::size_t w = 0; w < routes.size(); ++w) {
        const std::string& id = design.connections[routing.connections[w]].id.str();
        geometry.routes.emplace(id, std::move(routes[w]));
        if (!hops[w].empty()) geometry.hops.emplace(id, std::move(hops[w]));
    }
    return geometry;
}

/// Whether any of these boxes lies on a line.
bool onItsWay(const GridIndex& boxes, const std::vector<Point>& line) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Rect segment{std::min(line[i].x, line[i + 1].x), std::min(line[i].y, line[i + 1].y),
                           std::abs(line[i].x - line[i + 1].x), std::abs(line[i].y - line[i + 1].y)};
        if (boxes.meetsAny(segment.grown(0.01))) return true;
    }
    return false;
}

/// The boxes that came or moved: a route on whose way one lies is made anew.
GridIndex arrivedIn(const Routing& routing, const Routing& earlier) {
    const auto less = [](const Rect& a, const Rect& b) {
        return std::tie(a.x, a.y, a.width, a.height) < std::tie(b.x, b.y, b.width, b.height);
    };
    std::vector<Rect> known = earlier.boxes;
    std::sort(known.begin(), known.end(), less);
    GridIndex arrived;
    for (std::size_t b = 0; b < routing.boxes.size(); ++b) {
        const Rect& box = routing.boxes[b];
        if (b < earlier.boxes.size() && earlier.boxes[b] == box) continue;
        if (!std::binary_search(known.begin(), known.end(), box, less)) arrived.add(box.grown(2));
    }
    return arrived;
}

bool sameLine(const design::Connection& a, const design::Connection& b) {
    return a.from == b.from && a.to == b.to && a.route == b.route && a.waypoints == b.waypoints &&
           a.from_side == b.from_side && a.to_side == b.to_side;
}

} // namespace

Geometry arrange(const design::Design& design, const catalog::Catalog&, const std::stop_token& stop) {
    Geometry::Boxes boxes = boxesOf(design);
    const Routing routing = routingOf(design, boxes);
    return routed(std::move(boxes), design, routing, {}, stop);
}

Geometry rearrange(const Geometry& before, const design::Design& old, const design::Design& design,
                   const catalog::Catalog&) {
    Geometry::Boxes boxes = boxesOf(design);
    const Routing routing = routingOf(design, boxes), earlier = routingOf(old, before.boxes);
    const GridIndex arrived = arrivedIn(routing, earlier);

    InOrder earlierWires(earlier.wires.size(), [&](std::size_t w) -> std::string_view {
        return old.connections[earlier.connections[w]].id.str();
    });
    Routes kept(routing.wires.size());
    std::vector<bool> disturbed(routing.boxes.size(), false);
    for (std::size_t w = 0; w < routing.wires.size(); ++w) {
        const Wire& wire = routing.wires[w];
        const design::Connection& connection = design.connections[routing.connections[w]];
        const auto was = earlierWires.find(connection.id.str());
        const auto route = before.routes.find(connection.id.str());
        bool stays = was && route != before.routes.end();
        if (stays) {
            const Wire& earlierWire = earlier.wires[*was];
            stays = sameLine(connection, old.connections[earlier.connections[*was]]) &&
                    routing.boxes[wire.from] == earlier.boxes[earlierWire.from] &&
                    routing.boxes[wire.to] == earlier.boxes[earlierWire.to] && !onItsWay(arrived, route->second);
        }
        if (stays)
            kept[w] = route->second;
        else
            disturbed[wire.from] = disturbed[wire.to] = true;
    }
    // Wires that share a box with one made anew make room for it.
    for (std::size_t w = 0; w < routing.wires.size(); ++w)
        if (disturbed[routing.wires[w].from] || disturbed[routing.wires[w].to]) kept[w].clear();
    return routed(std::move(boxes), design, routing, kept, {});
}

} // namespace catenary::scene
