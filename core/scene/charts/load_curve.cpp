// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/load_curve.h"

#include "core/scene/numbers.h"
#include "core/support/json.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

/// Latency at a load, linear between points; NaN outside them.
double latencyAt(const insight::LoadCurve& curve, double load, double insight::LoadCurve::Point::*figure) {
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
        const auto& a = curve.points[i - 1];
        const auto& b = curve.points[i];
        if (load < a.load || load > b.load) continue;
        return std::lerp(a.*figure, b.*figure, (load - a.load) / (b.load - a.load));
    }
    return std::numeric_limits<double>::quiet_NaN();
}

/// A load factor to a hundredth, or to three digits where it is large.
std::string factor(double value) {
    return value < 10 ? support::shortestNumber(std::round(value * 100) / 100) : sayCount(value);
}

} // namespace

Chart loadCurveChart(const insight::LoadCurve& curve, const std::string& workload, ThemeName theme) {
    using Point = insight::LoadCurve::Point;
    const ThemeColours& c = themeColours(theme);
    Chart chart;
    chart.title = "Latency against load: " + workload;
    chart.nothing = "No load is stable: there is no latency to draw.";
    chart.x.title = curve.rate_per_s > 0 ? "load, × " + sayRate(curve.rate_per_s) : "load, × the users";
    chart.x.say = [](double value) { return "× " + sayCount(value); };
    chart.y.title = "latency";
    chart.y.say = [](double value) { return sayDuration(value); };

    double right = 1.1;
    if (!curve.points.empty()) right = std::max(right, curve.points.back().load * 1.02);
    if (curve.saturation_load) right = std::max(right, *curve.saturation_load * 1.04);
    chart.x.to = right;

    double top = 0;
    const double now = latencyAt(curve, 1, &Point::p99_ms);
    if (std::isfinite(now)) top = 2.2 * now;
    for (const auto& bound : curve.bounds) top = std::max(top, 1.25 * bound.at_most_ms);
    if (top == 0 && !curve.points.empty()) top = 5 * curve.points.front().p99_ms;
    chart.y.to = top > 0 && std::isfinite(top) ? top : 1;

    if (!curve.points.empty()) {
        const auto line = [&](const char* name, Colour colour, double width, bool dashed, double Point::*figure) {
            Series series{name, {}, colour, width, dashed};
            for (const auto& point : curve.points) series.points.push_back({point.load, point.*figure});
            chart.series.push_back(std::move(series));
        };
        line("p99", c.accent, 2.5, false, &Point::p99_ms);
        line("p50", c.accent, 1.5, false, &Point::p50_ms);
        line("mean", c.quiet, 1.5, true, &Point::mean_ms);
    }
    for (const auto& bound : curve.bounds)
        chart.markers.push_back(
            {bound.at_most_ms, bound.title + " ≤ " + sayDuration(bound.at_most_ms), c.missed, false});
    chart.markers.push_back({1, "now", c.text, true});
    if (curve.load_line && *curve.load_line > 0)
        chart.markers.push_back({*curve.load_line, "load line × " + factor(*curve.load_line), c.good, true});
    if (curve.saturation_load)
        chart.markers.push_back(
            {*curve.saturation_load, "saturates × " + factor(*curve.saturation_load), c.missed, true});
    chart.description = "How long requests take as the load grows, by the analytic engine.";
    return chart;
}

} // namespace catenary::scene
