// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/waterfall.h"

#include "core/scene/draw.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::scene {
namespace {

using network::BreakdownRow;

constexpr double leastWidth = 360;
constexpr double margin = 16, heading = 52, rowHeight = 24, barHeight = 12, nameWidth = 132, figureWidth = 96;
constexpr double swatch = 10, legendGap = 14;
constexpr double negligible = 1e-3; ///< of the whole

struct Part {
    const char* name;
    double BreakdownRow::*time;
    Colour colour;
};

std::array<Part, 5> partsIn(const ThemeColours& c) {
    return {{{"waiting", &BreakdownRow::waiting_ms, c.close},
             {"batching", &BreakdownRow::batching_ms, mixed(c.close, c.panel, 0.45)},
             {"service", &BreakdownRow::service_ms, c.accent},
             {"network", &BreakdownRow::network_ms, mixed(c.quiet, c.panel, 0.3)},
             {"retries", &BreakdownRow::retry_ms, c.missed}}};
}

/// Stations in the order a request of the class first comes to them: calls by stage, then forwards.
std::vector<network::Index> orderOf(const network::Network& network, network::Index source, std::size_t k) {
    std::vector<network::Index> order;
    std::vector<char> seen(network.stations.size(), 0);
    const auto walk = [&](auto&& self, network::Index s) -> void {
        if (s == network::none || seen[static_cast<std::size_t>(s)]) return;
        seen[static_cast<std::size_t>(s)] = 1;
        order.push_back(s);
        const auto follow = [&](network::Index c) {
            const network::Call& call = network.calls[static_cast<std::size_t>(c)];
            if (call.classes.empty() || call.classes[k]) self(self, call.to);
        };
        const network::Station& station = network.stations[static_cast<std::size_t>(s)];
        for (const network::Stage& stage : station.stages)
            for (const network::Index c : stage.calls) follow(c);
        for (const network::Index c : station.forwards) follow(c);
    };
    walk(walk, source);
    return order;
}

struct Row {
    std::string id, name;
    BreakdownRow times;
};

std::vector<Row> rowsOf(const design::Design& design, const insight::Estimate& estimate, std::size_t k,
                        const std::vector<BreakdownRow>& breakdown) {
    double whole = 0;
    for (const BreakdownRow& row : breakdown) whole += row.total_ms();
    const auto order = orderOf(estimate.network, estimate.network.classes[k].source, k);
    const auto rank = [&](const BreakdownRow& row) {
        return row.station == network::none ? order.end() - order.begin() + 1
                                            : std::find(order.begin(), order.end(), row.station) - order.begin();
    };
    std::vector<BreakdownRow> sorted = breakdown;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    std::vector<Row> rows;
    BreakdownRow others;
    for (const BreakdownRow& row : sorted) {
        if (row.station != network::none && row.total_ms() >= negligible * whole) {
            const auto& id = estimate.network.stations[static_cast<std::size_t>(row.station)].id;
            const design::Component* component = design.component(id);
            rows.push_back({id.str(), component ? component->title() : id.str(), row});
            continue;
        }
        for (const auto time : {&BreakdownRow::waiting_ms, &BreakdownRow::batching_ms, &BreakdownRow::service_ms,
                                &BreakdownRow::network_ms, &BreakdownRow::retry_ms})
            others.*time += row.*time;
    }
    if (others.total_ms() > 1e-9) rows.push_back({"others", "others", others});
    return rows;
}

} // namespace

Scene waterfall(const design::Design& design, const insight::Estimate& estimate, network::Index request_class,
                WaterfallOf of, ThemeName theme, double width, const FallbackWidths& fallback) {
    const auto k = static_cast<std::size_t>(request_class);
    const auto& figures = estimate.performance.classes[k];
    const auto& breakdown = of == WaterfallOf::Mean ? figures.breakdown : figures.breakdown_p99;
    const ThemeColours& c = themeColours(theme);
    const Pen pen{c, fallback};
    width = std::max(width, leastWidth);
    const std::vector<Row> rows = rowsOf(design, estimate, k, breakdown);
    double whole = 0;
    for (const Row& row : rows) whole += row.times.total_ms();

    Scene scene;
    scene.title = of == WaterfallOf::Mean ? "Where the mean request's time goes" : "Where a slow request's time goes";
    scene.description = of == WaterfallOf::Mean ? "Shares of the mean latency along the critical path."
                                                : "Shares of requests between p98.5 and p99.5.";
    scene.background = c.panel;
    const auto add = [&](std::string id, Role role, std::string title, std::vector<Item> items) {
        scene.nodes.push_back(nodeOf(std::move(id), role, std::move(title), std::move(items)));
    };

    const auto parts = partsIn(c);
    std::vector<Item> head;
    head.emplace_back(pen.text(scene.title + (whole > 0 ? ": " + sayDuration(whole) : ""), {margin, margin + 11},
                               metrics::nameSize, Weight::SemiBold, c.text));
    double x = margin;
    for (const Part& part : parts) {
        const bool used =
            std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.times.*part.time > 0; });
        if (!used) continue;
        head.emplace_back(RectItem{{x, margin + 21, swatch, swatch}, 2, part.colour, {{0, 0, 0, 0}, 0, {}, true}});
        head.emplace_back(
            pen.text(part.name, {x + swatch + 5, margin + 30}, metrics::smallSize, Weight::Regular, c.quiet));
        x += swatch + 5 + textWidth(part.name, metrics::smallSize, Weight::Regular, fallback) + legendGap;
    }
    if (rows.empty())
        head.emplace_back(pen.text("There is no latency to split: the system is not stable, or no request comes.",
                                   {margin, margin + 30}, metrics::smallSize, Weight::Regular, c.quiet));
    add("heading", Role::Legend, scene.title, std::move(head));

    const double left = margin + nameWidth;
    const double room = width - left - figureWidth - margin;
    double y = margin + heading - 8;
    double begun = 0;
    for (const Row& row : rows) {
        std::vector<Item> items;
        const double middle = y + rowHeight / 2;
        items.emplace_back(pen.text(elided(row.name, nameWidth - 10, metrics::smallSize, Weight::Medium, fallback),
                                    {margin, middle + 4}, metrics::smallSize, Weight::Medium, c.text));
        items.emplace_back(PathBuilder()
                               .move(left, y + rowHeight)
                               .line(width - margin, y + rowHeight)
                               .stroked({c.line, 1, {}, false}));
        double at = left + begun / whole * room;
        const double start = at;
        for (const Part& part : parts) {
            const double span = std::max(row.times.*part.time, 0.0) / whole * room;
            if (span <= 0) continue;
            items.emplace_back(
                RectItem{{at, middle - barHeight / 2, span, barHeight}, 0, part.colour, {{0, 0, 0, 0}, 0, {}, true}});
            at += span;
        }
        if (at - start < 1.5) // too short to be seen: a hair marks the place
            items.emplace_back(
                RectItem{{start, middle - barHeight / 2, 1.5, barHeight}, 0, c.quiet, {{0, 0, 0, 0}, 0, {}, true}});
        const double total = row.times.total_ms();
        items.emplace_back(pen.text(sayDuration(total), {width - margin - 38, middle + 4}, metrics::smallSize,
                                    Weight::Medium, c.text, TextItem::Anchor::End));
        items.emplace_back(pen.text(sayShare(total / whole), {width - margin, middle + 4}, metrics::smallSize,
                                    Weight::Regular, c.quiet, TextItem::Anchor::End));
        std::string title = row.name + ": " + sayDuration(total);
        for (const Part& part : parts)
            if (row.times.*part.time > 0)
                title += std::string(", ") + part.name + ' ' + sayDuration(row.times.*part.time);
        add(row.id, Role::Component, std::move(title), std::move(items));
        begun += total;
        y += rowHeight;
    }
    scene.bounds = {0, 0, width, y + margin};
    return scene;
}

} // namespace catenary::scene
