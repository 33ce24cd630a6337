// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include "core/insight/slack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace catenary::insight {
namespace {

constexpr double scanFactor = 1.1;
constexpr double precision = 1e-3; ///< relative
constexpr double largest = 1000;
constexpr double smallest = 1e-3;

struct Point {
    double load, slack;
    [[nodiscard]] bool holds() const { return slack >= 0; }
};

/// exp(slack) − 1: bound ÷ value of the tightest objective, less 1. Where a time is a + b/(full − load), as a queue's
/// is nearly, this is a quotient of two linear functions of the load, and −1 from there on where it is infinite.
double margin(const Point& point) {
    return std::expm1(point.slack);
}

/// Where the quotient of two linear functions through the margins of three loads is 0 (Thiele's continued fraction of
/// the load as a function of the margin).
double crossing(const std::array<Point, 3>& at) {
    const double h0 = margin(at[0]);
    const double h1 = margin(at[1]);
    const double h2 = margin(at[2]);
    const double slope1 = (h1 - h0) / (at[1].load - at[0].load);
    const double slope2 = (h2 - h0) / (at[2].load - at[0].load);
    const double bend = (slope2 - slope1) / (h2 - h1);
    return at[0].load - h0 / (slope1 - h1 * bend);
}

/// The ends of a range in which the load line is, and what has been seen on the way there.
class Bracket {
public:
    /// `good` holds, `bad` does not; `seen`: up to two loads before, the nearest first.
    Bracket(const Point& good, const Point& bad, const std::vector<Point>& seen)
        : m_good(good), m_bad(bad), m_seen(seen) {}

    /// Of a range closed in to the precision: its lower end.
    double closeIn(const Slack& slack) {
        const double tolerance = 0.5 * precision * m_bad.load;
        double before = width();
        bool byHalves = false;
        while (width() > tolerance) {
            const double guess = byHalves ? m_good.load + 0.5 * width() : next(0.4 * tolerance);
            const Point found{guess, slack(guess)};
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

    /// A guess, moved towards the far end by less than the tolerance, so that both ends close in.
    [[nodiscard]] double next(double nudge) const {
        std::vector<Point> finite;
        for (const Point& point : {m_good, m_bad})
            if (std::isfinite(point.slack)) finite.push_back(point);
        for (const Point& point : m_seen)
            if (finite.size() < 3 && std::isfinite(point.slack)) finite.push_back(point);
        double guess = std::numeric_limits<double>::quiet_NaN();
        if (finite.size() == 3) guess = crossing({finite[0], finite[1], finite[2]});
        if (!(guess > m_good.load && guess < m_bad.load)) {
            const double high = margin(m_good);
            if (std::isinf(high) || std::isinf(m_bad.slack)) return m_good.load + 0.5 * width();
            guess = m_good.load + width() * high / (high - margin(m_bad));
        }
        guess += guess - m_good.load < 0.5 * width() ? nudge : -nudge;
        return std::clamp(guess, m_good.load + nudge, m_bad.load - nudge);
    }

    Point m_good, m_bad;
    std::vector<Point> m_seen; ///< the last first
};

} // namespace

double loadLine(const Slack& slack) {
    const Point now{1, slack(1)};
    if (now.holds()) {
        std::vector<Point> seen{now}; // the last first
        while (seen.front().load < largest) {
            const double load = std::min(seen.front().load * scanFactor, largest);
            const Point next{load, slack(load)};
            if (!next.holds()) return Bracket(seen.front(), next, {seen.begin() + 1, seen.end()}).closeIn(slack);
            seen.insert(seen.begin(), next);
        }
        return seen.front().load;
    }
    std::vector<Point> seen{now};
    while (seen.front().load > smallest) {
        const double load = seen.front().load / scanFactor;
        const Point next{load, slack(load)};
        if (next.holds()) return Bracket(next, seen.front(), {seen.begin() + 1, seen.end()}).closeIn(slack);
        seen.insert(seen.begin(), next);
    }
    return 0;
}

std::optional<double> loadLine(const design::Design& design, const catalog::Catalog& catalog,
                               const network::Network& network) {
    if (design.objectives.empty()) return std::nullopt;
    SlackMeter meter(design, catalog, network);
    return loadLine([&](double load) { return meter.at(load).slack; });
}

} // namespace catenary::insight
