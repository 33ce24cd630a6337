// SPDX-License-Identifier: Apache-2.0
#include "core/scene/sketch.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace catenary::scene {

namespace {

using Verb = PathItem::Verb;

constexpr double twiceFrom = 40;  ///< length of a line from which on it is drawn twice
constexpr double handSize = 1.06; ///< of handwriting over print, whose small letters are higher

/// How far a stroke of this length may stray.
double straying(double length) {
    return std::clamp(0.11 * std::sqrt(length), 0.12, 1.3);
}

double distance(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

Point between(Point a, Point b, double share) {
    return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

/// A hand of its own for each element (FNV-1a of its name, then SplitMix64).
class Hand {
public:
    explicit Hand(std::string_view seed) {
        for (const char c : seed) m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }

    /// -1 … 1
    double tremble() {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
        z = (z ^ z >> 27) * 0x94D049BB133111EBU;
        z ^= z >> 31;
        return static_cast<double>(z >> 11) * 0x1p-52 - 1.0;
    }
    Point near(Point p, double by) {
        const double dx = by * tremble();
        return {p.x + dx, p.y + by * tremble()};
    }

    /// The outline once more, by hand. It begins and ends where lines do, roughly.
    PathItem trace(const PathItem& path) {
        PathItem traced;
        traced.stroke = path.stroke;
        Point from, begin;   // as given
        Point pen, penBegin; // where the hand is
        std::size_t next = 0;
        const auto lineTo = [&](Point to, bool home) {
            const double length = distance(from, to);
            const Point end = home ? penBegin : near(to, straying(length));
            // One swing to the side, a little off the middle.
            const double swing = straying(length) * tremble() + 0.004 * length * tremble();
            const double nx = length > 0 ? -(to.y - from.y) / length : 0,
                         ny = length > 0 ? (to.x - from.x) / length : 0;
            Point first = between(pen, end, 0.35 + 0.1 * tremble()), second = between(pen, end, 0.7 + 0.1 * tremble());
            first = {first.x + swing * nx, first.y + swing * ny};
            second = {second.x + 0.6 * swing * nx, second.y + 0.6 * swing * ny};
            add(traced, Verb::Cubic, {first, second, end});
            from = to;
            pen = end;
        };
        for (const Verb verb : path.verbs) {
            switch (verb) {
            case Verb::Move:
                from = begin = path.points[next++];
                pen = penBegin = near(from, straying(12));
                add(traced, Verb::Move, {pen});
                break;
            case Verb::Line:
                lineTo(path.points[next++], false);
                break;
            case Verb::Cubic: {
                const Point a = path.points[next], b = path.points[next + 1], to = path.points[next + 2];
                next += 3;
                const double by = straying(distance(from, to));
                const Point end = near(to, by);
                add(traced, Verb::Cubic, {near(a, by), near(b, by), end});
                from = to;
                pen = end;
                break;
            }
            case Verb::Close:
                if (distance(from, begin) > 1e-6) lineTo(begin, true);
                break;
            }
        }
        return traced;
    }

private:
    static void add(PathItem& path, Verb verb, std::initializer_list<Point> points) {
        path.verbs.push_back(verb);
        path.points.insert(path.points.end(), points);
    }

    std::uint64_t m_state = 0xCBF29CE484222325U;
};

double lengthOf(const PathItem& path) {
    double length = 0;
    for (std::size_t i = 1; i < path.points.size(); ++i) length += distance(path.points[i - 1], path.points[i]);
    return length;
}

PathItem outlineOf(const RectItem& rect) {
    constexpr double round = 0.5523; // of a quarter circle as a cubic curve
    const Rect& b = rect.rect;
    const double r = std::min({rect.radius, b.width / 2, b.height / 2}), k = r * (1 - round);
    PathItem path;
    path.fill = rect.fill;
    path.stroke = rect.stroke;
    path.verbs = {Verb::Move, Verb::Line,  Verb::Cubic, Verb::Line,  Verb::Cubic,
                  Verb::Line, Verb::Cubic, Verb::Line,  Verb::Cubic, Verb::Close};
    path.points = {{b.x + r, b.y},
                   {b.right() - r, b.y},
                   {b.right() - k, b.y},
                   {b.right(), b.y + k},
                   {b.right(), b.y + r},
                   {b.right(), b.bottom() - r},
                   {b.right(), b.bottom() - k},
                   {b.right() - k, b.bottom()},
                   {b.right() - r, b.bottom()},
                   {b.x + r, b.bottom()},
                   {b.x + k, b.bottom()},
                   {b.x, b.bottom() - k},
                   {b.x, b.bottom() - r},
                   {b.x, b.y + r},
                   {b.x, b.y + k},
                   {b.x + k, b.y},
                   {b.x + r, b.y}};
    return path;
}

void sketch(const PathItem& path, Hand& hand, std::vector<Item>& to) {
    const bool stroked = path.stroke.width > 0 && path.stroke.colour.a > 0;
    if (path.fill.a > 0) {
        PathItem ground = path;
        if (stroked) ground.stroke = {{0, 0, 0, 0}, 0, {}, true};
        to.emplace_back(std::move(ground));
    }
    if (!stroked) return;
    to.emplace_back(hand.trace(path));
    const bool again = path.stroke.dash.empty() && lengthOf(path) > twiceFrom;
    if (again) to.emplace_back(hand.trace(path));
}

} // namespace

std::vector<Item> sketched(const std::vector<Item>& items, std::string_view seed, const FallbackWidths& fallback) {
    Hand hand(seed);
    std::vector<Item> result;
    for (const Item& item : items) {
        if (const auto* rect = std::get_if<RectItem>(&item)) {
            const bool stroked = rect->stroke.width > 0 && rect->stroke.colour.a > 0;
            if (stroked)
                sketch(outlineOf(*rect), hand, result);
            else
                result.emplace_back(*rect);
        } else if (const auto* path = std::get_if<PathItem>(&item)) {
            sketch(*path, hand, result);
        } else {
            TextItem text = std::get<TextItem>(item);
            text.family = handFamily;
            if (text.weight == Weight::Medium) text.weight = Weight::Regular;
            const double width = handWidth(text.text, text.size * handSize, text.weight, fallback);
            const double fit = width > text.width && width > 0 ? text.width / width : 1;
            text.size *= handSize * fit;
            text.width = width * fit;
            result.emplace_back(std::move(text));
        }
    }
    return result;
}

} // namespace catenary::scene
