// SPDX-License-Identifier: Apache-2.0
// Time of the steps between an edit and its numbers and picture, on the templates, the largest where one will do, and
// on generated designs.
#include "core/analysis/analyse.h"
#include "core/design/codec.h"
#include "core/design/edit.h"
#include "core/design/path.h"
#include "core/design/validate.h"
#include "core/inference/run.h"
#include "core/insight/estimate.h"
#include "core/insight/load_line.h"
#include "core/network/lower.h"
#include "core/scene/compose.h"
#include "core/scene/layout.h"
#include "core/support/files.h"
#include "core/support/memory.h"
#include "core/support/random.h"
#include "tests/accuracy/random_design.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace {

using namespace catenary;

template <class T> T orDie(support::Result<T> result) {
    if (result) return std::move(*result);
    std::cerr << support::describe(result.error()) << '\n';
    std::exit(1);
}

/// A template, and the component whose replicas the edits change.
struct Subject {
    std::string id, text;
    design::Design design;
    std::string path;
};

std::string replicasOfFirstService(const design::Design& design, const catalog::Catalog& catalog) {
    for (const auto& component : design.components) {
        const auto* kind = catalog.kind(component->kind);
        if (kind && catalog.parameter(*kind, "replicas")) return component->id.str() + ".replicas";
    }
    std::cerr << "no component of the template has replicas\n";
    std::exit(1);
}

/// The one with the most components and connections first.
const std::vector<Subject>& subjects() {
    static const std::vector<Subject> all = [] {
        std::vector<Subject> found;
        const auto size = [](const Subject& of) { return of.design.components.size() + of.design.connections.size(); };
        for (const auto& file : support::embeddedFiles()) {
            if (!file.path.starts_with("templates/")) continue;
            auto design = orDie(design::decode(file.content, std::string(file.path))).design;
            std::string path = replicasOfFirstService(design, *catalog::Catalog::builtIn());
            found.push_back({std::string(file.path), std::string(file.content), std::move(design), std::move(path)});
        }
        if (found.empty()) {
            std::cerr << "there are no templates\n";
            std::exit(1);
        }
        std::stable_sort(found.begin(), found.end(),
                         [&](const Subject& a, const Subject& b) { return size(a) > size(b); });
        return found;
    }();
    return all;
}

const Subject& subject() {
    return subjects().front();
}

/// One edit of a parameter, as the inspector makes it; no two in a row are the same.
design::Design edited(const Subject& subject, benchmark::IterationCount turn) {
    return orDie(design::setPath(subject.design, subject.path, support::Json(40 + turn * 7 % 50)));
}

void editToNumbers(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    const Subject& subject = subjects().at(static_cast<std::size_t>(state.range(0)));
    benchmark::IterationCount turn = 0;
    for (auto _ : state) benchmark::DoNotOptimize(insight::estimate(edited(subject, turn++), *catalog));
    state.SetLabel(subject.id);
}

void editToNumbersWithoutLoadLine(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    insight::Request request;
    request.load_line = false;
    benchmark::IterationCount turn = 0;
    for (auto _ : state) benchmark::DoNotOptimize(insight::estimate(edited(subject(), turn++), *catalog, request));
}

void validateDesign(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    for (auto _ : state) benchmark::DoNotOptimize(design::validate(subject().design, *catalog));
}

void lowerDesign(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    for (auto _ : state) benchmark::DoNotOptimize(network::lower(subject().design, *catalog));
}

void analyseNetwork(benchmark::State& state) {
    const auto lowered = orDie(network::lower(subject().design, *catalog::Catalog::builtIn()));
    for (auto _ : state) benchmark::DoNotOptimize(analysis::analyse(lowered.network));
}

constexpr std::uint64_t firstSeed = 6;

design::Design generated(std::int64_t components, std::uint64_t seed = firstSeed) {
    const auto json = testing::randomDesign(seed, static_cast<std::size_t>(components));
    return orDie(design::decode(json.dump(), "generated")).design;
}

/// A generated design of so many components, each time at another load: nothing is remembered from the time before.
void analyseGenerated(benchmark::State& state, const analysis::Options& options) {
    network::Network network = orDie(network::lower(generated(state.range(0)), *catalog::Catalog::builtIn())).network;
    double load = 0.9;
    for (auto _ : state) {
        network.load = load += 1e-7;
        benchmark::DoNotOptimize(analysis::analyse(network, options));
    }
}

void analyseMeans(benchmark::State& state) {
    analysis::Options means;
    means.percentiles = means.breakdown = means.flows = means.tokens = false;
    analyseGenerated(state, means);
}

void analysePercentiles(benchmark::State& state) {
    analysis::Options percentiles;
    percentiles.breakdown = false;
    analyseGenerated(state, percentiles);
}

/// A generated design whose workloads may be half as slow again as they are by this metric, and that holds this now:
/// none of them loses too much for it.
std::pair<design::Design, insight::Estimate> bounded(std::int64_t components, const char* metric, bool percentiles) {
    const auto catalog = catalog::Catalog::builtIn();
    insight::Request request;
    request.load_line = false;
    for (std::uint64_t seed = firstSeed;; ++seed) {
        design::Design design = generated(components, seed);
        const insight::Estimate plain = orDie(insight::estimate(design, *catalog, request));
        for (std::size_t k = 0; k < plain.network.classes.size(); ++k) {
            const network::Latency& now = plain.performance.classes[k].latency;
            design::Objective objective;
            objective.workload = plain.network.classes[k].id;
            objective.metric = metric;
            objective.at_most = 1.5 * (percentiles ? now.p99 : now.mean).value;
            design.objectives.push_back(std::move(objective));
        }
        insight::Estimate estimate = orDie(insight::estimate(design, *catalog, request));
        if (std::all_of(estimate.objectives.begin(), estimate.objectives.end(),
                        [](const auto& one) { return one.met; }))
            return {std::move(design), std::move(estimate)};
    }
}

void loadLineOfGenerated(benchmark::State& state, const char* metric, bool percentiles) {
    const auto catalog = catalog::Catalog::builtIn();
    auto [design, estimate] = bounded(state.range(0), metric, percentiles);
    for (auto _ : state) {
        *design.objectives.front().at_most *= 1.0 + 1e-7; // nothing is remembered from the time before
        benchmark::DoNotOptimize(insight::loadLine(design, *catalog, estimate));
    }
}

void loadLineOnMeans(benchmark::State& state) {
    loadLineOfGenerated(state, "latency_mean_ms", false);
}

void loadLineOnPercentiles(benchmark::State& state) {
    loadLineOfGenerated(state, "latency_p99_ms", true);
}

/// The measured runs of tests/accuracy, predicted again and again: items are predictions.
void predictMeasuredRuns(benchmark::State& state) {
    std::ifstream file(CATENARY_SOURCE_DIR "/tests/accuracy/serving_rows.json");
    const support::Json json = support::Json::parse(file);
    std::vector<inference::Run> runs;
    for (const support::Json& row : json.at("rows"))
        if (auto run = inference::readRun(row, *catalog::Catalog::builtIn())) runs.push_back(std::move(*run));
    for (auto _ : state)
        for (const inference::Run& run : runs) benchmark::DoNotOptimize(inference::predict(run));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(runs.size()));
}

void decodeDesign(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(design::decode(subject().text));
}

void arrangeAndCompose(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    const auto placed = orDie(scene::withPlaces(subject().design, *catalog));
    for (auto _ : state) benchmark::DoNotOptimize(scene::compose(placed, *catalog, scene::arrange(placed, *catalog)));
}

/// Components about on a grid, each with a labelled connection to one at most three rows and columns away.
design::Design grid(std::int64_t components) {
    design::Design design;
    support::Random random(support::streamKey(1, 0, "grid", 0));
    const auto number = [&](std::int64_t below) {
        return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(below)));
    };
    const auto columns = static_cast<std::int64_t>(std::sqrt(static_cast<double>(components) * 0.86));
    for (std::int64_t i = 0; i < components; ++i) {
        design::Component component;
        component.id = design::ComponentId("s" + std::to_string(i));
        component.kind = "service";
        component.at = design::Point{static_cast<double>(i % columns * 260 + number(30)),
                                     static_cast<double>(i / columns * 140 + number(20))};
        design.components.add(std::move(component));
        design::Connection connection;
        const std::int64_t column = std::clamp<std::int64_t>(i % columns + number(7) - 3, 0, columns - 1);
        const std::int64_t row = std::max<std::int64_t>(i / columns + number(7) - 3, 0);
        const std::int64_t to = std::min(row * columns + column, components - 1);
        connection.id = design::ConnectionId("c" + std::to_string(i));
        connection.from = design::ComponentId("s" + std::to_string(i));
        connection.to = design::ComponentId("s" + std::to_string(to != i ? to : (i + 1) % components));
        connection.label = "call " + std::to_string(i);
        design.connections.add(std::move(connection));
    }
    return design;
}

void arrangeGrid(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    const design::Design design = grid(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(scene::arrange(design, *catalog));
}

void composeGrid(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    const design::Design design = grid(state.range(0));
    const scene::Geometry geometry = scene::arrange(design, *catalog);
    for (auto _ : state) benchmark::DoNotOptimize(scene::compose(design, *catalog, geometry));
}

/// One component in the middle is dragged on by 4 units: routes, then the picture.
void moveOne(benchmark::State& state, bool withPicture) {
    const auto catalog = catalog::Catalog::builtIn();
    const std::int64_t count = state.range(0);
    const design::Design before = grid(count);
    const scene::Geometry geometry = scene::arrange(before, *catalog);
    const scene::Scene picture = scene::compose(before, *catalog, geometry);
    const std::string id = "s" + std::to_string(count / 2 + 7);
    const design::Design after = orDie(design::apply(before, design::MoveElements{{id}, 4, 12}));
    scene::Earlier earlier{&picture, &before, &geometry};
    earlier.labels_stay = true;
    for (auto _ : state) {
        const scene::Geometry moved = scene::rearrange(geometry, before, after, *catalog);
        if (withPicture) benchmark::DoNotOptimize(scene::compose(after, *catalog, moved, {.earlier = &earlier}));
        benchmark::DoNotOptimize(moved);
    }
}

void moveOneOf(benchmark::State& state) {
    moveOne(state, false);
}

void moveOneOfAndCompose(benchmark::State& state) {
    moveOne(state, true);
}

BENCHMARK(editToNumbers)
    ->DenseRange(0, static_cast<std::int64_t>(subjects().size()) - 1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(editToNumbersWithoutLoadLine)->Unit(benchmark::kMillisecond);
BENCHMARK(validateDesign)->Unit(benchmark::kMillisecond);
BENCHMARK(lowerDesign)->Unit(benchmark::kMillisecond);
BENCHMARK(analyseNetwork)->Unit(benchmark::kMillisecond);
BENCHMARK(analyseMeans)->Arg(30)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(analysePercentiles)->Arg(30)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(loadLineOnMeans)->Arg(30)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(loadLineOnPercentiles)->Arg(30)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(predictMeasuredRuns)->Unit(benchmark::kMillisecond);
BENCHMARK(decodeDesign)->Unit(benchmark::kMillisecond);
BENCHMARK(arrangeAndCompose)->Unit(benchmark::kMillisecond);
BENCHMARK(arrangeGrid)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(composeGrid)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(moveOneOf)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(moveOneOfAndCompose)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    support::keepFreedMemory(); // as the programs do
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
