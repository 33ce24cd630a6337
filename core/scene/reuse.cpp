// SPDX-License-Identifier: Apache-2.0
#include "core/scene/reuse.h"

#include "core/scene/draw.h"
#include "core/scene/in_order.h"
#include "core/scene/labels.h"

#include <array>
#include <optional>
#include <string>

namespace catenary::scene {
namespace {

template <class Map> const typename Map::mapped_type* in(const Map& map, const std::string& id) {
    const auto found = map.find(id);
    return found == map.end() ? nullptr : &found->second;
}

template <class Map> bool same(const Map& before, const Map& now, const std::string& id) {
    const auto *a = in(before, id), *b = in(now, id);
    return a == nullptr || b == nullptr ? a == b : *a == *b;
}

/// Calls `differs(before, now)` for what two lists do not share; either is null where the other list alone has it.
template <class T, class Same, class Differs>
void compare(const design::Parts<T>& before, const design::Parts<T>& now, Same sameElsewhere, Differs differs) {
    InOrder old(before.size(), [&](std::size_t i) -> std::string_view { return before[i].id.str(); });
    std::vector<bool> met(before.size(), false);
    for (std::size_t i = 0; i < now.size(); ++i) {
        const auto was = old.find(now[i].id.str());
        if (was) met[*was] = true;
        if (!was)
            differs(static_cast<const T*>(nullptr), &now[i]);
        else if (before.part(*was) != now.part(i) || !sameElsewhere(now[i]))
            differs(&before[*was], &now[i]);
    }
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!met[i]) differs(&before[i], static_cast<const T*>(nullptr));
}

} // namespace

/// The nodes of the earlier scene by role and id.
class Reuse::Nodes {
public:
    explicit Nodes(const Scene& scene) {
        for (const auto& node : scene.nodes) of(node->role).nodes.push_back(node);
    }

    std::shared_ptr<const Node> find(Role role, std::string_view id, int slot) {
        OfRole& all = of(role);
        if (!all.order) all.order.emplace(all.nodes.size(), IdOf{&all.nodes});
        if (slot > 0) { // the slots of one connection follow each other
            const std::size_t at = all.last + static_cast<std::size_t>(slot);
            return at < all.nodes.size() && all.nodes[at]->id == id ? all.nodes[at] : nullptr;
        }
        const auto found = all.order->find(id);
        if (!found) return nullptr;
        all.last = *found;
        return all.nodes[*found];
    }

private:
    using List = std::vector<std::shared_ptr<const Node>>;
    struct IdOf {
        const List* nodes;
        std::string_view operator()(std::size_t i) const { return (*nodes)[i]->id; }
    };
    struct OfRole {
        List nodes;
        std::optional<InOrder<IdOf>> order;
        std::size_t last = 0;
    };
    OfRole& of(Role role) { return m_roles[static_cast<std::size_t>(role)]; }
    std::array<OfRole, static_cast<std::size_t>(Role::Legend) + 1> m_roles;
};

Reuse::Reuse(const design::Design& design, const Geometry& geometry, const ComposeOptions& options)
    : m_options(options) {
    if (options.earlier == nullptr) return;
    m_nodes = std::make_unique<Nodes>(*options.earlier->scene);
    m_sameLook = options.earlier->theme == options.theme && options.earlier->estimate == options.estimate;
    if (m_sameLook) findChanges(design, geometry);
}

Reuse::~Reuse() = default;

std::shared_ptr<const Node> Reuse::earlier(Role role, std::string_view id, int slot) {
    return m_nodes ? m_nodes->find(role, id, slot) : nullptr;
}

bool Reuse::holds(const design::Connection& connection) const {
    return holdsElement(connection.id.str()) && !m_changed.contains(connection.from.str()) &&
           !m_changed.contains(connection.to.str()) && !m_otherSide.contains(connection.from.str());
}

void Reuse::findChanges(const design::Design& design, const Geometry& geometry) {
    const design::Design& old = *m_options.earlier->design;
    const Geometry& before = *m_options.earlier->geometry;
    const auto changed = [&](const auto* was, const auto* is) {
        for (const auto& [part, boxes] : {std::pair{was, &before.boxes}, {is, &geometry.boxes}}) {
            if (part == nullptr) continue;
            m_changed.insert(part->id.str());
            if (const Rect* box = in(*boxes, part->id.str()))
                for (const Rect& covered : coveredBy(Shape::Card, *box)) m_disturbed.add(covered);
        }
    };
    const auto changedGroup = [&](const design::Group* was, const design::Group* is) {
        for (const auto& [part, boxes] : {std::pair{was, &before.boxes}, {is, &geometry.boxes}}) {
            if (part == nullptr) continue;
            m_changed.insert(part->id.str());
            const Rect* box = in(*boxes, part->id.str());
            if (box == nullptr) continue;
            m_disturbed.add(groupTitleBox(part->name.empty() ? part->id.str() : part->name, *box));
            disturb({{box->x, box->y},
                     {box->right(), box->y},
                     {box->right(), box->bottom()},
                     {box->x, box->bottom()},
                     {box->x, box->y}});
        }
    };
    const auto sameBox = [&](const auto& part) { return same(before.boxes, geometry.boxes, part.id.str()); };
    compare(old.components, design.components, sameBox, changed);
    compare(old.notes, design.notes, sameBox, changed);
    compare(old.groups, design.groups, sameBox, changedGroup);
    const auto sameLine = [&](const design::Connection& part) {
        return same(before.routes, geometry.routes, part.id.str()) && same(before.hops, geometry.hops, part.id.str());
    };
    compare(old.connections, design.connections, sameLine,
            [&](const design::Connection* was, const design::Connection* is) {
                for (const auto& [part, lines] : {std::pair{was, &before.routes}, {is, &geometry.routes}}) {
                    if (part == nullptr) continue;
                    m_changed.insert(part->id.str());
                    if (was == nullptr || is == nullptr || !(*was == *is)) m_otherSide.insert(part->from.str());
                    if (const auto* line = in(*lines, part->id.str())) disturb(*line);
                }
            });
}

void Reuse::disturb(const std::vector<Point>& line) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        m_disturbed.add(Rect{std::min(line[i].x, line[i + 1].x), std::min(line[i].y, line[i + 1].y),
                             std::abs(line[i].x - line[i + 1].x), std::abs(line[i].y - line[i + 1].y)}
                            .grown(labelling::aloof));
}

} // namespace catenary::scene
