// SPDX-License-Identifier: Apache-2.0
// Time of the steps between an edit and its numbers and picture, on the largest template.
#include "core/analysis/analyse.h"
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/design/validate.h"
#include "core/insight/estimate.h"
#include "core/network/lower.h"
#include "core/scene/compose.h"
#include "core/scene/layout.h"
#include "core/support/files.h"
#include "core/support/memory.h"
#include "tests/accuracy/random_design.h"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <iostream>

namespace {

using namespace catenary;

template <class T> T orDie(support::Result<T> result) {
    if (result) return std::move(*result);
    std::cerr << support::describe(result.error()) << '\n';
    std::exit(1);
}

/// The template with the most components and connections, and the component whose replicas the edits change.
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
    std::cerr << "no component of the largest template has replicas\n";
    std::exit(1);
}

const Subject& subject() {
    static const Subject largest = [] {
        Subject found;
        std::size_t size = 0;
        for (const auto& file : support::embeddedFiles()) {
            if (!file.path.starts_with("templates/")) continue;
            auto design = orDie(design::decode(file.content, std::string(file.path))).design;
            const std::size_t parts = design.components.size() + design.connections.size();
            if (parts <= size) continue;
            size = parts;
            found = {std::string(file.path), std::string(file.content), std::move(design), {}};
        }
        if (size == 0) {
            std::cerr << "there are no templates\n";
            std::exit(1);
        }
        found.path = replicasOfFirstService(found.design, *catalog::Catalog::builtIn());
        return found;
    }();
    return largest;
}

/// One edit of a parameter, as the inspector makes it; no two in a row are the same.
design::Design edited(benchmark::IterationCount turn) {
    return orDie(design::setPath(subject().design, subject().path, support::Json(40 + turn * 7 % 50)));
}

void editToNumbers(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    benchmark::IterationCount turn = 0;
    for (auto _ : state) benchmark::DoNotOptimize(insight::estimate(edited(turn++), *catalog));
    state.SetLabel(subject().id);
}

void editToNumbersWithoutLoadLine(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    insight::Request request;
    request.load_line = false;
    benchmark::IterationCount turn = 0;
    for (auto _ : state) benchmark::DoNotOptimize(insight::estimate(edited(turn++), *catalog, request));
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

/// A generated design of so many components, each time at another load: nothing is remembered from the time before.
network::Network generated(std::int64_t components) {
    constexpr std::uint64_t seed = 6;
    const auto json = testing::randomDesign(seed, static_cast<std::size_t>(components));
    auto decoded = orDie(design::decode(json.dump(), "generated"));
    return orDie(network::lower(decoded.design, *catalog::Catalog::builtIn())).network;
}

void analyseGenerated(benchmark::State& state, const analysis::Options& options) {
    network::Network network = generated(state.range(0));
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

void decodeDesign(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(design::decode(subject().text));
}

void arrangeAndCompose(benchmark::State& state) {
    const auto catalog = catalog::Catalog::builtIn();
    const auto placed = orDie(scene::withPlaces(subject().design, *catalog));
    for (auto _ : state) benchmark::DoNotOptimize(scene::compose(placed, *catalog, scene::arrange(placed, *catalog)));
}

BENCHMARK(editToNumbers)->Unit(benchmark::kMillisecond);
BENCHMARK(editToNumbersWithoutLoadLine)->Unit(benchmark::kMillisecond);
BENCHMARK(validateDesign)->Unit(benchmark::kMillisecond);
BENCHMARK(lowerDesign)->Unit(benchmark::kMillisecond);
BENCHMARK(analyseNetwork)->Unit(benchmark::kMillisecond);
BENCHMARK(analyseMeans)->Arg(30)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(analysePercentiles)->Arg(30)->Arg(500)->Unit(benchmark::kMillisecond);
BENCHMARK(decodeDesign)->Unit(benchmark::kMillisecond);
BENCHMARK(arrangeAndCompose)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    support::keepFreedMemory(); // as the programs do
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
