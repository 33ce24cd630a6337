// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include "core/insight/slack.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace catenary::insight {
namespace {

constexpr double scanFactor = 1.1;
constexpr double precision = 1e-3; ///< relative
constexpr double largest = 1000;
constexpr double smallest = 1e-3;

struct Point {
    double load = 0;
    std::vector<double> slacks; ///< of the objectives
    [[nodiscard]] bool holds() const {
        return std::all_of(slacks.begin(), slacks.end(), [](double slack) { return slack >= 0; });
    }
};

/// One objective at a load. Its margin is exp(slack) − 1: bound ÷ value, less 1. Where a time is a + b/(full − load),
/// as a queue's is nearly, this is a quotient of two linear functions of the load, and −1 where it is infinite.
struct Margin {
    double load = 0, margin = 0;
    bool finite = false; ///< the slack is

    Margin(const Point& point, std::size_t objective)
        : load(point.load), margin(std::expm1(point.slacks[objective])),
          finite(std::isfinite(point.slacks[objective])) {}
};

/// Where the quotient of two linear functions through three margins is 0 (Thiele's continued fraction of the load as a
/// function of the margin).
double crossing(const Margin& a, const Margin& b, const Margin& c) {
    const double slope1 = (b.margin - a.margin) / (b.load - a.load);
    const double slope2 = (c.margin - a.margin) / (c.load - a.load);
    const double bend = (slope2 - slope1) / (c.margin - b.margin);
    return a.load - a.margin / (slope1 - b.margin * bend);
}

/// The ends of a range in which the load line is, and what has been seen on the way there.
class Bracket {
public:
    /// `good` holds, `bad` does not; `seen`: up to two loads before, the nearest first.
    Bracket(const Point& good, const Point& bad, const std::vector<Point>& seen)
        : m_good(good), m_bad(bad), m_seen(seen) {}

    /// Of a range closed in to the precision: its lower end.
    double closeIn(const Slacks& slacks) {
        const double tolerance = 0.5 * precision * m_bad.load;
        double before = width();
        bool byHalves = false;
        while (width() > tolerance) {
            const double guess = byHalves ? m_good.load + 0.5 * width() : next(0.4 * tolerance);
            const Point found{guess, slacks(guess)};
            Point& end = found.holds() ? m_good : m_bad;
            m_seen.insert(m_seen.begin(), end);
            end = found;
            // By halves after two steps that together have not halved the range.
            byHalves = !byHalves && m_seen.size() % 2 == 0 && width() > 0.5 * before;
            if (m_seen.size() % 2 == 0) before = width();
        }
        return m_good.load;
    }

private:
    [[nodiscard]] double width() const { return m_bad.load - m_good.load; }

    /// Where an objective that does not hold at the far end is expected to break; absent where nothing tells.
    [[nodiscard]] std::optional<double> breaks(std::size_t objective) const {
        const Margin good(m_good, objective);
        const Margin bad(m_bad, objective);
        std::vector<Margin> finite;
        for (const Margin& end : {good, bad})
            if (end.finite) finite.push_back(end);
        for (const Point& point : m_seen)
            if (const Margin seen(point, objective); finite.size() < 3 && seen.finite) finite.push_back(seen);
        if (finite.size() == 3) {
            const double guess = crossing(finite[0], finite[1], finite[2]);
            if (guess > m_good.load && guess < m_bad.load) return guess;
        }
        if (!good.finite || !bad.finite) return std::nullopt;
        return m_good.load + width() * good.margin / (good.margin - bad.margin);
    }

    /// A guess, moved towards the far end by less than the tolerance, so that both ends close in.
    [[nodiscard]] double next(double nudge) const {
        double guess = m_bad.load;
        for (std::size_t i = 0; i < m_bad.slacks.size(); ++i) {
            if (m_bad.slacks[i] >= 0) continue;
            const std::optional<double> at = breaks(i);
            if (!at) return m_good.load + 0.5 * width();
            guess = std::min(guess, *at);
        }
        guess += guess - m_good.load < 0.5 * width() ? nudge : -nudge;
        return std::clamp(guess, m_good.load + nudge, m_bad.load - nudge);
    }

    Point m_good, m_bad;
    std::vector<Point> m_seen; ///< the last first
};

} // namespace

double loadLine(const Slacks& slacks) {
    const Point now{1, slacks(1)};
    if (now.holds()) {
        std::vector<Point> seen{now}; // the last first
        while (seen.front().load < largest) {
            const double load = std::min(seen.front().load * scanFactor, largest);
            const Point next{load, slacks(load)};
            if (!next.holds()) return Bracket(seen.front(), next, {seen.begin() + 1, seen.end()}).closeIn(slacks);
            seen.insert(seen.begin(), next);
        }
        return seen.front().load;
    }
    std::vector<Point> seen{now};
    while (seen.front().load > smallest) {
        const double load = seen.front().load / scanFactor;
        const Point next{load, slacks(load)};
        if (next.holds()) return Bracket(next, seen.front(), {seen.begin() + 1, seen.end()}).closeIn(slacks);
        seen.insert(seen.begin(), next);
    }
    return 0;
}

std::optional<double> loadLine(const design::Design& design, const catalog::Catalog& catalog,
                               const network::Network& network) {
    if (design.objectives.empty()) return std::nullopt;
    SlackMeter meter(design, catalog, network);
    return loadLine([&](double load) { return meter.at(load).slacks; });
}

} // namespace catenary::insight
