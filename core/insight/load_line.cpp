// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include "core/insight/slack.h"

#include <algorithm>
#include <cmath>

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

/// `good` holds, `bad` does not. Regula falsi with the Illinois weights; each guess is moved towards the far end by
/// less than the tolerance, so that both ends close in. By halves where a slack is infinite, and now and then against
/// slacks no line fits.
double closeIn(const Slack& slack, Point good, Point bad) {
    const double tolerance = 0.5 * precision * bad.load;
    const double nudge = 0.4 * tolerance;
    int turn = 0;
    bool heldLast = false;
    bool brokeLast = false;
    while (bad.load - good.load > tolerance) {
        const double width = bad.load - good.load;
        double guess = good.load + 0.5 * width;
        if (std::isfinite(good.slack) && std::isfinite(bad.slack) && ++turn % 4 != 0) {
            const double share = good.slack / (good.slack - bad.slack);
            guess = good.load + share * width + (share < 0.5 ? nudge : -nudge);
            guess = std::clamp(guess, good.load + nudge, bad.load - nudge);
        }
        const Point found{guess, slack(guess)};
        if (found.holds()) {
            good = found;
            if (heldLast) bad.slack *= 0.5;
        } else {
            bad = found;
            if (brokeLast) good.slack *= 0.5;
        }
        heldLast = found.holds();
        brokeLast = !heldLast;
    }
    return good.load;
}

} // namespace

double loadLine(const Slack& slack) {
    const Point now{1, slack(1)};
    if (now.holds()) {
        Point good = now;
        while (good.load < largest) {
            const double load = std::min(good.load * scanFactor, largest);
            const Point next{load, slack(load)};
            if (!next.holds()) return closeIn(slack, good, next);
            good = next;
        }
        return good.load;
    }
    Point bad = now;
    while (bad.load > smallest) {
        const double load = bad.load / scanFactor;
        const Point next{load, slack(load)};
        if (next.holds()) return closeIn(slack, next, bad);
        bad = next;
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
