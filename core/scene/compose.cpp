// SPDX-License-Identifier: Apache-2.0
#include "core/scene/compose.h"

#include "core/scene/draw.h"
#include "core/scene/labels.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>
#include <array>
#include <set>

namespace catenary::scene {
namespace {

/// Everything `compose` looks up again and again.
class Composer {
public:
    Composer(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
             const ComposeOptions& options)
        : m_design(design), m_geometry(geometry),
          m_options(options), m_pen{themeColours(options.theme), options.fallback} {
        for (const auto& component : design.components) {
            m_components[component->id.str()] = component.get();
            m_kinds[component->id.str()] = catalog.kind(component->kind);
        }
        for (const auto& group : design.groups) m_groups[group->id.str()] = group.get();
        if (options.estimate != nullptr) m_overlay = overlayOf(*options.estimate);
        chooseElements();
        sharePreviousNodes();
    }

    Scene scene() {
        Scene scene;
        scene.title = m_design.title;
        scene.description = m_design.summary;
        scene.background = m_pen.colours.canvas;
        if (m_options.transparent) scene.background.a = 0;
        addGroups();
        addConnections();
        addComponents();
        addNotes();
        addLabels();
        for (const auto& node : m_nodes) scene.bounds = scene.bounds.united(node->bounds);
        scene.bounds = scene.bounds.empty() ? Rect{0, 0, 2 * metrics::sceneMargin, 2 * metrics::sceneMargin}
                                            : scene.bounds.grown(metrics::sceneMargin);
        scene.nodes = std::move(m_nodes);
        return scene;
    }

private:
    // -- what is drawn --------------------------------------------------------------------------------------------

    void chooseElements() {
        if (m_options.only.empty()) return;
        m_chosen.insert(m_options.only.begin(), m_options.only.end());
        std::vector<std::string> open = m_options.only; // a group brings its members
        while (!open.empty()) {
            const auto group = m_groups.find(open.back());
            open.pop_back();
            if (group == m_groups.end()) continue;
            for (const std::string& member : group->second->members)
                if (m_chosen.insert(member).second) open.push_back(member);
        }
        for (const auto& connection : m_design.connections)
            if (m_chosen.contains(connection->from.str()) && m_chosen.contains(connection->to.str()))
                m_chosen.insert(connection->id.str());
    }

    [[nodiscard]] bool drawn(const std::string& id) const { return m_options.only.empty() || m_chosen.contains(id); }

    [[nodiscard]] const Rect* box(const std::string& id) const {
        const auto found = m_geometry.boxes.find(id);
        return found != m_geometry.boxes.end() && drawn(id) ? &found->second : nullptr;
    }

    // -- nodes ----------------------------------------------------------------------------------------------------

    void sharePreviousNodes() {
        if (m_options.previous == nullptr) return;
        for (const auto& node : m_options.previous->nodes) m_previous[{node->role, node->id}] = node;
    }

    void add(Node node) {
        for (const Item& item : node.items) node.bounds = node.bounds.united(boundsOf(item));
        const auto before = m_previous.find({node.role, node.id});
        if (before != m_previous.end() && *before->second == node)
            m_nodes.push_back(before->second);
        else
            m_nodes.push_back(std::make_shared<const Node>(std::move(node)));
    }

    void addGroups() {
        // Larger ones behind, so that a group within a group is seen.
        std::vector<const design::Group*> groups;
        for (const auto& group : m_design.groups)
            if (box(group->id.str()) != nullptr) groups.push_back(group.get());
        const auto area = [&](const design::Group* group) {
            const Rect* rect = box(group->id.str());
            return rect->width * rect->height;
        };
        std::stable_sort(groups.begin(), groups.end(), [&](const auto* a, const auto* b) { return area(a) > area(b); });
        for (const design::Group* group : groups) {
            const std::string& name = group->name.empty() ? group->id.str() : group->name;
            add({group->id.str(),
                 Role::Group,
                 name,
                 {},
                 drawGroup(m_pen, name, prevailing(*group), *box(group->id.str())),
                 {}});
        }
    }

    /// The colours of the group of kinds most members belong to; of several, the first in the theme's order.
    const GroupColours& prevailing(const design::Group& group) const {
        std::map<std::string, int> count;
        std::set<std::string> seen;
        std::vector<const design::Group*> open{&group};
        while (!open.empty()) {
            const design::Group* one = open.back();
            open.pop_back();
            if (!seen.insert(one->id.str()).second) continue;
            for (const std::string& member : one->members) {
                if (const auto inner = m_groups.find(member); inner != m_groups.end()) open.push_back(inner->second);
                if (const auto kind = m_kinds.find(member); kind != m_kinds.end() && kind->second != nullptr)
                    ++count[kind->second->group];
            }
        }
        const GroupColours* best = &m_pen.colours.group("");
        int most = 0;
        for (const GroupColours& colours : m_pen.colours.groups)
            if (const auto found = count.find(std::string(colours.group));
                found != count.end() && found->second > most) {
                most = found->second;
                best = &colours;
            }
        return *best;
    }

    void addConnections() {
        for (const auto& connection : m_design.connections) {
            const auto found = m_geometry.routes.find(connection->id.str());
            if (found == m_geometry.routes.end() || found->second.size() < 2 || !drawn(connection->id.str())) continue;
            const bool critical = m_overlay.critical.contains(connection->id.str());
            const std::vector<Point> route = trimmed(*connection, found->second);
            add({connection->id.str(),
                 Role::Connection,
                 titleOf(*connection),
                 {},
                 drawWire(m_pen, route, {connection->mode, critical}),
                 route});
            std::vector<Plate> plates = platesOf(m_pen, labelOf(*connection));
            m_routes.push_back(found->second);
            if (!plates.empty())
                m_labels.push_back({connection.get(), std::move(plates), m_routes.size() - 1, critical});
        }
    }

    /// The route from outline to outline instead of from box to box.
    [[nodiscard]] std::vector<Point> trimmed(const design::Connection& connection, std::vector<Point> route) const {
        const auto pull = [&](const std::string& id, Point& end, const Point& next) {
            const auto component = m_components.find(id);
            const Rect* rect = box(id);
            if (component == m_components.end() || rect == nullptr) return;
            const catalog::Kind* kind = m_kinds.at(id);
            const double inset = outlineInset(shapeOf(kind), copiesOf(*component->second, kind), *rect, end);
            const bool horizontal = next.y == end.y;
            double& moved = horizontal ? end.x : end.y;
            moved +=
                (horizontal ? end.x > rect->x + rect->width / 2 : end.y > rect->y + rect->height / 2) ? -inset : inset;
        };
        pull(connection.from.str(), route.front(), route[1]);
        pull(connection.to.str(), route.back(), route[route.size() - 2]);
        return route;
    }

    [[nodiscard]] std::string titleOf(const design::Connection& connection) const {
        const auto name = [&](const design::ComponentId& id) {
            const auto found = m_components.find(id.str());
            return found != m_components.end() ? found->second->title() : id.str();
        };
        const std::string label = labelOf(connection);
        return name(connection.from) + " → " + name(connection.to) + (label.empty() ? "" : ": " + label);
    }

    /// What the author wrote, with a router's share.
    [[nodiscard]] std::string labelOf(const design::Connection& connection) const {
        std::string share = routerShare(connection);
        if (const std::size_t blank = share.find(' '); blank != std::string::npos)
            share.replace(blank, 1, "\u00a0"); // stays on one line
        if (connection.label.empty() || share.empty()) return connection.label + share;
        return connection.label + "\u00a0· " + share;
    }

    [[nodiscard]] std::string routerShare(const design::Connection& connection) const {
        if (connection.mode == design::Mode::Forward)
            return connection.probability ? sayShare(*connection.probability) : std::string();
        const auto from = m_components.find(connection.from.str());
        if (from == m_components.end()) return {};
        const catalog::Kind* kind = m_kinds.at(connection.from.str());
        const support::Json* routing = design::findParameter(from->second->parameters, "routing");
        const bool weighted = routing != nullptr ? *routing == "weighted"
                                                 : kind != nullptr && kind->station == catalog::StationType::Router;
        if (!weighted) return {};
        double sum = 0;
        int branches = 0;
        for (const auto& other : m_design.connections)
            if (other->from == connection.from && other->mode == design::Mode::Sync) {
                sum += other->weight;
                ++branches;
            }
        return connection.mode == design::Mode::Sync && branches > 1 && sum > 0 ? sayShare(connection.weight / sum)
                                                                                : std::string();
    }

    void addComponents() {
        std::vector<const design::Component*> stacked;
        for (const auto& component : m_design.components) stacked.push_back(component.get());
        std::stable_sort(stacked.begin(), stacked.end(), [](const auto* a, const auto* b) { return a->z < b->z; });
        for (const design::Component* component : stacked) {
            const Rect* rect = box(component->id.str());
            if (rect == nullptr) continue;
            const auto row = m_overlay.rows.find(component->id.str());
            add({component->id.str(),
                 Role::Component,
                 component->title(),
                 *rect,
                 drawComponent(m_pen, *component, m_kinds.at(component->id.str()), *rect,
                               row != m_overlay.rows.end() ? &row->second : nullptr),
                 {}});
        }
    }

    void addNotes() {
        for (const auto& note : m_design.notes)
            if (const Rect* rect = box(note->id.str()); rect != nullptr)
                add({note->id.str(), Role::Note, note->text, *rect, drawNote(m_pen, note->text, *rect), {}});
    }

    void addLabels() {
        // Nothing that an estimate or a number of copies changes: labels stay where they are when numbers change.
        LabelGround ground;
        for (const auto& component : m_design.components)
            if (const Rect* rect = box(component->id.str()); rect != nullptr)
                for (const Rect& part : coveredBy(shapeOf(m_kinds.at(component->id.str())), *rect))
                    ground.obstacles.push_back(part);
        for (const auto& node : m_nodes) {
            if (node->role == Role::Note) ground.obstacles.push_back(node->bounds);
            if (node->role != Role::Group) continue;
            ground.obstacles.push_back(boundsOf(node->items.back())); // its title
            ground.borders.push_back(*box(node->id));
        }
        std::vector<LabelRequest> requests;
        for (const Label& label : m_labels) {
            requests.push_back({label.route, {}});
            for (const Plate& plate : label.plates) requests.back().sizes.push_back(plate.size);
        }
        const std::vector<LabelPlace> places = placeLabels(m_routes, ground, requests);
        for (std::size_t i = 0; i < m_labels.size(); ++i)
            add({m_labels[i].connection->id.str(),
                 Role::ConnectionLabel,
                 labelOf(*m_labels[i].connection),
                 {},
                 drawPlate(m_pen, m_labels[i].plates[places[i].shape], places[i].at, m_labels[i].critical),
                 {}});
    }

    struct Label {
        const design::Connection* connection;
        std::vector<Plate> plates;
        std::size_t route;
        bool critical;
    };

    const design::Design& m_design;
    const Geometry& m_geometry;
    const ComposeOptions& m_options;
    Pen m_pen;
    Overlay m_overlay;
    std::map<std::string, const design::Component*> m_components;
    std::map<std::string, const catalog::Kind*> m_kinds;
    std::map<std::string, const design::Group*> m_groups;
    std::set<std::string> m_chosen;
    std::map<std::pair<Role, std::string>, std::shared_ptr<const Node>> m_previous;
    std::vector<std::shared_ptr<const Node>> m_nodes;
    std::vector<std::vector<Point>> m_routes;
    std::vector<Label> m_labels;
};

} // namespace

Scene compose(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
              const ComposeOptions& options) {
    return Composer(design, catalog, geometry, options).scene();
}

} // namespace catenary::scene
