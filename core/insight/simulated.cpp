// SPDX-License-Identifier: Apache-2.0
#include "core/insight/simulated.h"

#include "core/insight/whole_way.h"

namespace catenary::insight {

support::Result<Estimate> simulated(const design::Design& design, const catalog::Catalog& catalog,
                                    simulation::Options options, const Request& request) {
    return wholeWay(design, catalog, request,
                    [&](const network::Network& network) -> support::Result<network::Performance> {
                        for (const auto& objective : design.objectives) {
                            if (objective.flow.empty()) continue;
                            const network::Index call = network.call(objective.flow);
                            if (call != network::none) options.flows.push_back(call);
                        }
                        return simulation::simulate(network, options);
                    });
}

} // namespace catenary::insight
