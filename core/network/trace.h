// SPDX-License-Identifier: Apache-2.0
// Arrivals as they were recorded.
#pragma once

#include "core/network/network.h"

#include <filesystem>

namespace catenary::network {

/// Reads a CSV file: the first column are seconds, ascending, two rows at least. The first line may be a heading; a
/// further column with the name of an attribute of workloads (`input_tokens`, `output_tokens`, `items`) says what each
/// request brings, others are left alone. Error: what is wrong, with the file and the line.
[[nodiscard]] support::Result<Trace> readTrace(const std::filesystem::path& file);

/// The law of what the requests of a trace bring: its values, or the means of 1000 equal parts of them.
[[nodiscard]] support::Distribution lawOf(std::vector<double> values);

} // namespace catenary::network
