// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/request_waterfall.h"

#include "core/scene/charts/chart.h"
#include "core/scene/draw.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

using network::RequestTrace;
using network::Span;

constexpr double leastWidth = 360;
constexpr double margin = 16, heading = 44, axisHeight = 20, rowHeight = 20, nameWidth = 150, figureWidth = 56;
constexpr double heavy = 12, light = 6; ///< heights of bars
constexpr double indent = 9;
constexpr int deepest = 5; ///< levels that are still moved to the right
constexpr std::size_t mostRows = 40;
constexpr double swatch = 10, legendGap = 14;

struct Row {
    std::size_t span = 0;
    int depth = 0;
};

/// Callees below their caller, in the order they were called.
std::vector<Row> rowsOf(const RequestTrace& trace) {
    std::vector<std::vector<std::size_t>> callees(trace.spans.size());
    std::vector<std::size_t> roots;
    for (std::size_t i = 0; i < trace.spans.size(); ++i)
        (trace.spans[i].parent < 0 ? roots : callees[static_cast<std::size_t>(trace.spans[i].parent)]).push_back(i);
    std::vector<Row> rows;
    std::vector<Row> open;
    const auto push = [&](const std::vector<std::size_t>& list, int depth) {
        for (auto span = list.rbegin(); span != list.rend(); ++span) open.push_back({*span, depth});
    };
    push(roots, 0);
    while (!open.empty()) {
        const Row row = open.back();
        open.pop_back();
        rows.push_back(row);
        push(callees[row.span], row.depth + 1);
    }
    if (rows.size() <= mostRows) return rows;
    std::size_t others = mostRows;
    for (const Row& row : rows)
        if (trace.spans[row.span].waited_for && others > 0) --others;
    std::size_t left = mostRows;
    std::erase_if(rows, [&](const Row& row) {
        const bool waited = trace.spans[row.span].waited_for;
        if (left == 0 || (!waited && others == 0)) return true;
        --left;
        if (!waited) --others;
        return false;
    });
    return rows;
}

class Drawing {
public:
    Drawing(const network::Network& network, const RequestTrace& trace, ThemeName theme, double width,
            const FallbackWidths& fallback)
        : m_network(network), m_trace(trace), m_pen{themeColours(theme), fallback},
          m_width(std::max(width, leastWidth)), m_left(margin + nameWidth), m_right(m_width - margin - figureWidth) {}

    Scene operator()() {
        const ThemeColours& c = m_pen.colours;
        m_scene.title =
            (m_trace.share >= 0.75 ? "One slow request: " : "One usual request: ") + sayDuration(m_trace.latency_ms);
        m_scene.description =
            "As it went in the simulation; slower than " + sayShare(m_trace.share) + " of the requests.";
        m_scene.background = c.panel;
        drawHeading();
        const std::vector<Row> rows = rowsOf(m_trace);
        drawAxis(rows.size());
        double y = margin + heading + axisHeight;
        for (const Row& row : rows) {
            drawRow(row, y);
            y += rowHeight;
        }
        if (rows.size() < m_trace.spans.size()) {
            add("more", Role::Legend, {},
                {m_pen.text("and " + std::to_string(m_trace.spans.size() - rows.size()) + " more", {margin, y + 14},
                            metrics::smallSize, Weight::Regular, c.quiet)});
            y += rowHeight;
        }
        m_scene.bounds = {0, 0, m_width, y + margin / 2};
        return std::move(m_scene);
    }

private:
    void add(std::string id, Role role, std::string title, std::vector<Item> items) {
        m_scene.nodes.push_back(nodeOf(std::move(id), role, std::move(title), std::move(items)));
    }
    [[nodiscard]] double at(double ms) const {
        const double share = m_trace.latency_ms > 0 ? std::clamp(ms / m_trace.latency_ms, 0.0, 1.0) : 0.0;
        return m_left + share * (m_right - m_left);
    }

    void drawHeading() {
        const ThemeColours& c = m_pen.colours;
        std::vector<Item> items;
        items.emplace_back(
            m_pen.text(m_scene.title, {margin, margin + 11}, metrics::nameSize, Weight::SemiBold, c.text));
        double x = margin;
        const double baseline = margin + 30;
        const auto legend = [&](const char* name, Colour colour) {
            items.emplace_back(RectItem{{x, baseline - 9, swatch, swatch}, 2, colour, {{0, 0, 0, 0}, 0, {}, true}});
            items.emplace_back(
                m_pen.text(name, {x + swatch + 5, baseline}, metrics::smallSize, Weight::Regular, c.quiet));
            x += swatch + 5 + textWidth(name, metrics::smallSize, Weight::Regular, m_pen.fallback) + legendGap;
        };
        legend("on its way", network());
        legend("waiting", c.close);
        legend("own work", c.accent);
        items.emplace_back(
            PathBuilder().move(x, baseline - 4).line(x + swatch + 4, baseline - 4).stroked({c.quiet, 1.5, {}, false}));
        items.emplace_back(
            m_pen.text("its calls", {x + swatch + 9, baseline}, metrics::smallSize, Weight::Regular, c.quiet));
        add("heading", Role::Legend, m_scene.title, std::move(items));
    }

    [[nodiscard]] Colour network() const { return mixed(m_pen.colours.quiet, m_pen.colours.panel, 0.3); }

    void drawAxis(std::size_t rows) {
        const ThemeColours& c = m_pen.colours;
        std::vector<Item> items;
        const double top = margin + heading + axisHeight - 4;
        const double bottom = top + 4 + static_cast<double>(rows) * rowHeight;
        const int count = std::max(4, static_cast<int>((m_right - m_left) / 70));
        for (const double ms : ticks(0, m_trace.latency_ms, count)) {
            items.emplace_back(PathBuilder().move(at(ms), top).line(at(ms), bottom).stroked({c.line, 1, {}, false}));
            items.emplace_back(m_pen.text(ms > 0 ? sayDuration(ms) : "0", {at(ms), top - 5}, metrics::smallSize,
                                          Weight::Regular, c.quiet, TextItem::Anchor::Middle));
        }
        add("axis", Role::Background, "time since the request was sent", std::move(items));
    }

    void drawRow(const Row& row, double y) {
        const ThemeColours& c = m_pen.colours;
        const Span& span = m_trace.spans[row.span];
        const bool failed = span.outcome != "completed" && span.outcome != "unheard";
        const double middle = y + rowHeight / 2;
        const double height = span.waited_for ? heavy : light;
        std::string name = m_network.stations[static_cast<std::size_t>(span.station)].name;
        if (span.attempt > 1) name += " (attempt " + std::to_string(span.attempt) + ")";
        const double x = margin + indent * std::min(row.depth, deepest);
        std::vector<Item> items;
        items.emplace_back(m_pen.text(elided(name, m_left - x - 10, metrics::smallSize,
                                             span.waited_for ? Weight::SemiBold : Weight::Regular, m_pen.fallback),
                                      {x, middle + 4}, metrics::smallSize,
                                      span.waited_for ? Weight::SemiBold : Weight::Regular,
                                      failed            ? c.missed
                                      : span.waited_for ? c.text
                                                        : c.quiet));
        const auto bar = [&](double from, double to, Colour colour) {
            if (!(to > from)) return;
            if (!span.waited_for) colour = mixed(c.panel, colour, 0.6);
            const double left = at(from);
            items.emplace_back(RectItem{{left, middle - height / 2, std::max(at(to) - left, 0.5), height},
                                        0,
                                        colour,
                                        {{0, 0, 0, 0}, 0, {}, true}});
        };
        items.emplace_back(PathBuilder()
                               .move(at(span.sent_ms), middle)
                               .line(std::max(at(span.ended_ms), at(span.sent_ms) + 1.5), middle)
                               .stroked({failed ? c.missed : c.quiet, span.waited_for ? 2.0 : 1.0, {}, false}));
        const double arrived = std::isfinite(span.arrived_ms) ? span.arrived_ms : span.ended_ms;
        const double began = std::isfinite(span.began_ms) ? span.began_ms : span.ended_ms;
        bar(span.sent_ms, arrived, network());
        if (std::isfinite(span.arrived_ms)) bar(arrived, began, c.close);
        if (std::isfinite(span.worked_ms)) bar(began, span.worked_ms, c.accent);
        items.emplace_back(m_pen.text(sayDuration(span.ended_ms - span.sent_ms), {m_width - margin, middle + 4},
                                      metrics::smallSize, span.waited_for ? Weight::Medium : Weight::Regular,
                                      span.waited_for ? c.text : c.quiet, TextItem::Anchor::End));
        add("span-" + std::to_string(row.span + 1), Role::Component, words(span, name), std::move(items));
    }

    [[nodiscard]] static std::string words(const Span& span, const std::string& name) {
        std::string text = name + ": " + sayDuration(span.ended_ms - span.sent_ms);
        const auto part = [&](const char* what, double from, double to) {
            if (to > from) text += std::string(", ") + what + ' ' + sayDuration(to - from);
        };
        part("on its way", span.sent_ms, span.arrived_ms);
        part("waiting", span.arrived_ms, span.began_ms);
        part("own work", span.began_ms, span.worked_ms);
        part("its calls and the answer", span.worked_ms, span.ended_ms);
        if (span.outcome != "completed") text += ", " + span.outcome;
        return text + (span.waited_for ? "; the request waited for it" : "");
    }

    const network::Network& m_network;
    const RequestTrace& m_trace;
    Pen m_pen;
    double m_width, m_left, m_right;
    Scene m_scene;
};

} // namespace

Scene requestWaterfall(const network::Network& network, const RequestTrace& trace, ThemeName theme, double width,
                       const FallbackWidths& fallback) {
    return Drawing(network, trace, theme, width, fallback)();
}

} // namespace catenary::scene
