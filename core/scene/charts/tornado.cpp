// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/tornado.h"

#include "core/insight/objective.h"
#include "core/scene/draw.h"
#include "core/scene/numbers.h"
#include "core/scene/path.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr double leastWidth = 360;
constexpr double margin = 16, heading = 52, rowHeight = 34, barHeight = 12, nameBaseline = 12, barTop = 17;
constexpr double swatch = 10, legendGap = 14, lineHeight = 16;
constexpr double figureWidth = 62; ///< either side of the bars

using insight::SensitivitySide;

std::string say(const std::string& unit, double value) {
    if (unit == "ms") return sayDuration(value);
    if (unit == "usd") return sayMoney(value);
    return sayCount(value);
}

/// One end of a bar.
struct End {
    bool there = false;   ///< such a design is possible
    bool defined = false; ///< and has a figure
    double figure = 0;
    std::string words;
};

class Tornado {
public:
    Tornado(const insight::Sensitivity& sensitivity, std::size_t workload, ThemeName theme, double width,
            const FallbackWidths& fallback)
        : m_of(sensitivity), m_workload(workload),
          m_metric(insight::metricText(sensitivity.request.metric)), m_pen{themeColours(theme), fallback},
          m_width(std::max(width, leastWidth)) {
        if (workload < m_of.now.workloads.size()) m_now = m_of.now.workloads[workload].metric;
    }

    Scene scene(std::size_t rows) {
        std::vector<insight::Ranked> shown;
        std::size_t still = 0;
        std::size_t moving = 0;
        for (const auto& ranked : insight::ranking(m_of, m_workload)) {
            if (ranked.rank == 0)
                ++still;
            else if (++moving <= rows)
                shown.push_back(ranked);
        }
        findScale(shown);
        drawHeading(shown.empty());
        double y = margin + heading - 8;
        for (const auto& ranked : shown) {
            drawRow(m_of.rows[ranked.row], y);
            y += rowHeight;
        }
        if (!shown.empty()) drawNow(y);
        y += lineHeight;
        const std::string left = count(moving - shown.size(), "moves it less", "move it less");
        const std::string none = count(still, "has no effect on it", "have no effect on it");
        if (!left.empty() || !none.empty()) {
            m_scene.nodes.push_back(
                nodeOf("others", Role::Legend, "others",
                       {m_pen.text(left + (left.empty() || none.empty() ? "" : ", ") + none, {margin, y},
                                   metrics::smallSize, Weight::Regular, m_pen.colours.quiet)}));
            y += lineHeight / 2;
        }
        m_scene.background = m_pen.colours.panel;
        m_scene.bounds = {0, 0, m_width, y + margin};
        return std::move(m_scene);
    }

private:
    static std::string count(std::size_t number, const char* one, const char* many) {
        if (number == 0) return {};
        return std::to_string(number) + " more " + (number == 1 ? one : many);
    }
    [[nodiscard]] End endOf(const SensitivitySide& side) const {
        End end;
        end.there = side.impossible.empty();
        if (!end.there) {
            end.words = side.impossible;
            return end;
        }
        end.figure = side.workloads[m_workload].metric;
        end.defined = std::isfinite(end.figure);
        end.words = end.defined ? say(m_metric.unit, end.figure) : side.stable ? "undefined" : "unstable";
        return end;
    }

    void findScale(const std::vector<insight::Ranked>& shown) {
        double low = m_now;
        double high = m_now;
        for (const auto& ranked : shown)
            for (const SensitivitySide* side : {&m_of.rows[ranked.row].down, &m_of.rows[ranked.row].up}) {
                const End end = endOf(*side);
                if (!end.defined) continue;
                low = std::isfinite(low) ? std::min(low, end.figure) : end.figure;
                high = std::isfinite(high) ? std::max(high, end.figure) : end.figure;
            }
        if (!std::isfinite(m_now)) m_now = high; // unstable now: the line stands at the worst there is
        m_left = margin + figureWidth;
        m_right = m_width - margin - figureWidth;
        m_low = low;
        m_high = high > low ? high : low + 1;
    }
    [[nodiscard]] double at(double figure) const {
        return m_left + (figure - m_low) / (m_high - m_low) * (m_right - m_left);
    }

    void drawHeading(bool nothing) {
        const ThemeColours& c = m_pen.colours;
        const bool known = m_workload < m_of.now.workloads.size();
        const double now = known ? m_of.now.workloads[m_workload].metric : network::undefined;
        m_scene.title = "What moves the " + m_metric.title;
        m_scene.description = "How far each number, alone, moves it down and up, by the analytic engine.";
        std::vector<Item> items;
        items.emplace_back(
            m_pen.text(m_scene.title + (std::isfinite(now) ? ": " + say(m_metric.unit, now) + " now" : ""),
                       {margin, margin + 11}, metrics::nameSize, Weight::SemiBold, c.text));
        if (nothing) {
            items.emplace_back(m_pen.text(known ? "No number that can be changed moves it." : "No request comes.",
                                          {margin, margin + 30}, metrics::smallSize, Weight::Regular, c.quiet));
        } else {
            double x = margin;
            const std::string share = sayShare(m_of.request.step);
            for (const auto& [colour, name] : {std::pair(c.accent, share + " less"), {c.close, share + " more"}}) {
                items.emplace_back(RectItem{{x, margin + 21, swatch, swatch}, 2, colour, {{0, 0, 0, 0}, 0, {}, true}});
                items.emplace_back(
                    m_pen.text(name, {x + swatch + 5, margin + 30}, metrics::smallSize, Weight::Regular, c.quiet));
                x += swatch + 5 + textWidth(name, metrics::smallSize, Weight::Regular, m_pen.fallback) + legendGap;
            }
            items.emplace_back(m_pen.text("whole numbers by one at least", {x, margin + 30}, metrics::smallSize,
                                          Weight::Regular, c.quiet));
        }
        m_scene.nodes.push_back(nodeOf("heading", Role::Legend, m_scene.title, std::move(items)));
    }

    void drawRow(const insight::SensitivityRow& row, double y) {
        const ThemeColours& c = m_pen.colours;
        std::vector<Item> items;
        const std::string now = row.lever.unit == "ms" ? sayDuration(row.lever.value) : sayCount(row.lever.value);
        items.emplace_back(m_pen.text(elided(row.lever.title + " (" + now + ")", m_width - 2 * margin,
                                             metrics::smallSize, Weight::Medium, m_pen.fallback),
                                      {margin, y + nameBaseline}, metrics::smallSize, Weight::Medium, c.text));
        std::string title = row.lever.title + ", now " + now;
        // Both ends may lie on one side of the line: the longer bar goes first.
        std::vector<std::pair<const SensitivitySide*, Colour>> sides{{&row.down, c.accent}, {&row.up, c.close}};
        const auto reach = [&](const SensitivitySide* side) {
            const End end = endOf(*side);
            return !end.there ? 0.0 : end.defined ? std::abs(end.figure - m_now) : m_high - m_low;
        };
        std::stable_sort(sides.begin(), sides.end(),
                         [&](const auto& a, const auto& b) { return reach(a.first) > reach(b.first); });
        for (const auto& [side, colour] : sides) {
            const End end = endOf(*side);
            if (!end.there) continue;
            const double to = end.defined ? at(end.figure) : m_right;
            const double from = at(m_now);
            items.emplace_back(RectItem{{std::min(from, to), y + barTop, std::max(std::abs(to - from), 1.5), barHeight},
                                        0,
                                        colour,
                                        {{0, 0, 0, 0}, 0, {}, true}});
        }
        const End down = endOf(row.down);
        const End up = endOf(row.up);
        for (const auto& [end, side, name] : {std::tuple(&down, &row.down, " down to "), {&up, &row.up, " up to "}})
            title += end->there ? std::string(";") + name + sayCount(side->value) + ": " + end->words
                                : std::string(";") + (side == &row.down ? " no less" : " no more") + " is possible";
        // The figure of each side stands outside the bars, the smaller to the left.
        const bool downLeft = !up.there || !up.defined || (down.there && down.defined && down.figure <= up.figure);
        const End& left = downLeft ? down : up;
        const End& right = downLeft ? up : down;
        if (left.there)
            items.emplace_back(m_pen.text(left.words, {m_left - 6, y + barTop + 10}, metrics::smallSize,
                                          Weight::Regular, c.quiet, TextItem::Anchor::End));
        if (right.there)
            items.emplace_back(m_pen.text(right.words, {m_right + 6, y + barTop + 10}, metrics::smallSize,
                                          Weight::Regular, right.defined ? c.quiet : c.missed));
        m_scene.nodes.push_back(nodeOf(row.lever.path, Role::Component, std::move(title), std::move(items)));
    }

    void drawNow(double bottom) {
        m_scene.nodes.push_back(nodeOf("now", Role::Background, "now",
                                       {PathBuilder()
                                            .move(at(m_now), margin + heading - 8 + barTop - 2)
                                            .line(at(m_now), bottom)
                                            .stroked({m_pen.colours.text, 1, {3, 3}, false})}));
    }

    const insight::Sensitivity& m_of;
    std::size_t m_workload;
    insight::MetricText m_metric;
    Pen m_pen;
    double m_width;
    double m_now = network::undefined;
    double m_left = 0, m_right = 0, m_low = 0, m_high = 1;
    Scene m_scene;
};

} // namespace

Scene tornado(const insight::Sensitivity& sensitivity, std::size_t workload, ThemeName theme, double width,
              std::size_t rows, const FallbackWidths& fallback) {
    return Tornado(sensitivity, workload, theme, width, fallback).scene(rows);
}

} // namespace catenary::scene
