// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/tornado.h"

#include "core/design/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace catenary::scene {
namespace {

/// client -> a -> b, M/M/1 each, 10 and 5 ms, so many requests a second.
insight::Sensitivity tandem(int perSecond) {
    std::string text = R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "a", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 10}}},
        {"id": "b", "kind": "service", "parameters": {"service_time_ms": {"distribution": "exponential", "mean": 5}}}],
      "connections": [{"id": "c-a", "from": "c", "to": "a", "distance": "none"},
                      {"id": "a-b", "from": "a", "to": "b", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": RATE}}]})";
    text.replace(text.find("RATE"), 4, std::to_string(perSecond));
    const auto design = design::decode(text).value().design;
    insight::SensitivityRequest request;
    request.metric = "latency_mean_ms";
    return insight::sensitivity(design, *catalog::Catalog::builtIn(), request).value();
}

const Node* nodeOf(const Scene& scene, const std::string& id) {
    for (const auto& node : scene.nodes)
        if (node->id == id) return node.get();
    return nullptr;
}

std::vector<Rect> barsOf(const Scene& scene, const std::string& id) {
    std::vector<Rect> bars;
    const Node* node = nodeOf(scene, id);
    if (node == nullptr) return bars;
    for (const Item& item : node->items)
        if (const auto* bar = std::get_if<RectItem>(&item)) bars.push_back(bar->rect);
    return bars;
}

double lineAt(const Scene& scene) {
    return std::get<PathItem>(nodeOf(scene, "now")->items.at(0)).points.at(0).x;
}

} // namespace

TEST(Tornado, HasABarToEitherSideOfTodayLongestFirst) {
    const auto found = tandem(50);
    const Scene scene = tornado(found, 0, ThemeName::Light, 600);
    double before = 1e9;
    int rows = 0;
    for (const auto& node : scene.nodes) {
        if (node->role != Role::Component) continue;
        ++rows;
        double reach = 0;
        for (const Rect& bar : barsOf(scene, node->id)) reach = std::max(reach, bar.width);
        EXPECT_LE(reach, before * (1 + 1e-6)) << node->id;
        before = reach;
    }
    EXPECT_GE(rows, 5);
    // More requests take longer, fewer less: one bar on either side of the line, in the ratio of the figures.
    const auto bars = barsOf(scene, "workloads.w.arrival.rate_per_s");
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_NEAR(bars[0].x, lineAt(scene), 1e-6); // the longer is drawn first: upwards
    EXPECT_NEAR(bars[1].right(), lineAt(scene), 1e-6);
    const auto mean = [](double rate) { return 1000 / (100 - rate) + 1000 / (200 - rate); };
    EXPECT_NEAR(bars[0].width / bars[1].width, (mean(55) - mean(50)) / (mean(50) - mean(45)), 1e-3);
}

TEST(Tornado, RunsToTheEdgeWhereAQueueGrowsWithoutEnd) {
    const auto found = tandem(95); // 104.5 of 100 at ten per cent more
    const Scene scene = tornado(found, 0, ThemeName::Dark, 600);
    const Node* row = nodeOf(scene, "workloads.w.arrival.rate_per_s");
    ASSERT_NE(row, nullptr);
    EXPECT_THAT(row->title, testing::HasSubstr("unstable"));
    double right = 0;
    for (const auto& node : scene.nodes)
        for (const Rect& bar : barsOf(scene, node->id)) right = std::max(right, bar.right());
    double own = 0;
    for (const Rect& bar : barsOf(scene, row->id)) own = std::max(own, bar.right());
    EXPECT_DOUBLE_EQ(own, right);
}

TEST(Tornado, StaysWithinItsBoundsAndCountsTheRest) {
    for (const ThemeName theme : {ThemeName::Light, ThemeName::Dark}) {
        const Scene scene = tornado(tandem(50), 0, theme, 420, 3);
        int rows = 0;
        for (const auto& node : scene.nodes) {
            rows += node->role == Role::Component ? 1 : 0;
            EXPECT_GE(node->bounds.x, scene.bounds.x - 1e-6) << node->id;
            EXPECT_LE(node->bounds.right(), scene.bounds.right() + 1e-6) << node->id;
            EXPECT_LE(node->bounds.bottom(), scene.bounds.bottom() + 1e-6) << node->id;
        }
        EXPECT_EQ(rows, 3);
        EXPECT_NE(nodeOf(scene, "others"), nullptr);
    }
}

TEST(Tornado, SaysSoWhereNothingMoves) {
    insight::Sensitivity none;
    none.request.metric = "latency_p99_ms";
    const Scene scene = tornado(none, 0, ThemeName::Light, 600);
    EXPECT_EQ(nodeOf(scene, "now"), nullptr);
    EXPECT_EQ(scene.nodes.size(), 1u);
}

} // namespace catenary::scene
