// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/scene/charts/load_curve.h"
#include "core/scene/charts/waterfall.h"
#include "core/support/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace catenary::scene {
namespace {

std::string plain(double value) {
    return std::to_string(value);
}

Chart chartOf(std::vector<Point> points) {
    Chart chart;
    chart.title = "title";
    chart.x = {"x", 0, 10, plain};
    chart.y = {"y", 0, 10, plain};
    chart.series.push_back({"line", std::move(points), {10, 20, 30, 255}, 2, false});
    return chart;
}

const Node* nodeOf(const Scene& scene, const std::string& id) {
    for (const auto& node : scene.nodes)
        if (node->id == id) return node.get();
    return nullptr;
}

std::vector<Rect> platesIn(const Scene& scene) {
    std::vector<Rect> plates;
    for (const auto& node : scene.nodes)
        if (node->id.starts_with("marker"))
            for (const Item& item : node->items)
                if (const auto* plate = std::get_if<RectItem>(&item)) plates.push_back(plate->rect);
    return plates;
}

TEST(Ticks, AreRoundAndInRange) {
    EXPECT_EQ(ticks(0, 10, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
    EXPECT_THAT(ticks(0.3, 1.1, 4), testing::Pointwise(testing::DoubleEq(), {0.4, 0.6, 0.8, 1.0}));
    EXPECT_EQ(ticks(0, 1, 1), (std::vector<double>{0, 1}));
    EXPECT_TRUE(ticks(1, 1, 4).empty());
    EXPECT_TRUE(ticks(0, std::nan(""), 4).empty());
    for (const double to : {0.003, 7.0, 41.0, 9.9e6})
        for (const double value : ticks(0, to, 5)) EXPECT_LE(value, to * (1 + 1e-9));
}

TEST(Chart, CutsALineAtItsFrame) {
    const Scene scene = drawChart(chartOf({{0, 0}, {5, 50}, {10, 0}}), ThemeName::Light, {400, 240});
    const Node* line = nodeOf(scene, "series-1");
    ASSERT_NE(line, nullptr);
    // Up to the top of the frame and down again: two pieces, and nothing above the axis' end.
    const auto& path = std::get<PathItem>(line->items.at(0));
    EXPECT_EQ(std::count(path.verbs.begin(), path.verbs.end(), PathItem::Verb::Move), 2);
    const double top = path.points[1].y;
    for (const Point& p : path.points) EXPECT_GE(p.y, top - 1e-9);
    EXPECT_NEAR(path.points[1].x - path.points[0].x, (path.points[3].x - path.points[0].x) / 10, 1e-6);
}

TEST(Chart, LeavesOutWhatIsNotFinite) {
    const double none = std::nan("");
    const Scene scene = drawChart(chartOf({{0, 1}, {2, 1}, {4, none}, {6, 1}, {8, 1}}), ThemeName::Dark, {400, 240});
    const auto& path = std::get<PathItem>(nodeOf(scene, "series-1")->items.at(0));
    EXPECT_EQ(path.points.size(), 4u);
    for (const Point& p : path.points) EXPECT_TRUE(std::isfinite(p.x + p.y));
}

TEST(Chart, LabelsOfMarkersDoNotCoverEachOther) {
    Chart chart = chartOf({{0, 2}, {10, 2}});
    for (const double at : {4.9, 5.0, 5.1, 5.15}) chart.markers.push_back({at, "a marker at five", {}, true});
    for (const double at : {7.0, 7.1}) chart.markers.push_back({at, "a bound of seven", {}, false});
    const std::vector<Rect> plates = platesIn(drawChart(chart, ThemeName::Light, {480, 260}));
    ASSERT_EQ(plates.size(), 6u);
    for (std::size_t i = 0; i < plates.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(plates[i].intersects(plates[j])) << i << ' ' << j;
}

TEST(Chart, ABoundIsNotWrittenOverTheCurveThatRunsAlongIt) {
    // A curve a little above the bound, and one a little below: the word lies beyond either.
    Chart chart = chartOf({{0, 5.1}, {10, 5.1}});
    Series below = chart.series.front();
    for (Point& point : below.points) point.y = 4.2;
    chart.series.push_back(below);
    chart.markers.push_back({5, "a bound of five", {}, false});
    const Scene scene = drawChart(chart, ThemeName::Light, {480, 260});
    const Rect plate = platesIn(scene).at(0);
    for (const char* id : {"series-1", "series-2"})
        for (const Point& point : std::get<PathItem>(nodeOf(scene, id)->items.at(0)).points)
            EXPECT_FALSE(point.y > plate.y && point.y < plate.bottom()) << id;
}

TEST(Chart, DrawsNoMarkerOutsideItsAxes) {
    Chart chart = chartOf({{0, 2}, {10, 2}});
    chart.markers.push_back({11, "beyond", {}, true});
    EXPECT_TRUE(platesIn(drawChart(chart, ThemeName::Light, {480, 260})).empty());
}

TEST(Chart, SaysWhyItIsEmpty) {
    Chart chart = chartOf({});
    chart.series.clear();
    chart.nothing = "no load is stable";
    bool said = false;
    for (const auto& node : drawChart(chart, ThemeName::Light, {480, 260}).nodes)
        for (const Item& item : node->items)
            if (const auto* text = std::get_if<TextItem>(&item)) said = said || text->text == chart.nothing;
    EXPECT_TRUE(said);
}

/// client -> a -> b, M/M/1 each, 10 and 5 ms, 50 requests a second.
struct Tandem {
    design::Design design = design::decode(R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "b", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 5}}},
        {"id": "a", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 10}}}],
      "connections": [{"id": "c-a", "from": "c", "to": "a", "distance": "none"},
                      {"id": "a-b", "from": "a", "to": "b", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 50}}],
      "objectives": [{"workload": "w", "metric": "latency_p99_ms", "at_most": 200}]})")
                                .value()
                                .design;
    insight::Estimate estimate = insight::estimate(design, *catalog::Catalog::builtIn()).value();
};

TEST(LoadCurve, IsTheEstimateAtEachLoad) {
    const Tandem tandem;
    const auto curve = insight::loadCurve(tandem.design, tandem.estimate, 0, 20);
    ASSERT_EQ(curve.points.size(), 20u);
    for (const auto& point : curve.points) // 1/(μ − λ) of both
        EXPECT_NEAR(point.mean_ms, 1 / (0.1 - 0.05 * point.load) + 1 / (0.2 - 0.05 * point.load), 1e-6);
    EXPECT_NEAR(curve.points.back().load, 0.995 * 2, 1e-9);
    ASSERT_EQ(curve.bounds.size(), 1u);
    EXPECT_EQ(curve.bounds[0].at_most_ms, 200);
}

TEST(LoadCurve, ShowsTodayAndEveryBoundOnItsAxes) {
    const Tandem tandem;
    const Chart chart =
        loadCurveChart(insight::loadCurve(tandem.design, tandem.estimate, 0, 20), "w", ThemeName::Light);
    EXPECT_GE(chart.x.to, 1.1);
    EXPECT_GE(chart.y.to, 200);
    EXPECT_EQ(chart.markers.size(), 4u); // the bound, now, load line, saturation
}

TEST(Waterfall, HasABarForEachComponentInTheOrderOfTheRequest) {
    const Tandem tandem;
    const Scene scene = waterfall(tandem.design, tandem.estimate, 0, WaterfallOf::Mean, ThemeName::Light, 600);
    std::vector<std::string> ids;
    for (const auto& node : scene.nodes)
        if (node->role == Role::Component) ids.push_back(node->id);
    EXPECT_EQ(ids, (std::vector<std::string>{"a", "b"})); // b stands first in the file
}

TEST(Waterfall, BarsAddUpToTheWholeWithoutGapOrOverlap) {
    for (const auto of : {WaterfallOf::Mean, WaterfallOf::Slow}) {
        const Tandem tandem;
        const Scene scene = waterfall(tandem.design, tandem.estimate, 0, of, ThemeName::Light, 600);
        double at = -1;
        double first = 0;
        for (const auto& node : scene.nodes) {
            if (node->role != Role::Component) continue;
            for (const Item& item : node->items)
                if (const auto* bar = std::get_if<RectItem>(&item)) {
                    if (at < 0) first = at = bar->rect.x;
                    EXPECT_NEAR(bar->rect.x, at, 1e-6);
                    at = bar->rect.right();
                }
        }
        EXPECT_GT(at - first, 300);
    }
}

TEST(Waterfall, SaysSoWhereThereIsNothingToSplit) {
    Tandem tandem;
    tandem.estimate.performance.classes[0].breakdown.clear();
    const Scene scene = waterfall(tandem.design, tandem.estimate, 0, WaterfallOf::Mean, ThemeName::Dark, 600);
    EXPECT_EQ(scene.nodes.size(), 1u);
    EXPECT_EQ(scene.nodes[0]->items.size(), 2u);
}

} // namespace
} // namespace catenary::scene
