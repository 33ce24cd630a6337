// SPDX-License-Identifier: Apache-2.0
#include "core/insight/simulated.h"

#include "core/analysis/analyse.h"
#include "core/insight/agreement.h"
#include "core/insight/findings.h"
#include "core/insight/whole_way.h"

namespace catenary::insight {

support::Result<Estimate> simulated(const design::Design& design, const catalog::Catalog& catalog,
                                    simulation::Options options, const Request& request, bool cross_check) {
    return wholeWay(
        design, catalog, request, [&](const network::Network& network) -> support::Result<network::Performance> {
            for (const auto& objective : design.objectives) {
                if (objective.flow.empty()) continue;
                const network::Index call = network.call(objective.flow);
                if (call != network::none) options.flows.push_back(call);
            }
            auto performance = simulation::simulate(network, options);
            if (!performance || !cross_check) return performance;
            analysis::Options percentiles;
            percentiles.breakdown = percentiles.flows = percentiles.tokens = false;
            appendFindings(performance->findings,
                           disagreementFindings(network, analysis::analyse(network, percentiles), *performance));
            return performance;
        });
}

support::Result<Estimate> simulatedTransient(const design::Design& design, const catalog::Catalog& catalog,
                                             simulation::TransientOptions options,
                                             const std::vector<std::string>& shocks, const Request& request) {
    return wholeWay(design, catalog, request,
                    [&](const network::Network& network) -> support::Result<network::Performance> {
                        for (const std::string& text : shocks) {
                            auto read = simulation::readShock(text, network);
                            if (!read) return tl::unexpected(read.error());
                            auto& all = options.scenario.shocks;
                            all.insert(all.end(), read->begin(), read->end());
                        }
                        return simulation::simulateTransient(network, options);
                    });
}

support::Result<Estimate> replayed(const design::Design& design, const catalog::Catalog& catalog,
                                   const simulation::Options& options, const Request& request) {
    return wholeWay(design, catalog, request,
                    [&](const network::Network& network) { return simulation::simulateReplay(network, options); });
}

} // namespace catenary::insight
