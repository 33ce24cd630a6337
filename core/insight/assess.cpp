// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/analyse.h"
#include "core/design/validate.h"
#include "core/insight/findings.h"
#include "core/insight/load_line.h"
#include "core/insight/objective.h"
#include "core/insight/whole_way.h"

#include <algorithm>

namespace catenary::insight {
namespace {

std::vector<ObjectiveResult> judgeAll(const design::Design& design, const network::Network& network,
                                      const network::Performance& performance, const cost::Cost& cost) {
    std::vector<ObjectiveResult> results;
    results.reserve(design.objectives.size());
    for (const auto& objective : design.objectives)
        results.push_back(judge(objective, design, network, performance, cost));
    return results;
}

/// Smallest `saturates_at_load`, first in the file on a tie.
void findBottleneck(const network::Network& network, const network::Performance& performance, SystemFigures& system) {
    for (std::size_t s = 0; s < network.stations.size(); ++s) {
        const auto& at = performance.stations[s].saturates_at_load;
        if (!at || (system.saturation_load && *at >= *system.saturation_load * (1 - 1e-12))) continue;
        system.saturation_load = at;
        system.bottleneck = network.stations[s].id.str();
    }
}

} // namespace

std::optional<double> fullness(const Estimate& estimate, std::size_t station) {
    const auto& figures = estimate.performance.stations[station];
    const auto& model = estimate.network.stations[station].model;
    const bool sharesBatches = std::holds_alternative<network::BatcherStation>(model) ||
                               std::holds_alternative<network::DecoderStation>(model);
    if (sharesBatches && figures.stable && figures.saturates_at_load)
        return estimate.network.load / *figures.saturates_at_load;
    if (!figures.utilisation.defined()) return std::nullopt;
    return figures.utilisation.value;
}

Estimate assess(const design::Design& design, const catalog::Catalog& catalog, network::Network network,
                network::Performance performance, bool withLoadLine) {
    Estimate result;
    result.network = std::move(network);
    result.performance = std::move(performance);
    result.cost = cost::cost(design, catalog, result.network, result.performance);
    result.objectives = judgeAll(design, result.network, result.performance, result.cost);
    for (std::size_t c = 0; c < result.network.classes.size(); ++c)
        result.goodput_per_s.push_back(
            goodput(static_cast<network::Index>(c), design, result.network, result.performance));
    auto& system = result.system;
    findBottleneck(result.network, result.performance, system);
    system.availability = availability(result.performance);
    system.usd_per_month = result.cost.usd_per_month;
    system.usd_per_1k_requests = usdPer1kRequests(result.network, result.performance, result.cost);
    system.storage_bytes = result.cost.storage_bytes;
    system.egress_bytes_per_month = result.cost.egress_bytes_per_month;
    if (withLoadLine) system.load_line = loadLine(design, catalog, result);
    appendFindings(result.findings, result.performance.findings);
    appendFindings(result.findings, result.cost.findings);
    appendFindings(result.findings, findingsOf(result, design));
    return result;
}

support::Result<Estimate> wholeWay(const design::Design& design, const catalog::Catalog& catalog,
                                   const Request& request, const Engine& engine) {
    const auto problems = design::validate(design, catalog);
    for (const auto& finding : problems)
        if (finding.severity == support::Severity::Error)
            return support::fail(support::ErrorCode::Input, finding.message, {{}, finding.where, finding.line, 0},
                                 finding.hint);
    auto lowered = network::lower(design, catalog);
    if (!lowered) return tl::unexpected(lowered.error());
    lowered->network.load = request.load;
    auto performance = engine(lowered->network);
    if (!performance) return tl::unexpected(performance.error());
    auto result = assess(design, catalog, std::move(lowered->network), std::move(*performance), request.load_line);
    auto findings = problems;
    appendFindings(findings, lowered->findings);
    appendFindings(findings, result.findings);
    result.findings = std::move(findings);
    return result;
}

support::Result<Estimate> estimate(const design::Design& design, const catalog::Catalog& catalog,
                                   const Request& request) {
    return wholeWay(design, catalog, request, [](const network::Network& network) {
        return support::Result<network::Performance>(analysis::analyse(network));
    });
}

} // namespace catenary::insight
