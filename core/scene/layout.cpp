// SPDX-License-Identifier: Apache-2.0
#include "core/scene/layout.h"

#include "core/scene/geometry.h"
#include "core/scene/note_places.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace catenary::scene {
namespace {

using support::ErrorCode;

constexpr double pointsPerInch = 72;
constexpr double grid = 4; ///< places are multiples of it

std::mutex graphvizMutex;
std::string graphvizMessages; ///< guarded by graphvizMutex

int collectMessage(char* text) {
    graphvizMessages += text;
    return 0;
}

/// Graphviz takes `char*` for text it only reads, and keeps copies.
class Text {
public:
    explicit Text(std::string text) : m_text(std::move(text)) {}
    operator char*() { return m_text.data(); } // NOLINT: an argument for a C interface

private:
    std::string m_text;
};

std::string inches(double units) {
    std::array<char, 64> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), units / pointsPerInch, std::chars_format::fixed, 4);
    return {buffer.data(), end.ptr};
}

struct GraphDeleter {
    void operator()(Agraph_t* graph) const { agclose(graph); }
};
struct ContextDeleter {
    void operator()(GVC_t* context) const { gvFreeContext(context); }
};
using Graph = std::unique_ptr<Agraph_t, GraphDeleter>;
using Context = std::unique_ptr<GVC_t, ContextDeleter>;

void set(void* object, const char* name, const std::string& value) {
    agsafeset(object, Text(name), Text(value), Text(""));
}

/// How much room the labels of a design need between the ranks.
double rankGap(const design::Design& design, LayoutDirection direction) {
    double widest = 0;
    for (const auto& connection : design.connections)
        widest = std::max(widest, textWidth(connection->label, metrics::smallSize, Weight::Medium));
    if (direction == LayoutDirection::TopDown) return 72;
    return std::clamp(widest + 44, 84.0, 190.0);
}

class GraphBuilder {
public:
    GraphBuilder(const design::Design& design, LayoutDirection direction) : m_design(design), m_direction(direction) {}

    Graph build() {
        Graph graph(agopen(Text("design"), Agstrictdirected, nullptr));
        m_root = graph.get();
        set(m_root, "rankdir", m_direction == LayoutDirection::LeftToRight ? "LR" : "TB");
        set(m_root, "ranksep", inches(rankGap(m_design, m_direction)));
        set(m_root, "nodesep", inches(36));
        set(m_root, "remincross", "true");
        for (const auto& group : m_design.groups) m_groups[group->id.str()] = group.get();
        for (const auto& component : m_design.components) addNode(*component);
        for (const auto& group : m_design.groups)
            if (!isInner(group->id.str())) addCluster(*group, m_root);
        for (const auto& connection : m_design.connections) addEdge(*connection);
        return graph;
    }

private:
    void addNode(const design::Component& component) {
        Agnode_t* node = agnode(m_root, Text(component.id.str()), 1);
        const Size size = componentSize(component);
        set(node, "shape", "box");
        set(node, "fixedsize", "true");
        set(node, "label", "");
        set(node, "width", inches(size.width));
        set(node, "height", inches(size.height));
        m_nodes[component.id.str()] = node;
    }

    [[nodiscard]] bool isInner(const std::string& id) const {
        for (const auto& [other, group] : m_groups)
            if (other != id && std::find(group->members.begin(), group->members.end(), id) != group->members.end())
                return true;
        return false;
    }

    /// A component belongs to the first cluster that names it: clusters cannot share nodes.
    void addCluster(const design::Group& group, Agraph_t* parent) {
        if (!m_done.insert(group.id.str()).second) return;
        Agraph_t* cluster = agsubg(parent, Text("cluster_" + group.id.str()), 1);
        set(cluster, "margin", "44"); // groups are drawn at least 16 apart, title included
        for (const std::string& member : group.members) {
            if (const auto inner = m_groups.find(member); inner != m_groups.end())
                addCluster(*inner->second, cluster);
            else if (const auto node = m_nodes.find(member); node != m_nodes.end() && m_clustered.insert(member).second)
                agsubnode(cluster, node->second, 1);
        }
    }

    void addEdge(const design::Connection& connection) {
        const auto from = m_nodes.find(connection.from.str()), to = m_nodes.find(connection.to.str());
        if (from == m_nodes.end() || to == m_nodes.end() || from == to) return;
        Agedge_t* edge = agedge(m_root, from->second, to->second, nullptr, 1);
        // What a request waits for makes the backbone of the picture.
        const bool backbone = connection.mode == design::Mode::Sync || connection.mode == design::Mode::Forward;
        set(edge, "weight", backbone ? "4" : "1");
    }

    const design::Design& m_design;
    LayoutDirection m_direction;
    Agraph_t* m_root = nullptr;
    std::map<std::string, Agnode_t*> m_nodes;
    std::map<std::string, const design::Group*> m_groups;
    std::set<std::string> m_clustered, m_done;
};

double snapped(double value) {
    return std::round(value / grid) * grid;
}

} // namespace

support::Result<std::vector<std::pair<std::string, Point>>> layout(const design::Design& design,
                                                                   const catalog::Catalog&, LayoutDirection direction) {
    const std::lock_guard lock(graphvizMutex);
    graphvizMessages.clear();
    const auto previous = agseterrf(collectMessage);
    struct Restore {
        agusererrf handler;
        ~Restore() { agseterrf(handler); }
    } restore{previous};

    const Context context(gvContext());
    const Graph graph = GraphBuilder(design, direction).build();
    const auto trouble = [] {
        std::string said = graphvizMessages;
        while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.pop_back();
        return support::fail(ErrorCode::Unsupported,
                             "Graphviz could not lay out the design" + (said.empty() ? "." : ": " + said), {},
                             "Check that Graphviz and its plugins are installed, or place the components by hand.");
    };
    if (!context || !graph || gvLayout(context.get(), graph.get(), "dot") != 0) return trouble();
    // "attach" writes positions into attributes, which spares us Graphviz's inner structures.
    attach_attrs(graph.get());

    std::vector<std::pair<std::string, Point>> places;
    Rect all;
    bool complete = true;
    for (const auto& component : design.components) {
        Agnode_t* node = agnode(graph.get(), Text(component->id.str()), 0);
        const char* pos = node != nullptr ? agget(node, Text("pos")) : nullptr;
        double x = 0, y = 0;
        const std::string_view text = pos != nullptr ? pos : "";
        const std::size_t comma = text.find(',');
        if (comma == std::string_view::npos || std::from_chars(text.data(), text.data() + comma, x).ec != std::errc{} ||
            std::from_chars(text.data() + comma + 1, text.data() + text.size(), y).ec != std::errc{}) {
            complete = false;
            break;
        }
        const Size size = componentSize(*component);
        const Rect box{x - size.width / 2, -y - size.height / 2, size.width, size.height};
        all = all.united(box);
        places.emplace_back(component->id.str(), Point{box.x, box.y});
    }
    gvFreeLayout(context.get(), graph.get());
    if (!complete) return trouble();

    // Locked ones stay: the rest is moved so that the first locked one is where it was, else to the origin.
    Point shift{-all.x, -all.y};
    for (std::size_t i = 0; i < places.size(); ++i)
        if (const design::Component& c = design.components[i]; c.locked && c.at) {
            shift = {c.at->x - places[i].second.x, c.at->y - places[i].second.y};
            break;
        }
    std::vector<std::pair<std::string, Point>> moved;
    for (std::size_t i = 0; i < places.size(); ++i)
        if (!(design.components[i].locked && design.components[i].at))
            moved.emplace_back(places[i].first,
                               Point{snapped(places[i].second.x + shift.x), snapped(places[i].second.y + shift.y)});
    design::Design placed = design;
    for (std::size_t i = 0, m = 0; i < places.size(); ++i) {
        if (m == moved.size() || moved[m].first != places[i].first) continue;
        design::Component component = design.components[i];
        component.at = moved[m++].second;
        placed.components.replace(i, std::move(component));
    }
    for (auto& place : notePlaces(design, placed)) moved.push_back(std::move(place));
    return moved;
}

bool needsLayout(const design::Design& design) {
    return std::any_of(design.components.begin(), design.components.end(),
                       [](const auto& component) { return !component->at; });
}

support::Result<design::Design> withPlaces(const design::Design& design, const catalog::Catalog& catalog) {
    if (!needsLayout(design)) return design;
    auto places = layout(design, catalog);
    if (!places) return tl::unexpected(places.error());
    Rect placed;
    for (const auto& component : design.components)
        if (component->at) {
            const Size size = componentSize(*component);
            placed = placed.united({component->at->x, component->at->y, size.width, size.height});
        }
    // Where some have places, they keep them and the others come below, as the layout puts them to each other.
    Point shift;
    if (!placed.empty()) {
        std::erase_if(*places, [&](const auto& place) {
            const design::Component* component = design.component(design::ComponentId(place.first));
            return component == nullptr || component->at.has_value();
        });
        double left = 0, top = 0;
        for (std::size_t i = 0; i < places->size(); ++i) {
            left = i == 0 ? (*places)[i].second.x : std::min(left, (*places)[i].second.x);
            top = i == 0 ? (*places)[i].second.y : std::min(top, (*places)[i].second.y);
        }
        shift = {placed.x - left, placed.bottom() + 2 * metrics::sceneMargin - top};
    }
    std::map<std::string, Point> at;
    for (const auto& [id, place] : *places) at[id] = {place.x + shift.x, place.y + shift.y};
    design::Design result = design;
    for (std::size_t i = 0; i < design.components.size(); ++i)
        if (const auto found = at.find(design.components[i].id.str()); found != at.end() && !design.components[i].at) {
            design::Component component = design.components[i];
            component.at = found->second;
            result.components.replace(i, std::move(component));
        }
    for (std::size_t i = 0; i < design.notes.size(); ++i)
        if (const auto found = at.find(design.notes[i].id.str()); found != at.end()) {
            design::Note note = design.notes[i];
            note.at = found->second;
            result.notes.replace(i, std::move(note));
        }
    return result;
}

} // namespace catenary::scene
