// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/chart.h"

#include "core/scene/draw.h"
#include "core/scene/path.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::scene {
namespace {

constexpr double leastWidth = 240, leastHeight = 140;
constexpr double margin = 16;
constexpr double lineHeight = 16;
constexpr double tickLength = 4, tickGap = 6;
constexpr double labelPadding = 4;
constexpr double swatch = 14, legendGap = 16;
constexpr double dotRadius = 4.5;
constexpr double unitsPerTickX = 64, unitsPerTickY = 44;

/// Where values of an axis lie on the canvas.
struct Scale {
    double from, to, at, until;
    bool logarithmic = false;
    [[nodiscard]] double operator()(double value) const {
        const double share = logarithmic ? std::log(value / from) / std::log(to / from) : (value - from) / (to - from);
        return at + share * (until - at);
    }
};

Item shifted(Item item, double down) {
    if (auto* path = std::get_if<PathItem>(&item))
        for (Point& point : path->points) point.y += down;
    else if (auto* rect = std::get_if<RectItem>(&item))
        rect->rect.y += down;
    else if (auto* text = std::get_if<TextItem>(&item))
        text->at.y += down;
    return item;
}

/// The part of the segment a–b inside the rectangle (Liang and Barsky 1984); nullopt if none is.
std::optional<std::pair<Point, Point>> clipped(Point a, Point b, const Rect& frame) {
    double enter = 0;
    double leave = 1;
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const auto cut = [&](double towards, double room) {
        if (towards == 0) return room >= 0;
        const double share = room / towards;
        if (towards < 0)
            enter = std::max(enter, share);
        else
            leave = std::min(leave, share);
        return enter <= leave;
    };
    if (!cut(-dx, a.x - frame.x) || !cut(dx, frame.right() - a.x) || !cut(-dy, a.y - frame.y) ||
        !cut(dy, frame.bottom() - a.y))
        return std::nullopt;
    return std::pair{Point{a.x + enter * dx, a.y + enter * dy}, Point{a.x + leave * dx, a.y + leave * dy}};
}

class ChartDrawing {
public:
    ChartDrawing(const Chart& chart, ThemeName theme, Size size, const FallbackWidths& fallback)
        : m_chart(chart), m_pen{themeColours(theme), fallback}, m_size{std::max(size.width, leastWidth),
                                                                       std::max(size.height, leastHeight)} {}

    Scene scene() {
        placeFrame();
        drawHeading();
        drawShades();
        drawAxes();
        drawBands();
        drawSeries();
        drawMarkers();
        drawDots();
        Scene scene;
        scene.title = m_chart.title;
        scene.description = m_chart.description;
        scene.background = m_pen.colours.panel;
        scene.bounds = {0, 0, m_size.width, m_size.height};
        scene.nodes = std::move(m_nodes);
        return scene;
    }

private:
    void add(std::string id, Role role, std::string title, std::vector<Item> items) {
        if (!items.empty()) m_nodes.push_back(nodeOf(std::move(id), role, std::move(title), std::move(items)));
    }
    [[nodiscard]] double widthOf(const std::string& text, double size, Weight weight = Weight::Regular) const {
        return textWidth(text, size, weight, m_pen.fallback);
    }

    void placeFrame() {
        const bool named = std::any_of(m_chart.shades.begin(), m_chart.shades.end(),
                                       [](const Shade& shade) { return !shade.label.empty(); });
        const double top = margin + (named ? 3 : 2) * lineHeight + 10; // title, legend, what is shaded
        const double bottom = m_size.height - margin - lineHeight - tickGap - metrics::smallSize;
        m_y = {m_chart.y.from, m_chart.y.to, bottom, top, m_chart.y.logarithmic};
        m_yTicks = m_chart.y.logarithmic ? powerTicks(m_chart.y.from, m_chart.y.to)
                                         : ticks(m_chart.y.from, m_chart.y.to,
                                                 std::max(3, static_cast<int>((bottom - top) / unitsPerTickY)));
        double left = m_chart.left - margin - tickGap;
        for (const double value : m_yTicks) left = std::max(left, widthOf(m_chart.y.say(value), metrics::smallSize));
        left += margin + tickGap;
        const double right = m_size.width - margin - 8;
        m_x = {m_chart.x.from, m_chart.x.to, left, right, m_chart.x.logarithmic};
        m_xTicks = m_chart.x.logarithmic ? powerTicks(m_chart.x.from, m_chart.x.to)
                                         : ticks(m_chart.x.from, m_chart.x.to,
                                                 std::max(2, static_cast<int>((right - left) / unitsPerTickX)));
        m_frame = {left, top, right - left, bottom - top};
    }

    void drawHeading() {
        const ThemeColours& c = m_pen.colours;
        std::vector<Item> items;
        items.emplace_back(m_pen.text(
            elided(m_chart.title, m_size.width - 2 * margin, metrics::nameSize, Weight::SemiBold, m_pen.fallback),
            {margin, margin + 11}, metrics::nameSize, Weight::SemiBold, c.text));
        // The name of what is measured, then a swatch and a name for each line.
        double x = margin;
        const double baseline = margin + 11 + lineHeight + 4;
        items.emplace_back(m_pen.text(m_chart.y.title, {x, baseline}, metrics::smallSize, Weight::Regular, c.quiet));
        x += widthOf(m_chart.y.title, metrics::smallSize) + legendGap;
        for (const Series& series : m_chart.series) {
            if (series.name.empty()) continue;
            const double width = swatch + 5 + widthOf(series.name, metrics::smallSize, Weight::Medium);
            if (x + width > m_size.width - margin) break;
            items.emplace_back(PathBuilder()
                                   .move(x, baseline - 4)
                                   .line(x + swatch, baseline - 4)
                                   .stroked({series.colour, series.width,
                                             series.dashed ? std::vector<double>{4, 3} : std::vector<double>{}, true}));
            items.emplace_back(
                m_pen.text(series.name, {x + swatch + 5, baseline}, metrics::smallSize, Weight::Medium, c.text));
            x += width + legendGap;
        }
        add("heading", Role::Legend, m_chart.title, std::move(items));
    }

    void drawShades() {
        int number = 0;
        for (const Shade& shade : m_chart.shades) {
            const double from = std::clamp(m_x(shade.from), m_frame.x, m_frame.right());
            const double to = std::clamp(std::max(m_x(shade.to), from + 1.5), m_frame.x, m_frame.right());
            if (!(to > from)) continue;
            std::vector<Item> items;
            items.emplace_back(
                RectItem{{from, m_frame.y, to - from, m_frame.height}, 0, shade.colour, {{0, 0, 0, 0}, 0, {}, true}});
            add("shade-" + std::to_string(++number), Role::Background, shade.label, std::move(items));
            if (shade.label.empty()) continue;
            // The word stands above the frame, so that no line crosses it; one that has no room is left out.
            const double width = widthOf(shade.label, metrics::smallSize, Weight::Medium);
            Rect box{std::clamp(from, m_frame.x, std::max(m_frame.right() - width, m_frame.x)), m_frame.y - lineHeight,
                     width, lineHeight};
            if (std::any_of(m_labels.begin(), m_labels.end(), [&](const Rect& other) { return other.intersects(box); }))
                continue;
            m_labels.push_back(box);
            add("shade-label-" + std::to_string(number), Role::Overlay, shade.label,
                {m_pen.text(elided(shade.label, m_frame.width, metrics::smallSize, Weight::Medium, m_pen.fallback),
                            {box.x, box.y + 12}, metrics::smallSize, Weight::Medium, m_pen.colours.close)});
        }
    }

    void drawAxes() {
        const ThemeColours& c = m_pen.colours;
        std::vector<Item> items;
        const Stroke hair{c.line, 1, {}, false};
        for (const double value : m_yTicks) {
            const double y = m_y(value);
            items.emplace_back(PathBuilder().move(m_frame.x, y).line(m_frame.right(), y).stroked(hair));
            items.emplace_back(m_pen.text(m_chart.y.say(value), {m_frame.x - tickGap, y + 4}, metrics::smallSize,
                                          Weight::Regular, c.quiet, TextItem::Anchor::End));
        }
        const Stroke edge{c.border, 1, {}, false};
        items.emplace_back(
            PathBuilder().move(m_frame.x, m_frame.bottom()).line(m_frame.right(), m_frame.bottom()).stroked(edge));
        for (const double value : m_xTicks) {
            const double x = m_x(value);
            items.emplace_back(
                PathBuilder().move(x, m_frame.bottom()).line(x, m_frame.bottom() + tickLength).stroked(edge));
            items.emplace_back(m_pen.text(m_chart.x.say(value), {x, m_frame.bottom() + tickGap + metrics::smallSize},
                                          metrics::smallSize, Weight::Regular, c.quiet, TextItem::Anchor::Middle));
        }
        items.emplace_back(m_pen.text(m_chart.x.title, {m_frame.right(), m_size.height - margin + 4},
                                      metrics::smallSize, Weight::Regular, c.quiet, TextItem::Anchor::End));
        if (m_chart.series.empty() && !m_chart.nothing.empty()) {
            double y = m_frame.y + m_frame.height / 2;
            for (const std::string& line : wrapped(m_chart.nothing, m_frame.width - 2 * margin, 3, metrics::nameSize,
                                                   Weight::Regular, m_pen.fallback)) {
                items.emplace_back(m_pen.text(line, {m_frame.x + m_frame.width / 2, y}, metrics::nameSize,
                                              Weight::Regular, c.quiet, TextItem::Anchor::Middle));
                y += lineHeight;
            }
        }
        add("axes", Role::Background, m_chart.x.title, std::move(items));
    }

    [[nodiscard]] Point placed(Point p) const { return {m_x(p.x), m_y(p.y)}; }
    [[nodiscard]] Point within(Point p) const {
        const Point at = placed(p);
        return {std::clamp(at.x, m_frame.x, m_frame.right()), std::clamp(at.y, m_frame.y, m_frame.bottom())};
    }

    void drawBands() {
        std::vector<Item> items;
        for (const Band& band : m_chart.bands) {
            if (band.low.size() < 2 || band.high.size() < 2) continue;
            PathBuilder path;
            const Point first = within(band.high.front());
            path.move(first.x, first.y);
            for (std::size_t i = 1; i < band.high.size(); ++i) {
                const Point p = within(band.high[i]);
                path.line(p.x, p.y);
            }
            for (std::size_t i = band.low.size(); i-- > 0;) {
                const Point p = within(band.low[i]);
                path.line(p.x, p.y);
            }
            items.emplace_back(path.close().filled(band.colour));
        }
        add("bands", Role::Overlay, {}, std::move(items));
    }

    void drawSeries() {
        int number = 0;
        for (const Series& series : m_chart.series) {
            PathBuilder path;
            bool drawn = false;
            std::optional<Point> at; // where the pen is
            for (std::size_t i = 1; i < series.points.size(); ++i) {
                const Point a = placed(series.points[i - 1]);
                const Point b = placed(series.points[i]);
                if (!std::isfinite(a.x + a.y + b.x + b.y)) continue;
                const auto part = clipped(a, b, m_frame);
                if (!part) continue;
                if (!at || *at != part->first) path.move(part->first.x, part->first.y);
                path.line(part->second.x, part->second.y);
                at = part->second;
                drawn = true;
            }
            std::vector<Item> items;
            if (drawn)
                items.emplace_back(
                    path.stroked({series.colour, series.width,
                                  series.dashed ? std::vector<double>{6, 4} : std::vector<double>{}, true}));
            add("series-" + std::to_string(++number), Role::Connection, series.name, std::move(items));
        }
    }

    /// How much of what is drawn a label in this place would cover; `own`: a marker it may.
    [[nodiscard]] double coveredBy(const Rect& box, const Marker* own) const {
        double covered = 0;
        for (const Dot& dot : m_chart.dots) covered += box.grown(dotRadius).contains(placed(dot.at)) ? 50 : 0;
        for (const Rect& label : m_labels) covered += label.intersects(box) ? 100 : 0;
        for (const Series& series : m_chart.series) covered += crosses(series, box) ? 12 : 0;
        for (const Marker& marker : m_chart.markers) {
            if (&marker == own) continue;
            const double at = marker.vertical ? m_x(marker.at) : m_y(marker.at);
            const bool crosses = marker.vertical ? at > box.x && at < box.right() : at > box.y && at < box.bottom();
            covered += crosses ? 10 : 0;
        }
        return covered;
    }
    [[nodiscard]] bool crosses(const Series& series, const Rect& box) const {
        for (std::size_t i = 1; i < series.points.size(); ++i)
            if (clipped(placed(series.points[i - 1]), placed(series.points[i]), box)) return true;
        return false;
    }

    /// Beside a vertical line or above or below a horizontal one, where it covers least.
    Rect placeOf(const Marker& marker, double width) {
        std::vector<Rect> places;
        if (marker.vertical) {
            const double x = m_x(marker.at);
            for (double y = m_frame.y + 2; y + lineHeight < m_frame.bottom() - 4; y += lineHeight + 2)
                for (const double at : {x + 3, x - 3 - width}) places.push_back({at, y, width, lineHeight});
        } else {
            const double y = m_y(marker.at);
            // A little farther off where a curve runs along the line.
            for (const double off : {2.0, 8.0})
                for (double x = m_frame.x + 4; x + width <= m_frame.right(); x += 24)
                    for (const double at : {y - lineHeight - off, y + off})
                        places.push_back({x, at, width, lineHeight});
        }
        return bestOf(std::move(places), width, [&](const Rect& box) { return coveredBy(box, &marker); });
    }

    /// Around a point: close by at its corners and sides, else where it covers least without being far off.
    Rect placeOf(const Dot& dot, double width) {
        constexpr double step = 6, farthest = 4 * lineHeight, eachUnitAway = 0.5;
        const Point at = placed(dot.at);
        const double gap = dotRadius + 3;
        std::vector<Rect> places;
        for (const double y : {at.y - lineHeight - gap, at.y + gap, at.y - lineHeight / 2})
            for (const double x : {at.x + gap, at.x - gap - width, at.x - width / 2})
                places.push_back({x, y, width, lineHeight});
        for (double y = at.y - lineHeight - farthest; y <= at.y + farthest; y += step)
            for (double x = at.x - width - farthest; x <= at.x + farthest; x += step)
                places.push_back({x, y, width, lineHeight});
        return bestOf(std::move(places), width, [&](const Rect& box) {
            const double across = std::max({box.x - at.x, at.x - box.right(), 0.0});
            const double down = std::max({box.y - at.y, at.y - box.bottom(), 0.0});
            return coveredBy(box, nullptr) + eachUnitAway * std::max(std::hypot(across, down) - gap, 0.0);
        });
    }

    /// The first of those inside the frame that cost least.
    template <class Cost> Rect bestOf(std::vector<Rect> places, double width, const Cost& cost) const {
        std::erase_if(places, [&](const Rect& box) {
            return box.x < m_frame.x || box.right() > m_frame.right() || box.y < m_frame.y ||
                   box.bottom() > m_frame.bottom();
        });
        Rect best{m_frame.x, m_frame.y, width, lineHeight};
        double least = std::numeric_limits<double>::infinity();
        for (const Rect& box : places)
            if (const double now = cost(box); now < least) {
                least = now;
                best = box;
            }
        return best;
    }

    /// A word on a plate that what lies below does not disturb.
    void addLabel(std::vector<Item>& items, const Rect& box, const std::string& words, Colour colour) {
        m_labels.push_back(box);
        Colour ground = m_pen.colours.panel;
        ground.a = 220;
        items.emplace_back(RectItem{box, 3, ground, {{0, 0, 0, 0}, 0, {}, true}});
        items.emplace_back(
            m_pen.text(words, {box.x + labelPadding, box.y + 12}, metrics::smallSize, Weight::Medium, colour));
    }
    [[nodiscard]] double labelWidth(const std::string& words) const {
        return widthOf(words, metrics::smallSize, Weight::Medium) + 2 * labelPadding;
    }

    void drawMarkers() {
        int number = 0;
        for (const Marker& marker : m_chart.markers) {
            ++number;
            const Axis& axis = marker.vertical ? m_chart.x : m_chart.y;
            if (!(marker.at >= axis.from && marker.at <= axis.to)) continue;
            std::vector<Item> items;
            PathBuilder line;
            if (marker.vertical)
                line.move(m_x(marker.at), m_frame.y).line(m_x(marker.at), m_frame.bottom());
            else
                line.move(m_frame.x, m_y(marker.at)).line(m_frame.right(), m_y(marker.at));
            items.emplace_back(line.stroked({marker.colour, 1.5, {5, 4}, false}));
            addLabel(items, placeOf(marker, labelWidth(marker.label)), marker.label, marker.colour);
            add("marker-" + std::to_string(number), Role::Overlay, marker.label, std::move(items));
        }
    }

    void drawDots() {
        int number = 0;
        for (const Dot& dot : m_chart.dots) {
            ++number;
            const Point at = placed(dot.at);
            if (!std::isfinite(at.x + at.y) || !m_frame.grown(1).contains(at)) continue;
            std::vector<Item> items;
            items.emplace_back(
                PathBuilder().circle(at.x, at.y, dotRadius).item(dot.colour, {m_pen.colours.panel, 1.5, {}, false}));
            if (!dot.label.empty()) addLabel(items, placeOf(dot, labelWidth(dot.label)), dot.label, dot.colour);
            add("dot-" + std::to_string(number), Role::Overlay, dot.label, std::move(items));
        }
    }

    const Chart& m_chart;
    Pen m_pen;
    Size m_size;
    Rect m_frame;
    Scale m_x{}, m_y{};
    std::vector<double> m_xTicks, m_yTicks;
    std::vector<Rect> m_labels;
    std::vector<std::shared_ptr<const Node>> m_nodes;
};

} // namespace

std::vector<double> ticks(double from, double to, int count) {
    if (!(to > from) || count < 1 || !std::isfinite(to - from)) return {};
    const double rough = (to - from) / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    std::vector<double> values;
    for (double n = std::ceil(from / step - 1e-9); n * step <= to + 1e-9 * step; ++n) values.push_back(n * step);
    return values;
}

std::vector<double> powerTicks(double from, double to) {
    if (!(from > 0) || !(to > from) || !std::isfinite(to)) return {};
    std::vector<double> powers;
    std::vector<double> all;
    for (double power = std::pow(10.0, std::floor(std::log10(from))); power <= to; power *= 10)
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * power;
            if (value < from * (1 - 1e-9) || value > to * (1 + 1e-9)) continue;
            all.push_back(value);
            if (factor == 1.0) powers.push_back(value);
        }
    return powers.size() < 3 ? all : powers;
}

Scene stacked(const std::vector<Scene>& scenes) {
    Scene whole;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        const Scene& scene = scenes[i];
        if (i == 0) {
            whole.title = scene.title;
            whole.background = scene.background;
        }
        whole.description += (whole.description.empty() || scene.description.empty() ? "" : " ") + scene.description;
        for (const auto& node : scene.nodes) {
            std::vector<Item> items;
            for (const Item& item : node->items) items.push_back(shifted(item, whole.bounds.height));
            whole.nodes.push_back(
                nodeOf(std::to_string(i + 1) + "-" + node->id, node->role, node->title, std::move(items)));
        }
        whole.bounds.width = std::max(whole.bounds.width, scene.bounds.width);
        whole.bounds.height += scene.bounds.height;
    }
    return whole;
}

Scene message(const std::string& title, const std::string& words, ThemeName theme, double width,
              const FallbackWidths& fallback) {
    const Pen pen{themeColours(theme), fallback};
    std::vector<Item> items;
    double y = title.empty() ? 0 : margin + 11;
    if (!title.empty())
        items.emplace_back(pen.text(title, {margin, y}, metrics::nameSize, Weight::SemiBold, pen.colours.text));
    for (const std::string& line :
         wrapped(words, std::max(width, leastWidth) - 2 * margin, 4, metrics::smallSize, Weight::Regular, fallback))
        items.emplace_back(
            pen.text(line, {margin, y += lineHeight + 2}, metrics::smallSize, Weight::Regular, pen.colours.quiet));
    Scene scene;
    scene.title = title;
    scene.description = words;
    scene.background = pen.colours.panel;
    scene.bounds = {0, 0, std::max(width, leastWidth), y + margin};
    scene.nodes.push_back(nodeOf("message", Role::Legend, title, std::move(items)));
    return scene;
}

Scene drawChart(const Chart& chart, ThemeName theme, Size size, const FallbackWidths& fallback) {
    return ChartDrawing(chart, theme, size, fallback).scene();
}

} // namespace catenary::scene
