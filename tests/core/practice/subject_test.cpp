// SPDX-License-Identifier: Apache-2.0
// The subject of a drill, from a made-up estimate: app → api → {cache, db}, api ⇢ log, and a registry nobody calls.
#include "core/practice/subject.h"

#include "core/practice/score.h"

#include <gtest/gtest.h>

namespace catenary::practice {
namespace {

insight::Estimate estimate() {
    insight::Estimate result;
    network::Network& network = result.network;
    const auto station = [&](const char* id, network::StationModel model) {
        network::Station made;
        made.id = design::ComponentId(id);
        made.name = std::string("The ") + id;
        made.model = std::move(model);
        network.stations.push_back(std::move(made));
    };
    station("app", network::SourceStation{});
    station("api", network::ServersStation{});
    station("cache", network::ServersStation{});
    station("db", network::ServersStation{});
    station("log", network::LogStation{});
    station("registry", network::NoStation{});
    const auto call = [&](network::Index from, network::Index to, design::Mode mode) {
        network::Call made;
        made.from = from;
        made.to = to;
        made.mode = mode;
        network.calls.push_back(std::move(made));
    };
    call(0, 1, design::Mode::Sync);
    call(1, 2, design::Mode::Sync);
    call(1, 3, design::Mode::Forward);
    call(1, 4, design::Mode::Async);
    for (const char* id : {"rare", "read"}) {
        network::Class made;
        made.id = design::WorkloadId(id);
        made.source = 0;
        network.classes.push_back(std::move(made));
    }
    result.performance.stations.resize(network.stations.size());
    result.performance.stations[3].utilisation.value = 0.8;
    result.performance.classes.resize(2);
    result.performance.classes[0].offered_per_s = 1;
    result.performance.classes[1].offered_per_s = 100;
    result.performance.classes[1].latency.p99.value = 40;
    // 96 of 100 ms at api, 4 at cache: below the twentieth that makes a component critical
    result.performance.classes[1].breakdown = {{1, 50, 0, 46, 0, 0}, {2, 0, 0, 4, 0, 0}};
    result.system.bottleneck = "db";
    result.system.saturation_load = 1.25;
    return result;
}

TEST(Subject, WeighsComponentsByWhatTheirAbsenceCosts) {
    std::vector<std::pair<std::string, double>> weights;
    const Subject subject = subjectOf(estimate());
    for (const Weighted& component : subject.components) weights.emplace_back(component.id, component.weight);
    // 3: api by its share of the latency, db as the bottleneck; 2: cache; 1: log and registry; the source is not told
    // of
    EXPECT_EQ(weights, (std::vector<std::pair<std::string, double>>{
                           {"api", 3}, {"cache", 2}, {"db", 3}, {"log", 1}, {"registry", 1}}));
    EXPECT_EQ(subject.components[0].title, "The api");
}

TEST(Subject, ThePathIsMadeOfCallsThatAreWaitedForAndForwards) {
    const Subject subject = subjectOf(estimate());
    EXPECT_EQ(subject.path,
              (std::vector<std::pair<std::string, std::string>>{{"app", "api"}, {"api", "cache"}, {"api", "db"}}));
}

TEST(Subject, FiguresAreThoseOfTheMainWorkload) {
    const Subject subject = subjectOf(estimate());
    const auto model = [&](const char* key) {
        for (const Figure& figure : subject.figures)
            if (figure.key == key) return figure.model;
        return std::optional<double>(-1);
    };
    EXPECT_EQ(model("peak_rate"), 100);
    EXPECT_EQ(model("p99"), 40);
    EXPECT_EQ(model("capacity"), 125) << "offered × saturation load";
    EXPECT_EQ(model("bottleneck_utilisation"), 0.8);
    EXPECT_FALSE(model("cost")) << "nothing has a price";
    EXPECT_FALSE(model("availability"));
}

std::optional<double> modelOf(const insight::Estimate& estimate, const char* key) {
    for (const Figure& figure : subjectOf(estimate).figures)
        if (figure.key == key) return figure.model;
    return std::nullopt;
}

TEST(Subject, ABatchingBottleneckIsAsFullAsItsCardShows) {
    insight::Estimate batching = estimate();
    batching.network.stations[3].model = network::DecoderStation{};
    batching.performance.stations[3].utilisation.value = 0.99; // busy nearly all the time
    batching.performance.stations[3].saturates_at_load = 1.25;
    EXPECT_EQ(modelOf(batching, "bottleneck_utilisation"), 0.8);
}

TEST(Subject, AvailabilityIsAskedOnlyWhereSomethingCanFail) {
    insight::Estimate never = estimate(), sometimes = estimate();
    never.system.availability = 1;
    sometimes.system.availability = 0.999;
    EXPECT_FALSE(modelOf(never, "availability"));
    EXPECT_EQ(modelOf(sometimes, "availability"), 0.999);
}

TEST(Subject, OfNothingIsEmpty) {
    const Subject subject = subjectOf(insight::Estimate{});
    EXPECT_TRUE(subject.components.empty());
    EXPECT_EQ(coverage(subject.components, {}), 1);
}

} // namespace
} // namespace catenary::practice
