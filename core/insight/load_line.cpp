// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include "core/insight/slack.h"

#include <algorithm>
#include <cmath>
#include <limits>
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
    bool pole = false;          ///< not looked at: every time is taken to be infinite here
    [[nodiscard]] bool holds() const {
        return std::all_of(slacks.begin(), slacks.end(), [](double slack) { return slack >= 0; });
    }
};

/// One objective at a load. Its margin is exp(slack) − 1: bound ÷ value, less 1. Where a time is a + b/(full − load),
/// as a queue's is nearly, this is a quotient of two linear functions of the load, and −1 where it is infinite.
struct Margin {
    double load = 0, margin = 0;
    bool known = false; ///< the slack is finite, or it is that of a pole

    Margin(const Point& point, std::size_t objective)
        : load(point.load), margin(std::expm1(point.slacks[objective])),
          known(point.pole || std::isfinite(point.slacks[objective])) {}
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
    Bracket(Point good, Point bad, std::vector<Point> seen = {})
        : m_good(std::move(good)), m_bad(std::move(bad)), m_seen(std::move(seen)) {}

    [[nodiscard]] const Point& good() const { return m_good; }
    [[nodiscard]] const Point& bad() const { return m_bad; }

    /// Until the range is closed in to the precision; `trusting`: or until three loads tell that it breaks so near.
    void closeIn(const Slacks& slacks, bool trusting) {
        double before = width();
        bool byHalves = false;
        while (width() > tolerance()) {
            const double guess = byHalves ? m_good.load + 0.5 * width() : next(0.4 * tolerance());
            const Point found{guess, slacks(guess)};
            Point& end = found.holds() ? m_good : m_bad;
            if (!end.pole) m_seen.insert(m_seen.begin(), end);
            end = found;
            ++m_steps;
            if (trusting && m_seen.size() >= 2 && found.holds()) {
                const std::optional<double> at = expected();
                if (at && *at < m_good.load + tolerance()) return;
            }
            // By halves after two steps that together have not halved the range.
            byHalves = !byHalves && m_steps % 2 == 0 && width() > 0.5 * before;
            if (m_steps % 2 == 0) before = width();
        }
    }

private:
    [[nodiscard]] double width() const { return m_bad.load - m_good.load; }
    [[nodiscard]] double tolerance() const { return 0.5 * precision * m_bad.load; }

    /// Where an objective that does not hold at the far end is expected to break; absent where nothing tells.
    [[nodiscard]] std::optional<double> breaks(std::size_t objective) const {
        const Margin good(m_good, objective);
        const Margin bad(m_bad, objective);
        std::vector<Margin> known;
        for (const Margin& end : {good, bad})
            if (end.known) known.push_back(end);
        for (const Point& point : m_seen)
            if (const Margin seen(point, objective); known.size() < 3 && seen.known) known.push_back(seen);
        if (known.size() == 3) {
            const double guess = crossing(known[0], known[1], known[2]);
            if (guess > m_good.load && guess < m_bad.load) return guess;
        }
        if (!good.known || !bad.known) return std::nullopt;
        return m_good.load + width() * good.margin / (good.margin - bad.margin);
    }

    /// Where the first objective is expected to break; absent where one of them does not tell.
    [[nodiscard]] std::optional<double> expected() const {
        double first = m_bad.load;
        for (std::size_t i = 0; i < m_bad.slacks.size(); ++i) {
            if (m_bad.slacks[i] >= 0) continue;
            const std::optional<double> at = breaks(i);
            if (!at) return std::nullopt;
            first = std::min(first, *at);
        }
        return first;
    }

    /// A guess, moved towards the far end by less than the tolerance, so that both ends close in.
    [[nodiscard]] double next(double nudge) const {
        const std::optional<double> first = expected();
        if (!first) return m_good.load + 0.5 * width();
        // A pole that is further off than it seems, or another's: after two guesses that fell short, one beyond.
        if (m_bad.pole && m_steps >= 2) return std::min(2 * *first - m_good.load, 0.5 * (*first + m_bad.load));
        const double guess = *first + (*first - m_good.load < 0.5 * width() ? nudge : -nudge);
        return std::clamp(guess, m_good.load + nudge, m_bad.load - nudge);
    }

    Point m_good, m_bad;
    std::vector<Point> m_seen; ///< the last first
    int m_steps = 0;
};

Point poleAt(double load, std::size_t objectives) {
    return {load, std::vector<double>(objectives, -std::numeric_limits<double>::infinity()), true};
}

/// Loads further and further away from `from`, up or down, until one holds or does not, as `until` says; the last but
/// one and the last.
struct Reach {
    Point before, last;
};
Reach goUntil(bool holds, const Slacks& slacks, Point from, bool up) {
    Reach reach{from, std::move(from)};
    for (double factor = scanFactor; up ? reach.last.load < largest : reach.last.load > smallest;
         factor = std::min(factor * factor, 4.0)) {
        reach.before = std::move(reach.last);
        const double load =
            up ? std::min(reach.before.load * factor, largest) : std::max(reach.before.load / factor, smallest);
        reach.last = {load, slacks(load)};
        if (reach.last.holds() == holds) break;
    }
    return reach;
}

/// Where an objective that breaks stays broken.
double searchWorsening(const Slacks& slacks, const Point& now, const std::optional<double>& saturation) {
    const bool holds = now.holds();
    const auto objectives = now.slacks.size();
    const bool hinted = saturation && *saturation<largest&& * saturation> smallest && holds == (*saturation > 1);
    Point good = now, bad = now;
    if (hinted) bad = poleAt(*saturation, objectives);
    if (!holds) {
        const Reach down = goUntil(true, slacks, bad, false);
        if (!down.last.holds()) return 0;
        good = down.last;
        if (!down.before.pole) bad = down.before;
    } else if (!hinted) {
        const Reach up = goUntil(false, slacks, now, true);
        if (up.last.holds()) return up.last.load;
        good = up.before;
        bad = up.last;
    }
    Bracket bracket(good, bad);
    bracket.closeIn(slacks, true);
    if (!bracket.bad().pole || bracket.good().load < bracket.bad().load * (1 - precision)) return bracket.good().load;
    // All held up to the pole: is it one of these objectives at all?
    const double behind = bracket.bad().load * (1 + precision);
    const Point beyond{behind, slacks(behind)};
    if (!beyond.holds()) {
        Bracket around(bracket.good(), beyond);
        around.closeIn(slacks, false);
        return around.good().load;
    }
    Reach rest{beyond, now};
    if (holds) rest = goUntil(false, slacks, beyond, true);
    if (rest.last.holds()) return rest.last.load;
    Bracket above(rest.before, rest.last);
    above.closeIn(slacks, true);
    return above.good().load;
}

/// Where load may also help: no step of the scan is left out.
double searchScanning(const Slacks& slacks, const Point& now) {
    const bool up = now.holds();
    std::vector<Point> seen{now}; // the last first
    while (up ? seen.front().load < largest : seen.front().load > smallest) {
        const double load = up ? std::min(seen.front().load * scanFactor, largest) : seen.front().load / scanFactor;
        const Point next{load, slacks(load)};
        if (next.holds() != up) {
            Bracket bracket(up ? seen.front() : next, up ? next : seen.front(), {seen.begin() + 1, seen.end()});
            bracket.closeIn(slacks, false);
            return bracket.good().load;
        }
        seen.insert(seen.begin(), next);
    }
    return up ? seen.front().load : 0;
}

/// Does no load below one that was seen break, whatever relief there is in between?
bool covers(const Point& seen, const std::vector<double>& relief) {
    for (std::size_t i = 0; i < relief.size(); ++i)
        if (relief[i] >= 1 || std::exp(-seen.slacks[i]) + relief[i] > 1) return false;
    return true;
}

/// Where the relief is known.
double searchKnowing(const Slacks& slacks, const Point& now, const Outlook& outlook) {
    const bool none = std::all_of(outlook.relief.begin(), outlook.relief.end(), [](double part) { return part == 0; });
    if (!none && !now.holds()) return searchScanning(slacks, now);
    double covered = 1;
    const auto looking = [&](double load) {
        Point seen{load, slacks(load)};
        if (load > covered && covers(seen, outlook.relief)) covered = load;
        return std::move(seen.slacks);
    };
    const double line = searchWorsening(looking, now, outlook.saturation_load);
    if (none) return line;
    for (double load = scanFactor; load < line; load *= scanFactor)
        if (load > covered && !Point{load, slacks(load)}.holds()) return searchScanning(slacks, now);
    return line;
}

} // namespace

double loadLine(const Slacks& slacks, const Outlook& outlook) {
    const Point now{1, outlook.now.empty() ? slacks(1) : outlook.now};
    return outlook.relief.empty() ? searchScanning(slacks, now) : searchKnowing(slacks, now, outlook);
}

std::optional<double> loadLine(const design::Design& design, const catalog::Catalog& catalog,
                               const Estimate& estimate) {
    if (design.objectives.empty()) return std::nullopt;
    Outlook outlook{{}, reliefOf(design, estimate), estimate.system.saturation_load};
    const bool asIs =
        estimate.network.load == 1 && estimate.performance.engine == network::Performance::Engine::Analysis;
    if (asIs && !outlook.relief.empty())
        for (std::size_t i = 0; i < design.objectives.size(); ++i) {
            ObjectiveResult now = estimate.objectives[i];
            now.objective = design.objectives[i];
            outlook.now.push_back(slackOf(now));
        }
    SlackMeter meter(design, catalog, estimate.network);
    return loadLine([&](double load) { return meter.at(load).slacks; }, outlook);
}

} // namespace catenary::insight
