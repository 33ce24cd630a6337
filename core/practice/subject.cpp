// SPDX-License-Identifier: Apache-2.0
#include "core/practice/subject.h"

#include <algorithm>
#include <cmath>

namespace catenary::practice {

using network::Index;

namespace {

constexpr double criticalShare = 0.05;

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

/// Stations that requests reach by calls that are waited for, or by being forwarded.
std::vector<bool> onRequestPath(const network::Network& network) {
    std::vector<bool> reached(network.stations.size(), false);
    std::vector<Index> open;
    for (const auto& workload : network.classes)
        if (workload.source != network::none) open.push_back(workload.source);
    while (!open.empty()) {
        const Index station = open.back();
        open.pop_back();
        if (reached[at(station)]) continue;
        reached[at(station)] = true;
        for (const auto& call : network.calls)
            if (call.from == station && (call.mode == design::Mode::Sync || call.mode == design::Mode::Forward))
                open.push_back(call.to);
    }
    return reached;
}

/// The class with the highest offered rate; none without classes.
Index mainClass(const insight::Estimate& estimate) {
    Index best = network::none;
    for (std::size_t i = 0; i < estimate.performance.classes.size(); ++i)
        if (best == network::none ||
            estimate.performance.classes[i].offered_per_s > estimate.performance.classes[at(best)].offered_per_s)
            best = static_cast<Index>(i);
    return best;
}

std::vector<bool> critical(const insight::Estimate& estimate, Index main) {
    std::vector<bool> result(estimate.network.stations.size(), false);
    if (main == network::none) return result;
    const auto& rows = estimate.performance.classes[at(main)].breakdown;
    double total = 0;
    for (const auto& row : rows) total += row.total_ms();
    for (const auto& row : rows)
        if (row.station != network::none && row.total_ms() >= criticalShare * total) result[at(row.station)] = true;
    return result;
}

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::vector<Figure> figuresOf(const insight::Estimate& estimate, Index main) {
    std::optional<double> rate, p99, capacity, utilisation;
    if (main != network::none) {
        const auto& performance = estimate.performance.classes[at(main)];
        rate = finite(performance.offered_per_s);
        p99 = finite(performance.latency.p99.value);
        if (rate && estimate.system.saturation_load) capacity = *rate * *estimate.system.saturation_load;
    }
    if (const Index station = estimate.network.station(design::ComponentId(estimate.system.bottleneck));
        station != network::none)
        utilisation = insight::fullness(estimate, at(station)); // as its card shows it
    // A design in which nothing can fail says nothing about how often it is there.
    const auto fails = estimate.system.availability && *estimate.system.availability < 1;
    const auto cost = estimate.system.usd_per_month > 0 ? std::optional(estimate.system.usd_per_month) : std::nullopt;
    return {{"peak_rate", "Peak rate", "request/s", rate},
            {"p99", "p99 latency", "ms", p99},
            {"capacity", "Capacity", "request/s", capacity},
            {"bottleneck_utilisation", "Utilisation of the bottleneck", "1", utilisation},
            {"cost", "Cost", "usd/month", cost},
            {"availability", "Availability", "1", fails ? estimate.system.availability : std::nullopt}};
}

} // namespace

Subject subjectOf(const insight::Estimate& estimate) {
    const network::Network& network = estimate.network;
    const std::vector<bool> reached = onRequestPath(network);
    const Index main = mainClass(estimate);
    const std::vector<bool> heavy = critical(estimate, main);
    Subject subject;
    for (std::size_t i = 0; i < network.stations.size(); ++i) {
        const auto& station = network.stations[i];
        if (std::holds_alternative<network::SourceStation>(station.model)) continue;
        const bool first = heavy[i] || station.id.str() == estimate.system.bottleneck;
        subject.components.push_back({station.id.str(), station.name.empty() ? station.id.str() : station.name,
                                      first        ? 3.0
                                      : reached[i] ? 2.0
                                                   : 1.0});
    }
    for (const auto& call : network.calls) {
        if (call.mode != design::Mode::Sync && call.mode != design::Mode::Forward) continue;
        if (!reached[at(call.from)] || !reached[at(call.to)] || call.from == call.to) continue;
        std::pair edge(network.stations[at(call.from)].id.str(), network.stations[at(call.to)].id.str());
        if (std::find(subject.path.begin(), subject.path.end(), edge) == subject.path.end())
            subject.path.push_back(std::move(edge));
    }
    subject.figures = figuresOf(estimate, main);
    return subject;
}

} // namespace catenary::practice
