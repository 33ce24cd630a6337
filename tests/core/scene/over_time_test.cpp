// SPDX-License-Identifier: Apache-2.0
// Charts of transient runs and of single requests.
#include "core/design/codec.h"
#include "core/insight/incident.h"
#include "core/insight/simulated.h"
#include "core/scene/charts/request_waterfall.h"
#include "core/scene/charts/time_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace catenary::scene {
namespace {

/// client -> cache -> store, and what a transient run of it shows.
struct Cached {
    design::Design design = design::decode(R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "cache", "kind": "cache", "parameters": {"items": 1000, "zipf_skew": 0.9, "capacity_items": 200}},
        {"id": "store", "kind": "service", "name": "Store", "parameters": {"replicas": 2, "zone": "b",
          "service_time_ms": {"distribution": "exponential", "mean": 10}}}],
      "connections": [{"id": "c-cache", "from": "c", "to": "cache", "distance": "none"},
                      {"id": "cache-store", "from": "cache", "to": "store", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 200}}]})")
                                .value()
                                .design;
    insight::Estimate run(double seconds, const std::vector<std::string>& shocks) const {
        simulation::TransientOptions options;
        options.seconds = seconds;
        options.threads = 1;
        return insight::simulatedTransient(design, *catalog::Catalog::builtIn(), options, shocks).value();
    }
};

std::vector<std::string> idsOf(const Scene& scene) {
    std::vector<std::string> ids;
    for (const auto& node : scene.nodes) ids.push_back(node->id);
    return ids;
}

void expectWithin(const Scene& scene) {
    const Rect bounds{-0.5, -0.5, scene.bounds.width + 1, scene.bounds.height + 1};
    for (const auto& node : scene.nodes)
        for (const Item& item : node->items) {
            if (const auto* path = std::get_if<PathItem>(&item)) {
                for (const Point& p : path->points) EXPECT_TRUE(bounds.contains(p)) << node->id;
            }
            if (const auto* rect = std::get_if<RectItem>(&item)) {
                EXPECT_TRUE(bounds.contains({rect->rect.x, rect->rect.y})) << node->id;
                EXPECT_TRUE(bounds.contains({rect->rect.right(), rect->rect.bottom()})) << node->id;
            }
            if (const auto* text = std::get_if<TextItem>(&item)) {
                EXPECT_TRUE(bounds.contains(text->at)) << text->text;
            }
        }
}

double leftOf(const Scene& scene, const std::string& id) {
    for (const auto& node : scene.nodes)
        if (node->id == id)
            for (const Item& item : node->items)
                if (const auto* rect = std::get_if<RectItem>(&item)) return rect->rect.x;
    return std::nan("");
}

TEST(PowerTicks, ArePowersOfTenWithStepsBetweenWhereTheyAreFew) {
    EXPECT_THAT(powerTicks(1, 1000), testing::Pointwise(testing::DoubleEq(), {1.0, 10.0, 100.0, 1000.0}));
    EXPECT_THAT(powerTicks(3, 60), testing::Pointwise(testing::DoubleEq(), {5.0, 10.0, 20.0, 50.0}));
    EXPECT_TRUE(powerTicks(0, 60).empty());
    EXPECT_TRUE(powerTicks(5, 5).empty());
}

TEST(Chart, ALogarithmicAxisGivesEachDecadeTheSameRoom) {
    Chart chart;
    const auto plain = [](double value) { return std::to_string(value); };
    chart.x = {"x", 0, 2, plain};
    chart.y = {"y", 1, 100, plain, true};
    chart.series.push_back({"line", {{0, 1}, {1, 10}, {2, 100}}, {10, 20, 30, 255}, 2, false});
    const Scene scene = drawChart(chart, ThemeName::Light, {400, 240});
    for (const auto& node : scene.nodes)
        if (node->id == "series-1") {
            const auto& points = std::get<PathItem>(node->items.at(0)).points;
            ASSERT_EQ(points.size(), 3u);
            EXPECT_NEAR(points[0].y - points[1].y, points[1].y - points[2].y, 1e-9);
        }
}

TEST(TimeSeries, HasItsPanelsOverOneTimeAxisWithTheShocksShaded) {
    const Cached cached;
    const auto estimate = cached.run(60, {"20:30:zone.b.down"});
    const auto station = telling(estimate);
    EXPECT_EQ(station, estimate.network.station(design::ComponentId("store"))); // its replicas change
    for (const ThemeName theme : {ThemeName::Light, ThemeName::Dark}) {
        const Scene scene = timeSeries(estimate, 0, station, theme, 520);
        const auto ids = idsOf(scene);
        for (const char* id : {"1-series-1", "1-series-2", "1-bands", "1-shade-1", "1-shade-label-1", "2-series-2",
                               "3-series-1", "4-series-1"})
            EXPECT_THAT(ids, testing::Contains(id));
        // the frames stand one below the other: what is shaded begins at the same place in each
        for (const char* id : {"2-shade-1", "3-shade-1", "4-shade-1"})
            EXPECT_NEAR(leftOf(scene, id), leftOf(scene, "1-shade-1"), 1e-9) << id;
        EXPECT_NE(scene.description.find("Worst p99"), std::string::npos);
        expectWithin(scene);
    }
}

TEST(TimeSeries, ShowsHowACacheFillsWhereNothingElseHappens) {
    const Cached cached;
    const auto estimate = cached.run(20, {});
    EXPECT_EQ(telling(estimate), estimate.network.station(design::ComponentId("cache")));
    EXPECT_EQ(telling(cached.run(20, {"10:10:cache.cold"})), telling(estimate));
    expectWithin(timeSeries(estimate, 0, telling(estimate), ThemeName::Light, 360));
}

TEST(Message, WrapsItsWordsWithinTheWidth) {
    const auto heightOf = [](const std::string& words) {
        const Scene scene = message("Over time", words, ThemeName::Dark, 360);
        expectWithin(scene);
        EXPECT_EQ(scene.description, words);
        return scene.bounds.height;
    };
    const std::string words = "No cache of this design computes its hits: none can be cold.";
    EXPECT_GT(heightOf(words + ' ' + words), heightOf(words));
    EXPECT_GT(heightOf(words), heightOf(""));
}

TEST(Incidents, AreRunsThatTheDesignCanHave) {
    const Cached cached;
    const auto estimate = insight::estimate(cached.design, *catalog::Catalog::builtIn()).value();
    using insight::Incident;
    for (const Incident incident : {Incident::Start, Incident::Spike, Incident::Cold, Incident::Loss}) {
        const auto run = insight::incidentRun(estimate, incident);
        EXPECT_EQ(run.impossible, "");
        EXPECT_EQ(run.shocks.empty(), incident == Incident::Start);
        EXPECT_TRUE(cached.run(run.seconds / 100, run.shocks).performance.series) << run.seconds;
    }
    EXPECT_EQ(insight::incidentRun(estimate, Incident::Loss).shocks.front(), "180:300:zone.b.down");
    auto busier = estimate; // a visit more is work more, whoever makes it
    for (auto& station : busier.performance.stations) station.arrivals_per_s *= 100;
    EXPECT_LT(insight::incidentRun(busier, Incident::Start).seconds, 100);
    EXPECT_LT(insight::incidentRun(busier, Incident::Spike).seconds,
              insight::incidentRun(busier, Incident::Start).seconds);
    design::Design plain = cached.design;
    plain.components.erase(1);
    plain.connections = {};
    const auto without = insight::estimate(plain, *catalog::Catalog::builtIn()).value();
    EXPECT_NE(insight::incidentRun(without, Incident::Cold).impossible, "");
}

network::RequestTrace traceOf(int spans) {
    network::RequestTrace trace;
    trace.request_class = 0;
    trace.latency_ms = 100;
    trace.share = 0.99;
    trace.spans.push_back({-1, 1, 0, 1, 0, 1, 20, 40, 100, true, "completed"});
    for (int i = 1; i < spans; ++i)
        trace.spans.push_back(
            {0, 2, 1, 1, 40, 41, 50, 60, 60.0 + (i == spans - 1 ? 40 : i % 30), i == spans - 1, "completed"});
    return trace;
}

TEST(RequestWaterfall, HasARowForEveryVisitAndADrawsWhatWasWaitedForHeavier) {
    const Cached cached;
    const auto estimate = insight::estimate(cached.design, *catalog::Catalog::builtIn()).value();
    const Scene scene = requestWaterfall(estimate.network, traceOf(3), ThemeName::Dark, 500);
    std::map<std::string, double> heights;
    for (const auto& node : scene.nodes)
        if (node->role == Role::Component)
            for (const Item& item : node->items)
                if (const auto* rect = std::get_if<RectItem>(&item)) heights[node->id] = rect->rect.height;
    ASSERT_EQ(heights.size(), 3u);
    EXPECT_GT(heights["span-1"], heights["span-2"]);
    EXPECT_EQ(heights["span-1"], heights["span-3"]);
    EXPECT_NE(scene.title.find("100 ms"), std::string::npos);
    expectWithin(scene);
}

TEST(RequestWaterfall, OfManyVisitsShowsThoseThatWereWaitedFor) {
    const Cached cached;
    const auto estimate = insight::estimate(cached.design, *catalog::Catalog::builtIn()).value();
    const Scene scene = requestWaterfall(estimate.network, traceOf(200), ThemeName::Light, 500);
    const auto ids = idsOf(scene);
    EXPECT_THAT(ids, testing::Contains("span-200"));
    EXPECT_THAT(ids, testing::Contains("more"));
    EXPECT_EQ(std::count_if(ids.begin(), ids.end(), [](const std::string& id) { return id.starts_with("span-"); }), 40);
    expectWithin(scene);
}

} // namespace
} // namespace catenary::scene
