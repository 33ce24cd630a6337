// SPDX-License-Identifier: Apache-2.0
#include "core/scene/frame.h"

#include "core/scene/draw.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"
#include "core/scene/sketch.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace catenary::scene {

namespace {

constexpr double gridStep = 24;
constexpr double gap = 28, lineHeight = 18, titleSize = 18, textSize = 12;
constexpr double leastWidth = 360, titleWidth = 520, entryWidth = 176, sampleWidth = 40;

/// Titles of the groups of kinds, for the legend.
std::string_view titleOf(std::string_view group) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> titles{{{"edge", "Edge"},
                                                                                   {"compute", "Compute"},
                                                                                   {"data", "Data"},
                                                                                   {"messaging", "Messaging"},
                                                                                   {"ml-serving", "ML serving"},
                                                                                   {"llm", "Language models"},
                                                                                   {"training", "Training"},
                                                                                   {"operations", "Operations"},
                                                                                   {"external", "External"}}};
    for (const auto& [id, title] : titles)
        if (id == group) return title;
    return "Other";
}

class Framing {
public:
    Framing(Scene scene, const design::Design& design, const catalog::Catalog& catalog, const ComposeOptions& options)
        : m_scene(std::move(scene)), m_design(design), m_catalog(catalog),
          m_options(options), m_pen{themeColours(options.theme), options.fallback}, m_content(m_scene.bounds) {
        for (const auto& node : m_scene.nodes) m_shown.insert(node->id);
    }

    Scene operator()(const FrameOptions& frame) {
        if (frame.title_block || frame.legend) add("rule", Role::Legend, {}, {rule(below())});
        if (frame.title_block) addTitle();
        if (frame.legend) addLegend();
        if (frame.grid) addGrid();
        return std::move(m_scene);
    }

private:
    /// Where the frame begins.
    [[nodiscard]] double below() const { return m_content.bottom() - metrics::sceneMargin + gap; }
    [[nodiscard]] double left() const { return m_content.x + metrics::sceneMargin; }
    [[nodiscard]] double width() const { return std::max(m_content.width - 2 * metrics::sceneMargin, leastWidth); }

    void add(std::string id, Role role, std::string title, std::vector<Item> items, bool front = true) {
        if (m_options.theme == ThemeName::Sketch) items = sketched(items, id, m_options.fallback);
        auto node = nodeOf(std::move(id), role, std::move(title), std::move(items));
        if (front) m_scene.bounds = m_scene.bounds.united(node->bounds.grown(metrics::sceneMargin));
        m_scene.nodes.insert(front ? m_scene.nodes.end() : m_scene.nodes.begin(), std::move(node));
    }

    /// "p99 88 ms, 3.2 k/s · $18.2 k/mo"
    [[nodiscard]] std::vector<std::string> figures() const {
        std::vector<std::string> lines;
        if (m_options.estimate == nullptr) return lines;
        const insight::Estimate& estimate = *m_options.estimate;
        for (std::size_t k = 0; k < estimate.network.classes.size(); ++k) {
            const auto& found = estimate.performance.classes[k];
            const std::string& name = estimate.network.classes[k].name;
            lines.push_back((name.empty() ? estimate.network.classes[k].id.str() : name) + ": p50 " +
                            sayDuration(found.latency.p50.value) + ", p99 " + sayDuration(found.latency.p99.value) +
                            " at " + sayRate(found.offered_per_s));
        }
        std::string whole = sayMoneyPerMonth(estimate.system.usd_per_month);
        if (estimate.system.load_line) whole += ", bears × " + sayCount(*estimate.system.load_line) + " of the load";
        lines.push_back(whole + ", as estimated");
        return lines;
    }

    void addTitle() {
        const ThemeColours& c = m_pen.colours;
        double y = below() + 26;
        const double room = std::min(width(), titleWidth);
        std::vector<Item> items;
        const std::string title = m_design.title.empty() ? "Untitled design" : m_design.title;
        items.emplace_back(m_pen.text(elided(title, room, titleSize, Weight::SemiBold, m_options.fallback), {left(), y},
                                      titleSize, Weight::SemiBold, c.text));
        y += 6;
        for (const std::string& line :
             wrapped(m_design.summary, room, 3, textSize, Weight::Regular, m_options.fallback))
            items.emplace_back(m_pen.text(line, {left(), y += lineHeight}, textSize, Weight::Regular, c.quiet));
        for (const std::string& line : figures())
            items.emplace_back(m_pen.text(elided(line, room, textSize, Weight::Medium, m_options.fallback),
                                          {left(), y += lineHeight}, textSize, Weight::Medium, c.text));
        add("title-block", Role::Legend, title, std::move(items));
        m_titleBottom = y;
    }

    [[nodiscard]] PathItem rule(double y) const {
        PathItem line;
        line.verbs = {PathItem::Verb::Move, PathItem::Verb::Line};
        line.points = {{left(), y}, {left() + width(), y}};
        line.stroke = {m_pen.colours.line, 1, {}, true};
        return line;
    }

    struct Entry {
        std::string words;
        std::vector<Item> sample; ///< within sampleWidth × lineHeight, from 0, 0
    };

    void addConnections(std::vector<Entry>& entries) const {
        constexpr std::array<std::pair<design::Mode, const char*>, 5> sorts{
            {{design::Mode::Sync, "waits for the answer"},
             {design::Mode::Forward, "sent on"},
             {design::Mode::Async, "asynchronous"},
             {design::Mode::Stream, "stream"},
             {design::Mode::Batch, "batch"}}};
        for (const auto& sort : sorts) {
            const design::Mode mode = sort.first;
            const bool there =
                std::any_of(m_design.connections.begin(), m_design.connections.end(),
                            [&](const auto& c) { return c->mode == mode && m_shown.contains(c->id.str()); });
            if (there)
                entries.push_back({sort.second, drawWire(m_pen, {{0, lineHeight / 2}, {sampleWidth, lineHeight / 2}},
                                                         {mode, false})});
        }
    }

    void addKinds(std::vector<Entry>& entries) const {
        std::set<std::string> groups;
        for (const auto& component : m_design.components)
            if (m_shown.contains(component->id.str()))
                if (const catalog::Kind* kind = m_catalog.kind(component->kind)) groups.insert(kind->group);
        for (const GroupColours& colours : m_pen.colours.groups) {
            if (!groups.contains(std::string(colours.group))) continue;
            RectItem card{{8, 2, 24, 14}, 4, colours.tint, {colours.edge, 1.5, {}, true}};
            entries.push_back({std::string(titleOf(colours.group)), {card}});
        }
    }

    void addSigns(std::vector<Entry>& entries) const {
        if (m_options.estimate == nullptr) return;
        const ThemeColours& c = m_pen.colours;
        const auto bar = [&](Colour colour, double share) {
            return std::vector<Item>{RectItem{{4, 7, 32, 4}, 2, c.track, {{0, 0, 0, 0}, 0, {}, true}},
                                     RectItem{{4, 7, 32 * share, 4}, 2, colour, {{0, 0, 0, 0}, 0, {}, true}}};
        };
        entries.push_back({"busy, below " + sayShare(closeUtilisation), bar(c.good, 0.5)});
        entries.push_back({"from " + sayShare(closeUtilisation), bar(c.close, 0.75)});
        entries.push_back({"from " + sayShare(highUtilisation), bar(c.missed, 0.95)});
        entries.push_back({"on the critical path", drawWire(m_pen, {{0, lineHeight / 2}, {sampleWidth, lineHeight / 2}},
                                                            {design::Mode::Sync, true})});
    }

    static void move(Item& item, double dx, double dy) {
        if (auto* path = std::get_if<PathItem>(&item)) {
            for (Point& p : path->points) p = {p.x + dx, p.y + dy};
        } else if (auto* rect = std::get_if<RectItem>(&item)) {
            rect->rect.x += dx;
            rect->rect.y += dy;
        } else {
            auto& text = std::get<TextItem>(item);
            text.at = {text.at.x + dx, text.at.y + dy};
        }
    }

    void addLegend() {
        std::vector<Entry> entries;
        addConnections(entries);
        addKinds(entries);
        addSigns(entries);
        if (entries.empty()) return;
        // Beside the title block, or below what there is.
        const double top = below();
        const bool beside = m_titleBottom && width() >= titleWidth + gap + entryWidth;
        const double x0 = beside ? left() + titleWidth + gap : left();
        const double y0 = beside ? top + 10 : m_titleBottom ? *m_titleBottom + gap : top + 10;
        const double room = left() + width() - x0;
        const auto across = static_cast<std::size_t>(std::max(std::floor(room / entryWidth), 1.0));
        const std::size_t down = (entries.size() + across - 1) / across;
        std::vector<Item> items;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::size_t column = i / down;
            const double x = x0 + entryWidth * static_cast<double>(column);
            const double y = y0 + lineHeight * 1.25 * static_cast<double>(i % down);
            for (Item item : entries[i].sample) {
                move(item, x, y);
                items.push_back(std::move(item));
            }
            items.emplace_back(m_pen.text(entries[i].words, {x + sampleWidth + 10, y + 13}, metrics::smallSize,
                                          Weight::Regular, m_pen.colours.quiet));
        }
        add("legend", Role::Legend, "Legend", std::move(items));
    }

    void addGrid() {
        const Rect& b = m_scene.bounds;
        PathItem lines;
        lines.stroke = {m_pen.colours.grid, 0.75, {}, true};
        const auto line = [&](Point from, Point to) {
            lines.verbs.push_back(PathItem::Verb::Move);
            lines.verbs.push_back(PathItem::Verb::Line);
            lines.points.push_back(from);
            lines.points.push_back(to);
        };
        for (double x = std::ceil(b.x / gridStep) * gridStep; x <= b.right(); x += gridStep)
            line({x, b.y}, {x, b.bottom()});
        for (double y = std::ceil(b.y / gridStep) * gridStep; y <= b.bottom(); y += gridStep)
            line({b.x, y}, {b.right(), y});
        // Ruled, not drawn by hand, in every theme.
        m_scene.nodes.insert(m_scene.nodes.begin(), nodeOf("grid", Role::Background, {}, {lines}));
    }

    Scene m_scene;
    const design::Design& m_design;
    const catalog::Catalog& m_catalog;
    const ComposeOptions& m_options;
    Pen m_pen;
    Rect m_content;
    std::set<std::string> m_shown;
    std::optional<double> m_titleBottom;
};

} // namespace

Scene framed(Scene scene, const design::Design& design, const catalog::Catalog& catalog, const ComposeOptions& options,
             const FrameOptions& frame) {
    if (frame.none()) return scene;
    return Framing(std::move(scene), design, catalog, options)(frame);
}

} // namespace catenary::scene
