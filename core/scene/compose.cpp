// SPDX-License-Identifier: Apache-2.0
#include "core/scene/compose.h"

#include "core/scene/draw.h"
#include "core/scene/labels.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"
#include "core/scene/reuse.h"
#include "core/scene/route_hops.h"
#include "core/scene/sketch.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace catenary::scene {
namespace {

/// Everything `compose` looks up again and again.
class Composer {
public:
    Composer(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
             const ComposeOptions& options)
        : m_design(design), m_geometry(geometry),
          m_options(options), m_pen{themeColours(options.theme), options.fallback}, m_reuse(design, geometry, options) {
        std::unordered_map<std::string_view, const catalog::Kind*> kinds;
        m_components.reserve(design.components.size());
        for (const auto& component : design.components) {
            const auto [kind, isNew] = kinds.try_emplace(component->kind, nullptr);
            if (isNew) kind->second = catalog.kind(component->kind);
            m_components.emplace(component->id.str(), Known{component.get(), kind->second});
        }
        for (const auto& group : design.groups) m_groups.emplace(group->id.str(), group.get());
        for (const auto& connection : design.connections)
            if (connection->mode == design::Mode::Sync) {
                Branches& branches = m_branches[connection->from.str()];
                branches.weight += connection->weight;
                ++branches.count;
            }
        if (options.estimate != nullptr) m_overlay = overlayOf(*options.estimate);
        chooseElements();
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

    void add(Node node, int slot = 0) {
        if (m_options.theme == ThemeName::Sketch) node.items = sketched(node.items, node.id, m_options.fallback);
        for (const Item& item : node.items) node.bounds = node.bounds.united(boundsOf(item));
        std::shared_ptr<const Node> before = m_reuse.earlier(node.role, node.id, slot);
        if (before && *before == node)
            m_nodes.push_back(std::move(before));
        else
            m_nodes.push_back(std::make_shared<const Node>(std::move(node)));
    }

    /// Takes the earlier node of an element that is as it was; false where there is none.
    template <class Part> bool taken(Role role, const Part& part) {
        if (!m_reuse.holds(part)) return false;
        std::shared_ptr<const Node> before = m_reuse.earlier(role, part.id.str());
        if (!before) return false;
        m_nodes.push_back(std::move(before));
        return true;
    }

    struct Known {
        const design::Component* component = nullptr;
        const catalog::Kind* kind = nullptr;
    };
    [[nodiscard]] const Known* known(const std::string& id) const {
        const auto found = m_components.find(id);
        return found == m_components.end() ? nullptr : &found->second;
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
                if (const Known* one = known(member); one != nullptr && one->kind != nullptr) ++count[one->kind->group];
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
            m_routes.push_back(&found->second);
            if (!taken(Role::Connection, *connection)) {
                const auto hops = m_geometry.hops.find(connection->id.str());
                const std::vector<Point> route = trimmed(*connection, found->second);
                add({connection->id.str(),
                     Role::Connection,
                     titleOf(*connection),
                     {},
                     drawWire(m_pen, hops == m_geometry.hops.end() ? route : withHops(route, hops->second),
                              {connection->mode, critical}),
                     route});
            }
            addLabelsOf(*connection, critical);
        }
    }

    void addLabelsOf(const design::Connection& connection, bool critical) {
        const bool stays = m_reuse.labelsStay() && m_reuse.holds(connection);
        int slot = 0;
        for (const auto& [said, share] :
             {std::pair{connection.start_label, 0.0}, {labelOf(connection), 0.5}, {connection.end_label, 1.0}}) {
            if (said.empty()) continue;
            Label label{&connection, said, {}, {m_routes.size() - 1, {}, share, {}}, critical, slot, nullptr};
            if (stays) label.node = m_reuse.earlier(Role::ConnectionLabel, connection.id.str(), slot);
            if (label.node && m_reuse.isDisturbed(label.node->bounds.grown(labelling::clearance))) label.node.reset();
            ++slot;
            if (label.node) {
                label.request.stays = std::get<RectItem>(label.node->items.front()).rect;
            } else {
                label.plates = platesOf(m_pen, said);
                for (const Plate& plate : label.plates) label.request.sizes.push_back(plate.size);
            }
            m_labels.push_back(std::move(label));
        }
    }

    /// The route from outline to outline instead of from box to box.
    [[nodiscard]] std::vector<Point> trimmed(const design::Connection& connection, std::vector<Point> route) const {
        const auto pull = [&](const std::string& id, Point& end, const Point& next) {
            const Known* component = known(id);
            const Rect* rect = box(id);
            if (component == nullptr || rect == nullptr) return;
            const double inset =
                outlineInset(shapeOf(component->kind), copiesOf(*component->component, component->kind), *rect, end);
            const bool horizontal =
                next.y == end.y || (next.x != end.x && (end.x == rect->x || end.x == rect->right()));
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
            const Known* found = known(id.str());
            return found != nullptr ? found->component->title() : id.str();
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
        const Known* from = known(connection.from.str());
        if (from == nullptr || connection.mode != design::Mode::Sync) return {};
        const support::Json* routing = design::findParameter(from->component->parameters, "routing");
        const bool weighted = routing != nullptr
                                  ? *routing == "weighted"
                                  : from->kind != nullptr && from->kind->station == catalog::StationType::Router;
        if (!weighted) return {};
        const Branches& branches = m_branches.at(connection.from.str());
        return branches.count > 1 && branches.weight > 0 ? sayShare(connection.weight / branches.weight)
                                                         : std::string();
    }

    void addComponents() {
        std::vector<const design::Component*> stacked;
        for (const auto& component : m_design.components) stacked.push_back(component.get());
        std::stable_sort(stacked.begin(), stacked.end(), [](const auto* a, const auto* b) { return a->z < b->z; });
        for (const design::Component* component : stacked) {
            const Rect* rect = box(component->id.str());
            if (rect == nullptr || taken(Role::Component, *component)) continue;
            const auto row = m_overlay.rows.find(component->id.str());
            add({component->id.str(),
                 Role::Component,
                 component->title(),
                 *rect,
                 drawComponent(m_pen, *component, known(component->id.str())->kind, *rect,
                               row != m_overlay.rows.end() ? &row->second : nullptr),
                 {}});
        }
    }

    void addNotes() {
        for (const auto& note : m_design.notes)
            if (const Rect* rect = box(note->id.str()); rect != nullptr && !taken(Role::Note, *note))
                add({note->id.str(), Role::Note, note->text, *rect, drawNote(m_pen, note->text, *rect), {}});
    }

    void addLabels() {
        // Nothing that an estimate or a number of copies changes: labels stay where they are when numbers change.
        LabelGround ground;
        for (const auto& component : m_design.components)
            if (const Rect* rect = box(component->id.str()); rect != nullptr)
                for (const Rect& part : coveredBy(shapeOf(known(component->id.str())->kind), *rect))
                    ground.obstacles.push_back(part);
        for (const auto& node : m_nodes) {
            if (node->role == Role::Note) ground.obstacles.push_back(node->bounds);
            if (node->role != Role::Group) continue;
            ground.obstacles.push_back(boundsOf(node->items.back())); // its title
            ground.borders.push_back(*box(node->id));
        }
        std::vector<LabelRequest> requests;
        for (const Label& label : m_labels) requests.push_back(label.request);
        const std::vector<LabelPlace> places = placeLabels(m_routes, ground, requests);
        for (std::size_t i = 0; i < m_labels.size(); ++i) {
            const Label& label = m_labels[i];
            if (label.node)
                m_nodes.push_back(label.node);
            else
                add({label.connection->id.str(),
                     Role::ConnectionLabel,
                     label.said,
                     {},
                     drawPlate(m_pen, label.plates[places[i].shape], places[i].at, label.critical),
                     {}},
                    label.slot);
        }
    }

    struct Label {
        const design::Connection* connection;
        std::string said;
        std::vector<Plate> plates;
        LabelRequest request;
        bool critical;
        int slot;                         ///< which of the labels of its connection
        std::shared_ptr<const Node> node; ///< the earlier one, where it stays
    };
    struct Branches { ///< sync connections of one component
        double weight = 0;
        int count = 0;
    };

    const design::Design& m_design;
    const Geometry& m_geometry;
    const ComposeOptions& m_options;
    Pen m_pen;
    Overlay m_overlay;
    Reuse m_reuse;
    std::unordered_map<std::string_view, Known> m_components;
    std::unordered_map<std::string_view, const design::Group*> m_groups;
    std::unordered_map<std::string_view, Branches> m_branches;
    std::set<std::string> m_chosen;
    std::vector<std::shared_ptr<const Node>> m_nodes;
    std::vector<const std::vector<Point>*> m_routes;
    std::vector<Label> m_labels;
};

} // namespace

Scene compose(const design::Design& design, const catalog::Catalog& catalog, const Geometry& geometry,
              const ComposeOptions& options) {
    return Composer(design, catalog, geometry, options).scene();
}

} // namespace catenary::scene
