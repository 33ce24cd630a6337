// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/percentiles.h"

#include <algorithm>
#include <cmath>

namespace catenary::analysis {

namespace {

constexpr int sketchPoints = 512;
constexpr int finePoints = 1024;
constexpr int sharePoints = 512;
constexpr int meanPoints = 1024, soughtPoints = 256; ///< where only the mean is wanted, over a shorter span
constexpr double beyond = 1e-5;                      ///< tail left out of the grid
constexpr int mostStretches = 14;
constexpr int horizonPoints = 512, mostHorizonPoints = 8192;
constexpr double leastStepsToMean = 1.0 / 16.0; ///< a step is at most this share of the mean

network::Measure measure(double value, How how, const char* method) {
    network::Measure result;
    result.value = std::isfinite(value) ? value : network::undefined;
    result.how = how;
    result.method = method;
    return result;
}

/// A response on one grid: its distribution function at the grid's points.
struct OnGrid {
    double step = 0;
    std::vector<double> cdf;
    [[nodiscard]] double quantile(double p) const {
        const auto found = std::lower_bound(cdf.begin(), cdf.end(), p);
        if (found == cdf.end()) return std::numeric_limits<double>::infinity();
        const auto right = static_cast<std::size_t>(found - cdf.begin());
        if (right == 0) return 0.0;
        const double share = (p - cdf[right - 1]) / (cdf[right] - cdf[right - 1]);
        return (static_cast<double>(right) - 1.0 + share) * step;
    }
};

OnGrid solveOn(State& state, const std::function<Part(Composer&)>& response, bool firstToken, int points, double span,
               Part* part = nullptr) {
    const auto lattice = sharedLattice(points, span);
    Composer composer(state, lattice.get(), false, firstToken);
    Part whole = response(composer);
    OnGrid grid{lattice->step(), cumulative(lattice->masses(whole.spectrum))};
    if (part) *part = std::move(whole);
    return grid;
}

const char* const composed = "distributions composed as transforms";

void measureQuantiles(network::Latency& latency, How how, const std::function<double(double)>& quantile) {
    latency.p50 = measure(quantile(0.5), how, composed);
    latency.p90 = measure(quantile(0.9), how, composed);
    latency.p95 = measure(quantile(0.95), how, composed);
    latency.p99 = measure(quantile(0.99), how, composed);
    latency.p999 = measure(quantile(0.999), how, composed);
}

/// All of the law up to the horizon, on one grid fine enough for the mean.
ResponseFigures solveUpTo(State& state, const std::function<Part(Composer&)>& response, const Wanted& wanted,
                          double mean) {
    ResponseFigures figures;
    const double span = 1.5 * *wanted.horizon_ms; // beyond it, so that a near miss still has a size
    int points = horizonPoints;
    while (points < mostHorizonPoints && span > leastStepsToMean * mean * points) points *= 2;
    Part whole;
    OnGrid grid = solveOn(state, response, wanted.firstToken, points, span, &whole);
    figures.latency.mean = measure(whole.mean, whole.how, "");
    measureQuantiles(figures.latency, network::weaker(whole.how, whole.shape),
                     [&](double p) { return grid.quantile(p); });
    figures.curve.at_ms.resize(grid.cdf.size());
    for (std::size_t j = 0; j < grid.cdf.size(); ++j) figures.curve.at_ms[j] = static_cast<double>(j) * grid.step;
    figures.curve.cdf = std::move(grid.cdf);
    return figures;
}

} // namespace

ResponseFigures solveResponse(State& state, const std::function<Part(Composer&)>& response, const Wanted& wanted) {
    const bool firstToken = wanted.firstToken;
    ResponseFigures figures;
    Composer moments(state, nullptr, false, firstToken);
    const Part rough = response(moments);
    if (!std::isfinite(rough.mean)) {
        figures.latency.mean = measure(rough.mean, How::Exact, "unstable");
        return figures;
    }
    if (rough.mean == 0.0) {
        const auto nothing = measure(0.0, rough.how, "");
        figures.latency = {nothing, nothing, nothing, nothing, nothing, nothing};
        return figures;
    }

    Part whole;
    if (wanted.percentiles && wanted.horizon_ms) return solveUpTo(state, response, wanted, rough.mean);
    if (!wanted.percentiles) {
        if (moments.hasExactMoments()) {
            figures.latency.mean = measure(rough.mean, rough.how, "");
            return figures;
        }
        const auto lattice = sharedLattice(state.searching ? soughtPoints : meanPoints, 12.0 * rough.mean);
        Composer composer = Composer::ofMoments(state, *lattice, firstToken);
        whole = response(composer);
        figures.latency.mean = measure(whole.mean, whole.how, "");
        return figures;
    }
    double span = 20.0 * rough.mean;
    OnGrid sketch = solveOn(state, response, firstToken, sketchPoints, span, &whole);

    for (int i = 0; i < mostStretches && 1.0 - sketch.cdf.back() > beyond; ++i) {
        span *= 3.0;
        sketch = solveOn(state, response, firstToken, sketchPoints, span);
    }
    const double end = std::min(sketch.quantile(1.0 - beyond), span);
    span = std::max(1.05 * end, 4.0 * sketch.step);

    const OnGrid fine = solveOn(state, response, firstToken, finePoints, span, &whole);
    OnGrid low = fine;
    const double median = fine.quantile(0.5);
    if (median < 128.0 * fine.step) {
        const double lowSpan = std::max(fine.quantile(0.95) * 1.2, 8.0 * fine.step);
        if (lowSpan < 0.25 * span) low = solveOn(state, response, firstToken, finePoints, lowSpan);
    }
    // One curve of both grids, from which the percentiles are read: so they ascend.
    const auto keep = [&](const OnGrid& grid, std::size_t from) {
        for (std::size_t j = from; j < grid.cdf.size(); ++j) {
            figures.curve.at_ms.push_back(static_cast<double>(j) * grid.step);
            figures.curve.cdf.push_back(
                std::max(grid.cdf[j], figures.curve.cdf.empty() ? 0.0 : figures.curve.cdf.back()));
        }
    };
    std::size_t beyondLow = 0;
    if (low.step < fine.step) {
        keep(low, 0);
        beyondLow = static_cast<std::size_t>(std::ceil(static_cast<double>(low.cdf.size()) * low.step / fine.step));
    }
    keep(fine, beyondLow);
    figures.latency.mean = measure(whole.mean, whole.how, "");
    measureQuantiles(figures.latency, network::weaker(whole.how, whole.shape),
                     [&](double p) { return figures.curve.quantile(p); });

    if (!wanted.shares) return figures;
    const double reach = std::isfinite(fine.quantile(0.9995)) ? fine.quantile(0.9995) : span;
    const auto shared = sharedLattice(sharePoints, std::max(1.1 * reach, span / 8.0));
    const Lattice& lattice = *shared;
    Composer composer(state, &lattice, true, firstToken);
    const Part detailed = response(composer);
    for (const auto& [key, row] : detailed.rows) figures.shares[key] = row.mean;
    const double from = fine.quantile(0.985);
    const double to = fine.quantile(0.995);
    std::vector<double> within(static_cast<std::size_t>(lattice.points()), 0.0);
    std::vector<double> timeWithin = within;
    for (std::size_t j = 0; j < within.size(); ++j) {
        const double t = static_cast<double>(j) * lattice.step();
        if (t < from || t > to) continue;
        within[j] = 1.0;
        timeWithin[j] = t;
    }
    const Spectrum inWindow = lattice.functional(within);
    const double total = evaluate(inWindow, detailed.spectrum);
    if (total <= 0.0) return figures;
    figures.mean_p99 = evaluate(lattice.functional(timeWithin), detailed.spectrum) / total;
    for (const auto& [key, row] : detailed.rows)
        figures.shares_p99[key] = std::max(evaluate(inWindow, row.spectrum) / total, 0.0);
    return figures;
}

} // namespace catenary::analysis
