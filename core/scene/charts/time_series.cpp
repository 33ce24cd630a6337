// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/time_series.h"

#include "core/scene/numbers.h"

#include <algorithm>
#include <cmath>

namespace catenary::scene {
namespace {

using network::Course;
using network::TimeSeries;

constexpr double leastWidth = 360;
constexpr double leftRoom = 68; ///< the same in every panel
constexpr double latencyHeight = 250, panelHeight = 176;
constexpr double farApart = 20; ///< from here on, largest over smallest, an axis is logarithmic

Colour faint(Colour colour, double opacity) {
    colour.a = static_cast<std::uint8_t>(std::lround(255 * opacity));
    return colour;
}

double largest(const std::vector<double>& values) {
    double most = 0;
    for (const double value : values)
        if (std::isfinite(value)) most = std::max(most, value);
    return most;
}

double leastAboveZero(const std::vector<double>& values) {
    double least = std::numeric_limits<double>::infinity();
    for (const double value : values)
        if (value > 0) least = std::min(least, value);
    return least;
}

/// A tick of the time axis. Round seconds stay seconds: 200 s is no round number of minutes.
std::string sayTime(double seconds) {
    if (!(seconds > 0)) return "0";
    return seconds >= 1 && seconds < 10'000 ? sayCount(seconds) + " s" : sayDuration(1000 * seconds);
}

class Panels {
public:
    Panels(const insight::Estimate& estimate, ThemeName theme, double width, const FallbackWidths& fallback)
        : m_estimate(estimate), m_series(*estimate.performance.series), m_theme(theme), m_colours(themeColours(theme)),
          m_width(std::max(width, leastWidth)), m_fallback(fallback) {}

    void latency(std::size_t k) {
        const TimeSeries::OfClass& of = m_series.classes[k];
        Chart chart = panel("Over time: " + m_estimate.network.classes[k].name, "latency");
        chart.nothing = "No request completed: there is no latency to draw.";
        for (const TimeSeries::Shock& shock : m_series.shocks)
            chart.shades.push_back({shock.from_s, shock.to_s, shock.what, faint(m_colours.close, 0.14)});
        chart.y.say = [](double value) { return sayDuration(value); };
        const double top = std::max(largest(of.p99_ms.value), largest(of.p50_ms.value));
        const double bottom = std::min(leastAboveZero(of.p50_ms.value), leastAboveZero(of.p99_ms.value));
        chart.y.to = top > 0 ? 1.15 * top : 1;
        if (top > farApart * bottom) {
            chart.y.logarithmic = true;
            chart.y.from = 0.8 * bottom;
            chart.y.to = 1.3 * top;
        }
        if (top > 0) {
            band(chart, of.p99_ms);
            line(chart, "p99", of.p99_ms.value, m_colours.accent, 2.5);
            line(chart, "p50", of.p50_ms.value, m_colours.accent, 1.5, true);
        }
        chart.description = description(k);
        add(chart, latencyHeight);
    }

    void throughput(std::size_t k) {
        const TimeSeries::OfClass& of = m_series.classes[k];
        Chart chart = panel("Requests", "a second");
        chart.y.say = [](double value) { return sayRate(value); };
        std::vector<double> lost = of.rejected_per_s;
        for (const auto* more : {&of.timed_out_per_s, &of.failed_per_s, &of.abandoned_per_s})
            for (std::size_t b = 0; b < lost.size(); ++b) lost[b] += (*more)[b];
        chart.y.to = std::max(1.15 * std::max(largest(of.offered_per_s), largest(of.completed_per_s)), 1e-9);
        line(chart, "offered", of.offered_per_s, m_colours.quiet, 1.5, true);
        line(chart, "completed", of.completed_per_s, m_colours.good, 2.5);
        if (largest(lost) > 0) line(chart, "lost", lost, m_colours.missed, 2);
        add(chart, panelHeight);
    }

    void component(std::size_t s) {
        const TimeSeries::OfStation& of = m_series.stations[s];
        const std::string& name = m_estimate.network.stations[s].name;
        if (of.serves && largest(of.utilisation.value) > 0) {
            Chart chart = panel(name, "utilisation");
            share(chart);
            band(chart, of.utilisation);
            line(chart, "", of.utilisation.value, m_colours.accent, 2);
            add(chart, panelHeight);
        }
        if (of.serves && changes(of.running_replicas)) {
            Chart chart = panel(name, "replicas that run");
            chart.y.to = 1.15 * largest(of.running_replicas);
            chart.y.say = [](double value) { return sayCount(value); };
            line(chart, "", of.running_replicas, m_colours.accent, 2);
            add(chart, panelHeight);
        }
        if (of.hit_ratio) {
            Chart chart = panel(name, "hit ratio");
            share(chart);
            band(chart, *of.hit_ratio);
            line(chart, "", of.hit_ratio->value, m_colours.accent, 2);
            add(chart, panelHeight);
        }
        if (of.lag) {
            Chart chart = panel(name, "lag, records");
            chart.y.to = std::max(1.15 * largest(of.lag->value), 1e-9);
            chart.y.say = [](double value) { return sayCount(value); };
            band(chart, *of.lag);
            line(chart, "", of.lag->value, m_colours.accent, 2);
            add(chart, panelHeight);
        }
    }

    [[nodiscard]] Scene scene() const { return stacked(m_scenes); }

    static bool changes(const std::vector<double>& values) {
        return !values.empty() &&
               *std::max_element(values.begin(), values.end()) != *std::min_element(values.begin(), values.end());
    }

private:
    Chart panel(std::string title, std::string unit) const {
        Chart chart;
        chart.title = std::move(title);
        chart.y.title = std::move(unit);
        chart.x.to = m_series.end_s > 0 ? m_series.end_s : 1;
        chart.x.say = sayTime;
        chart.left = leftRoom;
        for (const TimeSeries::Shock& shock : m_series.shocks)
            if (!m_scenes.empty()) chart.shades.push_back({shock.from_s, shock.to_s, {}, faint(m_colours.close, 0.14)});
        return chart;
    }
    void share(Chart& chart) const {
        chart.y.to = 1.12; // the word for the whole keeps clear of the heading
        chart.y.say = [](double value) { return sayShare(value); };
    }
    /// A bucket's figure stands at its middle.
    [[nodiscard]] double middleOf(std::size_t b) const {
        return 0.5 * (m_series.at_s[b] + std::min(m_series.at_s[b] + m_series.bucket_s, m_series.end_s));
    }
    void line(Chart& chart, const char* name, const std::vector<double>& values, Colour colour, double width,
              bool dashed = false) const {
        Series series{name, {}, colour, width, dashed};
        for (std::size_t b = 0; b < values.size(); ++b) series.points.push_back({middleOf(b), values[b]});
        chart.series.push_back(std::move(series));
    }
    /// The interval, in as many pieces as it is known in.
    void band(Chart& chart, const Course& course) const {
        Band piece{{}, {}, faint(m_colours.accent, 0.2)};
        const auto close = [&] {
            if (piece.low.size() > 1) chart.bands.push_back(piece);
            piece.low.clear();
            piece.high.clear();
        };
        for (std::size_t b = 0; b < course.low.size(); ++b) {
            if (!std::isfinite(course.low[b]) || !std::isfinite(course.high[b])) {
                close();
                continue;
            }
            const double floor = chart.y.logarithmic ? chart.y.from : 0.0;
            piece.low.push_back({middleOf(b), std::max(course.low[b], floor)});
            piece.high.push_back({middleOf(b), std::max(course.high[b], floor)});
        }
        close();
    }
    void add(const Chart& chart, double height) {
        m_scenes.push_back(drawChart(chart, m_theme, {m_width, height}, m_fallback));
    }
    [[nodiscard]] std::string description(std::size_t k) const {
        const auto found = network::recovery(m_series, k);
        if (!found) return "No request completed.";
        std::string text = "Worst p99 " + sayDuration(found->worst_p99_ms) + " at " +
                           (found->worst_at_s > 0 ? sayDuration(1000 * found->worst_at_s) : std::string("the start"));
        if (!m_series.shocks.empty())
            text += found->recovered_after_s
                        ? ", back within 10 % " + (*found->recovered_after_s > 0
                                                       ? sayDuration(1000 * *found->recovered_after_s) + " later"
                                                       : std::string("at once"))
                        : std::string(", not back within the run");
        return text + "; " + sayCount(m_series.classes[k].lost) + " requests lost.";
    }

    const insight::Estimate& m_estimate;
    const TimeSeries& m_series;
    ThemeName m_theme;
    const ThemeColours& m_colours;
    double m_width;
    const FallbackWidths& m_fallback;
    std::vector<Scene> m_scenes;
};

} // namespace

network::Index telling(const insight::Estimate& estimate) {
    const TimeSeries& series = *estimate.performance.series;
    network::Index best = network::none;
    double most = -1;
    for (std::size_t s = 0; s < series.stations.size(); ++s) {
        const TimeSeries::OfStation& of = series.stations[s];
        double score = of.serves ? largest(of.utilisation.value) : -1;
        if (of.serves && Panels::changes(of.running_replicas)) score += 4;
        const std::string& id = estimate.network.stations[s].id.str();
        for (const TimeSeries::Shock& shock : series.shocks) {
            if (shock.what == id + " emptied") score += 8;
            if (shock.what.starts_with(id + " lost") || shock.what.starts_with(id + " down")) score += 8;
        }
        // A cache that fills is what a run without shocks is about.
        if (series.shocks.empty() && of.hit_ratio && Panels::changes(of.hit_ratio->value)) score += 2;
        if (score <= most) continue;
        most = score;
        best = static_cast<network::Index>(s);
    }
    return best;
}

Scene timeSeries(const insight::Estimate& estimate, network::Index request_class, network::Index station,
                 ThemeName theme, double width, const FallbackWidths& fallback) {
    const auto k = static_cast<std::size_t>(request_class);
    Panels panels(estimate, theme, width, fallback);
    panels.latency(k);
    panels.throughput(k);
    if (station != network::none) panels.component(static_cast<std::size_t>(station));
    return panels.scene();
}

} // namespace catenary::scene
