// SPDX-License-Identifier: Apache-2.0
// Design -> Network: resolves kinds to stations, connections to calls, workloads to classes.
#pragma once

#include "core/catalog/catalog.h"
#include "core/network/network.h"

namespace catenary::network {

struct Lowered {
    Network network;
    support::Findings findings; ///< warnings and infos; errors stop `lower`
};

/// Errors are those findings of severity Error that make a model impossible (unknown kind, sync cycle, forward loop
/// with spectral radius >= 1, unknown reference, bad value); the first is returned.
[[nodiscard]] support::Result<Lowered> lower(const design::Design& design, const catalog::Catalog& catalog);

} // namespace catenary::network
