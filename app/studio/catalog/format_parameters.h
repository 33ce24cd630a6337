// SPDX-License-Identifier: Apache-2.0
// Fields of the file format (connections, workloads) declared like parameters of the catalog, so that one editor and
// one check serve both.
#pragma once

#include "core/catalog/catalog.h"

#include <string_view>

namespace catenary::studio {

/// The declaration of a field: "connection.stage", "policy.retries", "arrival.burst_ms", "workload.priority",
/// "attributes.items". Asking for one that is not declared is a programmer error.
[[nodiscard]] const catalog::Parameter& formatParameter(std::string_view name);

/// The same by its last name, as messages have it ("retries"); nullptr where there is none.
[[nodiscard]] const catalog::Parameter* formatParameterNamed(std::string_view name);

} // namespace catenary::studio
