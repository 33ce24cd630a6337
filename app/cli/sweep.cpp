// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sweep.h"

#include "app/cli/commands.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "core/insight/simulated.h"

#include <iostream>

namespace catenary::cli {
namespace {

std::string sweepTable(const std::string& path, const std::vector<insight::SweepPoint>& points) {
    Table table({path, "workload", "completed/s", "mean ms", "p50 ms", "p99 ms", "objectives", "load line",
                 "bottleneck", "$/month"},
                2);
    for (const auto& point : points) {
        const std::string value = support::shortestNumber(point.value);
        if (!point.estimate) {
            table.row({value, printable(support::describe(point.estimate.error())), "", "", "", "", "", "", "", ""});
            continue;
        }
        const insight::Estimate& estimate = *point.estimate;
        int missed = 0;
        for (const auto& objective : estimate.objectives) missed += objective.met ? 0 : 1;
        const auto& system = estimate.system;
        for (std::size_t k = 0; k < estimate.network.classes.size(); ++k) {
            const auto& figures = estimate.performance.classes[k];
            const auto& latency = figures.latency;
            table.row({k == 0 ? value : "", estimate.network.classes[k].id.str(), figure(figures.completed_per_s),
                       figure(latency.mean.value), figure(latency.p50.value), figure(latency.p99.value),
                       missed == 0 ? "met" : std::to_string(missed) + " missed",
                       system.load_line ? "× " + figure(*system.load_line) : "–",
                       system.bottleneck.empty() ? "–" : system.bottleneck, figure(system.usd_per_month)});
        }
        if (estimate.network.classes.empty())
            table.row({value, "", "", "", "", "", "", "", "", figure(system.usd_per_month)});
    }
    return table.text();
}

} // namespace

Status sweep(const SweepOptions& options) {
    const auto vary = insight::parseVary(options.vary);
    if (!vary) {
        std::cerr << "catenary-cli: " << support::describe(vary.error()) << '\n';
        return Status::BadUsage;
    }
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options.design, *catalog);
    if (!input) return input.error();
    simulation::Options run;
    run.seed = options.seed;
    run.precision = options.precision;
    run.threads = 1; // the values are taken in parallel
    const insight::Evaluate evaluate = [&](const design::Design& design) {
        return options.engine == "simulation" ? insight::simulated(design, *catalog, run)
                                              : insight::estimate(design, *catalog);
    };
    const auto points = insight::sweep(input->design, *catalog, *vary, evaluate);
    if (!points) return complainOf(*input, points.error());
    if (options.json) return write(insight::toJson(vary->path, *points) + '\n', "-");
    if (options.csv) return write(insight::toCsv(vary->path, *points), "-");
    return write(sweepTable(vary->path, *points), "-");
}

} // namespace catenary::cli
