// SPDX-License-Identifier: Apache-2.0
// An estimate for people, in the columns of a terminal.
#pragma once

#include "core/insight/estimate.h"

#include <string>

namespace catenary::cli {

/// Latencies of each workload, load of each component, objectives, findings and the figures of the whole system, with
/// units. Undefined figures are "–".
[[nodiscard]] std::string estimateTable(const design::Design& design, const insight::Estimate& estimate);

} // namespace catenary::cli
