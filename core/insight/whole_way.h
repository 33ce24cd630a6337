// SPDX-License-Identifier: Apache-2.0
// What both engines have in common on the way from a design to an estimate. Internal to core/insight.
#pragma once

#include "core/insight/estimate.h"

#include <functional>

namespace catenary::insight {

using Engine = std::function<support::Result<network::Performance>(const network::Network&)>;

/// Validates, lowers, asks the engine at the load of the request, assesses; findings of all of them, once each.
[[nodiscard]] support::Result<Estimate> wholeWay(const design::Design& design, const catalog::Catalog& catalog,
                                                 const Request& request, const Engine& engine);

} // namespace catenary::insight
