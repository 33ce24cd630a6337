// SPDX-License-Identifier: Apache-2.0
//
// charts: numbers drawn as scenes, so that they are shown, exported and tested like diagrams. `drawChart` draws lines
// over two axes; load_curve.h and waterfall.h say what is drawn of an estimate. Start at `Chart`.
#pragma once

#include "core/scene/theme.h"
#include "core/scene/widths.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace catenary::scene {

/// A line through its points, in the order given; broken where a coordinate is not finite.
struct Series {
    std::string name;
    std::vector<Point> points; ///< in the units of the axes
    Colour colour;
    double width = 2;
    bool dashed = false;
};

/// The ground between two lines, such as an interval around a series.
struct Band {
    std::vector<Point> low, high; ///< ascending in x
    Colour colour;
};

/// A straight line across the chart at one value, with a word.
struct Marker {
    double at = 0;
    std::string label;
    Colour colour;
    bool vertical = true;
};

/// A point that stands out, with a word beside it.
struct Dot {
    Point at; ///< in the units of the axes
    std::string label;
    Colour colour;
};

/// A stretch of the horizontal axis that stands out, with a word.
struct Shade {
    double from = 0, to = 0;
    std::string label; ///< empty: none
    Colour colour;
};

struct Axis {
    std::string title; ///< with its unit
    double from = 0, to = 1;
    std::function<std::string(double)> say; ///< a tick in words
    bool logarithmic = false;               ///< then `from` is above 0; what is not is left out
};

struct Chart {
    std::string title, description;
    Axis x, y;
    std::vector<Series> series;
    std::vector<Band> bands;
    std::vector<Marker> markers;
    std::vector<Shade> shades;
    std::vector<Dot> dots;
    std::string nothing; ///< said in place of the lines where there are none
    double left = 0;     ///< least room left of the frame, for charts one above the other
};

/// About `count` round values (1, 2 or 5 times a power of ten apart) that lie within [from, to], ascending; empty if
/// the range is.
[[nodiscard]] std::vector<double> ticks(double from, double to, int count);

/// Powers of ten within [from, to], and 2 and 5 times them where there are fewer than three; ascending.
[[nodiscard]] std::vector<double> powerTicks(double from, double to);

/// Scenes one below the other, the first's title and the description of all.
[[nodiscard]] Scene stacked(const std::vector<Scene>& scenes);

/// The chart on `size`, no smaller than 240 × 140. Lines are cut at the frame. Labels of markers do not cover each
/// other.
[[nodiscard]] Scene drawChart(const Chart& chart, ThemeName theme, Size size, const FallbackWidths& fallback = {});

/// A few words in place of a chart, below a heading if `title` has one.
[[nodiscard]] Scene message(const std::string& title, const std::string& words, ThemeName theme, double width,
                            const FallbackWidths& fallback = {});

} // namespace catenary::scene
