// SPDX-License-Identifier: Apache-2.0
#include "core/network/lower.h"

#include "core/network/lower_component.h"
#include "core/network/lower_connection.h"
#include "core/network/lower_zones.h"

#include <algorithm>

namespace catenary::network {

namespace {

support::Error firstError(const support::Findings& findings) {
    const auto found = std::find_if(findings.begin(), findings.end(), [](const support::Finding& finding) {
        return finding.severity == support::Severity::Error;
    });
    return {support::ErrorCode::Input, found->message, {.path = found->where, .line = found->line}, found->hint};
}

} // namespace

support::Result<Lowered> lower(const design::Design& design, const catalog::Catalog& catalog) {
    Lowered result;
    for (const auto& component : design.components)
        result.network.stations.push_back(lowerComponent(*component, design, catalog, result.findings));
    lowerZones(design, result.network, result.findings);
    lowerWorkloads(design, result.network, result.findings);
    lowerConnections(design, result.network, result.findings);
    // The graph is looked at only when its parts are sound: else one mistake would be told several times.
    if (!support::hasErrors(result.findings)) checkGraph(result.network, result.findings);
    if (support::hasErrors(result.findings)) return tl::unexpected(firstError(result.findings));
    return result;
}

} // namespace catenary::network
