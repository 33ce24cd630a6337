// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/serving_chart.h"

#include "core/scene/charts/serving.h"

#include <algorithm>
#include <array>

namespace catenary::studio {

namespace {

constexpr double rooflineRatio = 0.62, leastRooflineHeight = 220; ///< height to its width

scene::Scene roofline(const insight::Serving& serving, scene::ThemeName theme, double width) {
    return scene::drawChart(scene::rooflineChart(serving, theme), theme,
                            {width, std::max(width * rooflineRatio, leastRooflineHeight)});
}

struct NamedChart {
    const char* name;
    scene::Scene (*draw)(const insight::Serving& serving, scene::ThemeName theme, double width);
};
constexpr std::array charts = {
    NamedChart{"roofline", roofline},
    NamedChart{"serving-time",
               [](const auto& of, auto theme, double width) { return scene::timeBar(of, theme, width); }},
    NamedChart{"batches", [](const auto& of, auto theme, double width) { return scene::batchCurve(of, theme, width); }},
    NamedChart{"memory", [](const auto& of, auto theme, double width) { return scene::memoryBar(of, theme, width); }}};

const NamedChart* named(const QString& chart) {
    const auto found = std::find_if(charts.begin(), charts.end(),
                                    [&](const NamedChart& of) { return chart == QLatin1String(of.name); });
    return found == charts.end() ? nullptr : &*found;
}

} // namespace

bool isServingChart(const QString& chart) {
    return named(chart) != nullptr;
}

scene::Scene servingChart(const QString& chart, const insight::Estimate& estimate, const QString& component,
                          scene::ThemeName theme, double width) {
    const NamedChart* of = named(chart);
    const network::Index station = estimate.network.station(design::ComponentId(component.toStdString()));
    if (of == nullptr || station == network::none) return {};
    const auto serving = insight::serving(estimate, static_cast<std::size_t>(station));
    return serving ? of->draw(*serving, theme, width) : scene::Scene();
}

} // namespace catenary::studio
