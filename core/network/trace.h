// SPDX-License-Identifier: Apache-2.0
// Arrivals as they were recorded.
#pragma once

#include "core/network/network.h"

#include <filesystem>

namespace catenary::network {

/// Reads the first column of a CSV file: seconds, ascending, two rows at least; the first line may be a heading. Error:
/// what is wrong, with the file and the line.
[[nodiscard]] support::Result<Trace> readTrace(const std::filesystem::path& file);

} // namespace catenary::network
